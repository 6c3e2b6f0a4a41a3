"""Show the emergency numbers that were confirmed, wherever that was."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import numbers
from schedules.job import Job


async def run(session: AsyncSession, content: Content, _now: datetime) -> None:
    await numbers.refresh(session, content)


JOB = Job("refresh_numbers", 5, run)
