"""Leave a sign of life, so that a time away is noticed on the return."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import gap
from schedules.job import Job


async def run(session: AsyncSession, _content: Content, now: datetime) -> None:
    await gap.beat(session, now=now)


JOB = Job("heartbeat", 30, run)
