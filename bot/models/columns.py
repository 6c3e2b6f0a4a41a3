"""The column kinds that the tables share."""

from copy import deepcopy
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field

from bot.db import UtcDateTime


def key() -> Any:
    """An integer primary key that the database gives out."""
    return Field(default=None, primary_key=True)


def refers(to: str, *, index: bool = True) -> Any:
    """A required reference to another table's key, as in `refers("person.id")`."""
    return Field(foreign_key=to, index=index)


def may_refer(to: str, *, index: bool = False) -> Any:
    """An optional reference to another table's key."""
    return Field(default=None, foreign_key=to, index=index)


def instant(*, index: bool = False) -> Any:
    """A required aware instant."""
    return Field(sa_type=UtcDateTime, index=index)


def maybe_instant(*, index: bool = False) -> Any:
    """An instant that may not have come yet."""
    return Field(default=None, sa_type=UtcDateTime, nullable=True, index=index)


def document(default: Any) -> Any:
    """A small JSON value; assign a new one to change it."""
    return Field(default_factory=lambda: deepcopy(default), sa_type=JSON(none_as_null=True))


def telegram_id(*, unique: bool = False, index: bool = True) -> Any:
    """A number that Telegram gave out: up to 52 bits."""
    return Field(sa_type=BigInteger, unique=unique, index=index)
