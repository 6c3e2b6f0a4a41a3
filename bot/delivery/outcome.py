"""What an error of the Bot API means for the message: later, perhaps delivered, or never."""

from dataclasses import dataclass

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.delivery.request import BrokenAnswerError, NeverLeft

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


@dataclass(frozen=True)
class Back:
    """Not tried: it may leave in `seconds` at the earliest, and has no lease until then."""

    seconds: float


Outcome = Later | Unsure | Moved | Never | Back
Result = int | None | Outcome
"""Telegram's id of a message that was sent (None where it gives none), or what came instead."""


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
    """A refusal in Telegram's own words, as with a 5xx, says that it was not done."""
    if isinstance(error, NeverLeft):
        return Later()
    if isinstance(error, TimedOut | BrokenAnswerError) or error.__cause__ is not None:
        return Unsure()
    return Later()


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return float(wait if isinstance(wait, int) else wait.total_seconds())
