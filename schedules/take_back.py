"""Messages whose sender died are owed again, or given up where a second copy would do harm; doubtful check-ins are
asked once more when nobody answers.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import outbox
from schedules.job import Job


async def run(session: AsyncSession, _content: Content, now: datetime) -> None:
    await outbox.take_back(session, now=now)
    await outbox.reconcile(session, now=now)


JOB = Job("take_back", 10, run)
