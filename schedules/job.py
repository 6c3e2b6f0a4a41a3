"""The shape of a job."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content


@dataclass(frozen=True, eq=False)
class Job:
    """A row of the jobs' table. `run` has an open transaction and is told the time; where it gives True, more is left
    to do, and it is called again in a transaction of its own. `on_the_second` ticks at whole seconds, and then
    looks for itself. Without one of its `signs` in the database it has nothing to do and is not run (see
    `schedules.signs`); without any it always is.
    """

    name: str
    every_seconds: int
    run: Callable[[AsyncSession, Content, datetime], Awaitable[bool | None]]
    on_the_second: bool = False
    signs: tuple[ColumnElement[bool], ...] = ()
