"""A pause that is over ends by itself, and the patient hears so."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import patients
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await patients.end_pauses(session, content, now=now)


JOB = Job("end_pauses", 60, run)
