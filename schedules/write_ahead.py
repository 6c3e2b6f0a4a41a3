"""Write down the coming day's occurrences for everybody whose plan reaches no further than today."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import planning
from schedules.job import Job


async def run(session: AsyncSession, _content: Content, now: datetime) -> bool:
    return await planning.write_ahead_all(session, now=now)


JOB = Job("write_ahead", 60, run)
