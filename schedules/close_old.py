"""Close check-ins and reminders that nobody answered."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import checkins, reminders
from schedules.job import Job


async def run(session: AsyncSession, _content: Content, now: datetime) -> None:
    await checkins.expire_old(session, now=now)
    await reminders.expire_unanswered(session, now=now)


JOB = Job("close_old", 300, run)
