"""Ask patients with an open case whether they got care; end the routine cases that were answered long ago."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import closing, follow_ups
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await follow_ups.ask_due(session, content, now=now)
    await closing.close_answered(session, content, now=now)


JOB = Job("follow_up", 15, run)
