"""The python-telegram-bot client, set up for one server."""

import os
from typing import Any

from telegram import Bot

from bot.delivery.request import Request

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""The client then gives waits as durations, which is what it will do anyway in its next version."""
AT_ONCE = 256
"""Calls under way at once."""


class Client(Bot):
    """The client, with a short way for the two calls that are nearly all that the bot does."""

    async def call(self, method: str, **arguments: Any) -> Any:
        """A Bot API method with its own names, its answer as it comes. Raises telegram.error.TelegramError.

        The client's own way fills in two dozen options and builds the whole message that was sent: a third of the
        work of a send, for a number.
        """
        return await self._post(method, arguments)


def client(token: str, api_url: str, *, read_timeout: float = 20, proxy: str | None = None) -> Client:
    """A bot that speaks to the server at `api_url`, through `proxy` when there is one."""
    return Client(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=Request(connections=AT_ONCE, read_timeout=read_timeout, proxy=proxy),
        get_updates_request=Request(connections=2, read_timeout=read_timeout, proxy=proxy),
    )
