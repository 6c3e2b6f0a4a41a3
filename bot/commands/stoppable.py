"""Work that goes on until somebody stops it: SIGINT and SIGTERM end it cleanly, and a known trouble with one line."""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from typing import Any

from sqlalchemy.exc import DBAPIError
from telegram.error import Conflict, InvalidToken

from bot import loop
from bot.alone import AnotherRunsError
from bot.commands.ending import stop_with


def until_stopped(work: Coroutine[Any, Any, None], describe: Callable[[BaseException], str]) -> None:
    """Run until SIGINT or SIGTERM; what a person can put right ends with one line."""
    try:
        loop.run(_stoppable(work))
    except* InvalidToken:
        stop_with("Telegram does not accept TELEGRAM_BOT_TOKEN: ask @BotFather for the right one")
    except* AnotherRunsError:
        stop_with("another `stepwell run` has this database: stop it, then start again")
    except* Conflict:
        stop_with("another process reads this bot's updates: stop it, then start again")
    except* (DBAPIError, OSError) as group:
        stop_with(describe(_first(group)))


def _first(error: BaseException) -> BaseException:
    """The error inside however many groups."""
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


async def _stoppable(work: Coroutine[Any, Any, None]) -> None:
    task = asyncio.ensure_future(work)
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        logging.getLogger("stepwell").info("stopped")
