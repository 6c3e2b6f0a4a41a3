"""Send the reminders whose minute has come, or end them with the reason."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import reminders
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    while await reminders.send_due(session, content, now=now) == reminders.AT_ONCE:
        pass


JOB = Job("queue_reminders", 5, run)
