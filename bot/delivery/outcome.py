"""What an error of the Bot API means for the message: later, perhaps delivered, or never."""

from dataclasses import dataclass

import httpx
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
UNREACHABLE = ("chat not found", "user not found", "peer_id_invalid")


@dataclass(frozen=True)
class Later:
    """Not delivered; `seconds` is the wait that Telegram asked for."""

    seconds: float | None = None


@dataclass(frozen=True)
class Unsure:
    """The connection broke after the call had left: it may have been delivered."""


@dataclass(frozen=True)
class Moved:
    chat_id: int


@dataclass(frozen=True)
class Never:
    """`unreachable` says that nothing can be sent to this person."""

    reason: str
    unreachable: bool


Outcome = Later | Unsure | Moved | Never


def of(error: TelegramError) -> Outcome:
    """The meaning of an error. The one thing that is not an outcome, a wrong token, is raised again."""
    if isinstance(error, InvalidToken):
        raise error
    if isinstance(error, RetryAfter):
        return Later(seconds_of(error))
    if isinstance(error, ChatMigrated):
        return Moved(error.new_chat_id)
    if isinstance(error, Forbidden):
        return Never("forbidden", unreachable=True)
    if isinstance(error, BadRequest):
        said = str(error).lower()
        return Never("refused", unreachable=any(words in said for words in UNREACHABLE))
    if isinstance(error, NetworkError):
        return _network(error)
    return Never("refused", unreachable=False)


def _network(error: NetworkError) -> Outcome:
    """A 5xx has no transport error behind it: the server answered, and had not done it."""
    cause = error.__cause__
    if cause is None or isinstance(cause, NEVER_LEFT):
        return Later()
    return Unsure()


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())
