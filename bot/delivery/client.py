"""The python-telegram-bot client, set up for one server."""

import json
import os
from typing import Any, cast

from telegram import Bot, TelegramObject
from telegram.request import RequestData

from bot.delivery.request import Request

os.environ.setdefault("PTB_TIMEDELTA", "true")
"""The client then gives waits as durations, which is what it will do anyway in its next version."""
AT_ONCE = 256
"""Calls under way at once."""


class Client(Bot):
    """The client, with a short way for the two calls that are nearly all that the bot does."""

    async def call(self, method: str, **arguments: Any) -> Any:
        """A Bot API method with its own names, its answer as it comes. Raises telegram.error.TelegramError.

        Arguments are text, numbers, or objects of the client; no files. None is left out. The client's own way looks
        at each argument for files, fills in two dozen options and builds the whole message that was sent: half of
        the work of a send, for a number.
        """
        given = {name: _as_text(value) for name, value in arguments.items() if value is not None}
        payload = cast(RequestData, json.dumps(given).encode())
        return await self.request.post(f"{self.base_url}/{method}", payload)


def _as_text(value: Any) -> str:
    """As the client writes an argument: text as it is, everything else as JSON within the call's JSON."""
    if isinstance(value, str):
        return value
    return json.dumps(value.to_dict() if isinstance(value, TelegramObject) else value)


def client(token: str, api_url: str, *, read_timeout: float = 20, proxy: str | None = None) -> Client:
    """A bot that speaks to the server at `api_url`, through `proxy` when there is one."""
    return Client(
        token,
        base_url=f"{api_url}/bot",
        base_file_url=f"{api_url}/file/bot",
        request=Request(connections=AT_ONCE, read_timeout=read_timeout, proxy=proxy),
        get_updates_request=Request(connections=2, read_timeout=read_timeout, proxy=proxy),
    )
