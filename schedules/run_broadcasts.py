"""Let broadcasts begin, feed the outbox, stop themselves and end. A batch of the ledger is a transaction."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import broadcast_run, broadcast_series
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> bool:
    await broadcast_series.step(session, content, now=now)
    return await broadcast_run.step(session, content, now=now)


JOB = Job("run_broadcasts", 1, run)
