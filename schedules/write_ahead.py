"""Write down the coming day's occurrences for everybody whose plan reaches no further than today."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Patient
from bot.services import planning
from schedules.job import Job
from schedules.signs import REACH, some


async def run(session: AsyncSession, _content: Content, now: datetime) -> bool:
    return await planning.write_ahead_all(session, now=now)


SIGNS = (
    some(
        col(Patient.enrolled_at).is_not(None),
        col(Patient.left_at).is_(None),
        col(Patient.planned_until).is_(None) | (col(Patient.planned_until) < REACH),
    ),
)
JOB = Job("write_ahead", 60, run, signs=SIGNS)
