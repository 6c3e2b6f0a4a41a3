"""Close check-ins and reminders that nobody answered."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import CheckIn, Occurrence
from bot.models.checkin import OPEN
from bot.services import checkins, reminders
from schedules.job import Job
from schedules.signs import ago, some


async def run(session: AsyncSession, content: Content, now: datetime) -> bool:
    await checkins.expire_old(session, now=now)
    return await reminders.expire_unanswered(session, content, now=now) == reminders.AT_ONCE


SIGNS = (
    some(OPEN, col(CheckIn.opened_at) <= ago(checkins.OPEN_FOR)),
    some(reminders.SENT, col(Occurrence.due_at) <= ago(reminders.UNANSWERED_FOR)),
)
JOB = Job("close_old", 300, run, signs=SIGNS)
