"""Close check-ins and reminders that nobody answered."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import checkins, reminders
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> bool:
    await checkins.expire_old(session, now=now)
    return await reminders.expire_unanswered(session, content, now=now) == reminders.AT_ONCE


JOB = Job("close_old", 300, run)
