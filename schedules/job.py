"""The shape of a job."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content


@dataclass(frozen=True)
class Job:
    """A row of the jobs' table. `run` has an open transaction and is told the time; where it gives True, more is left
    to do, and it is called again in a transaction of its own. `on_the_second` ticks at whole seconds.
    """

    name: str
    every_seconds: int
    run: Callable[[AsyncSession, Content, datetime], Awaitable[bool | None]]
    on_the_second: bool = False
