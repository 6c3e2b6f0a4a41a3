"""Let broadcasts begin, feed the outbox, stop themselves and end. A batch of the ledger is a transaction."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Broadcast, BroadcastSeries, BroadcastState
from bot.services import broadcast_run, broadcast_series
from schedules.job import Job
from schedules.signs import some


async def run(session: AsyncSession, content: Content, now: datetime) -> bool:
    await broadcast_series.step(session, content, now=now)
    return await broadcast_run.step(session, content, now=now)


SIGNS = (
    some(
        col(Broadcast.state).in_((BroadcastState.SCHEDULED, *broadcast_run.LOOKED_AFTER)),
        col(Broadcast.finished_at).is_(None),
    ),
    some(col(Broadcast.rewriting).is_(True)),
    some(col(BroadcastSeries.ended_at).is_(None)),
)
JOB = Job("run_broadcasts", 1, run, signs=SIGNS)
