"""Messages whose sender died are owed again, or given up where a second copy would do harm; doubtful check-ins are
asked once more when nobody answers.
"""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import OutboxRow, OutboxState
from bot.services import outbox
from schedules.job import Job
from schedules.signs import NOW, some


async def run(session: AsyncSession, _content: Content, now: datetime) -> None:
    await outbox.take_back(session, now=now)
    await outbox.reconcile(session, now=now)


SIGNS = (
    some(col(OutboxRow.state) == OutboxState.SENDING, col(OutboxRow.lease_until) <= NOW),
    some(col(OutboxRow.state) == OutboxState.UNKNOWN, col(OutboxRow.not_before) <= NOW),
)
JOB = Job("take_back", 10, run, signs=SIGNS)
