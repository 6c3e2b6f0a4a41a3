"""Show admins how far their tips are."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import tips
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await tips.report_running(session, content, now=now)


JOB = Job("report_tips", 3, run)
