"""Look for urgent messages that do not leave and emergencies that nobody has seen."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import watch
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await watch.warn(session, content, now=now)


JOB = Job("watch", 30, run)
