"""Forget what is not needed any more: the numbers of updates that Telegram itself has forgotten, old words."""

from datetime import datetime, timedelta

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import LANES, Kind
from bot.models import Letter, OutboxRow, OutboxState, SeenUpdate
from bot.services import correspondence
from schedules.job import Job
from schedules.signs import LETTERS, ago, some

KEPT = timedelta(days=3)
"""Telegram keeps an update for a day at most; three leave room for a wrong clock."""


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await session.exec(delete(SeenUpdate).where(col(SeenUpdate.taken_at) < now - KEPT))
    await correspondence.forget(session, content, now=now)


SIGNS = (
    some(col(SeenUpdate.taken_at) < ago(KEPT)),
    some(col(Letter.text).is_not(None), col(Letter.written_at) < LETTERS),
    some(col(Letter.written_at).is_(None), col(Letter.drafted_at) < ago(correspondence.DRAFTS_KEPT)),
    some(
        col(OutboxRow.state) == OutboxState.SENT,
        col(OutboxRow.priority) == LANES[Kind.REPLY].priority,
        col(OutboxRow.not_before) < LETTERS,
    ),
)
JOB = Job("prune", 3600, run, signs=SIGNS)
