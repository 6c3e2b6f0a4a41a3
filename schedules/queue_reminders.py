"""Take up the reminders whose minute has come. A batch is a transaction, so that nobody waits long for it."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Occurrence
from bot.services import reminders
from schedules.job import Job
from schedules.signs import NOW, some


async def run(session: AsyncSession, content: Content, now: datetime) -> bool:
    return await reminders.send_due(session, content, now=now) == reminders.AT_ONCE


SIGNS = (some(reminders.WAITING, col(Occurrence.due_at) <= NOW),)
JOB = Job("queue_reminders", 1, run, on_the_second=True, signs=SIGNS)
