"""Hand-overs that nobody answered lapse, and covers begin and end; all of it is said."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Handover, HandoverState
from bot.services import covers, handovers
from schedules.job import Job
from schedules.signs import some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await handovers.lapse_due(session, content, now=now)
    await covers.begin_and_end(session, content, now=now)


SIGNS = (some(col(Handover.state).in_((HandoverState.OFFERED, HandoverState.ACCEPTED))),)
JOB = Job("hand_over", 60, run, signs=SIGNS)
