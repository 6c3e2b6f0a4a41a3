"""The python-telegram-bot client, set up for one server."""

import os
from urllib.parse import urlsplit

from telegram import Bot
from telegram.request import HTTPXRequest

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""The client then gives waits as durations, which is what it will do anyway in its next version."""
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
AT_ONCE = 24
"""Calls under way at once: past 30 the stock client gets slower, not faster."""


def client(token: str, api_url: str, *, read_timeout: float = 20) -> Bot:
    """A bot that speaks to the server at `api_url`. Settings of a proxy are not used for this machine itself."""
    address = urlsplit(api_url)
    plain = address.scheme == "http" and address.hostname in LOOPBACK
    options = {"trust_env": False, "verify": False} if plain else {}

    def request(size: int) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=size,
            connect_timeout=10,
            read_timeout=read_timeout,
            write_timeout=20,
            pool_timeout=30,
            httpx_kwargs=options,
        )

    return Bot(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=request(AT_ONCE + 8),
        get_updates_request=request(2),
    )
