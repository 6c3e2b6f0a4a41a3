"""The therapists' morning summaries."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import digests
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await digests.send_due(session, content, now=now)


JOB = Job("send_digests", 60, run)
