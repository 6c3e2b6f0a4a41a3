"""Whether a job has anything to do: asked for all of them in one statement, which costs little when all is quiet.

A job's signs are broader than what it looks for, and may be there for nothing. Where none is there, the job would
change nothing: tests/rules/test_signs.py runs each of them all the same, and looks.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Date, Select, bindparam, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import UtcDateTime
from bot.domain import wall
from bot.services.planning import AHEAD
from schedules.job import Job

EASTERNMOST = "Etc/GMT-14"
"""Where a day begins before it does anywhere else."""
REACH: BindParameter[date] = bindparam("reach", type_=Date())
"""The last local date, of any zone, that has to be written down by now."""
LETTERS: BindParameter[datetime] = bindparam("letters", type_=UtcDateTime())
"""Words that are older are deleted, as the deployment has it."""
_agos: dict[str, timedelta] = {}


def ago(back: timedelta) -> BindParameter[datetime]:
    """The instant so long before now; filled in when it is asked."""
    name = f"ago_{back.total_seconds():.0f}"
    _agos[name] = back
    return bindparam(name, type_=UtcDateTime())


NOW = ago(timedelta())


def some(*conditions: Any) -> ColumnElement[bool]:
    """Whether there is a row that meets all of these."""
    return exists().where(*conditions)


async def due(session: AsyncSession, content: Content, jobs: tuple[Job, ...], *, now: datetime) -> Collection[Job]:
    """Those of some jobs that may have something to do."""
    asked = [job for job in jobs if job.signs]
    if not asked:
        return jobs
    day = wall.local(now, EASTERNMOST).date() + timedelta(days=AHEAD)
    letters = now - timedelta(days=content.policy.letter_days)
    given = {name: now - back for name, back in _agos.items()} | {REACH.key: day, LETTERS.key: letters}
    row = (await (await session.connection()).execute(_question(jobs), given)).one()
    return [job for job in jobs if not job.signs or getattr(row, job.name)]


@cache
def _question(jobs: tuple[Job, ...]) -> Select[*tuple[bool, ...]]:
    return select(*(or_(*job.signs).label(job.name) for job in jobs if job.signs))
