"""Hand-overs that nobody answered lapse, and covers begin and end; all of it is said."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import covers, handovers
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await handovers.lapse_due(session, content, now=now)
    await covers.begin_and_end(session, content, now=now)


JOB = Job("hand_over", 60, run)
