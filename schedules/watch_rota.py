"""Warn the admins of a gap in the rota that is coming within a day."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import RotaDay
from bot.services import duty
from schedules.job import Job
from schedules.signs import some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await duty.warn_of_gap(session, content, now=now)


SIGNS = (some(col(RotaDay.weekday).is_not(None)),)
JOB = Job("watch_rota", 300, run, signs=SIGNS)
