"""A pause that is over ends by itself, and the patient hears so."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Patient
from bot.services import patients
from schedules.job import Job
from schedules.signs import NOW, some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await patients.end_pauses(session, content, now=now)


SIGNS = (some(col(Patient.paused_until) <= NOW, col(Patient.left_at).is_(None)),)
JOB = Job("end_pauses", 60, run, signs=SIGNS)
