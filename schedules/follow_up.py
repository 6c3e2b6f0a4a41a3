"""Ask patients with an open case whether they got care; end the routine cases that were answered long ago."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import followups
from bot.models import FollowUp, Incident, IncidentState
from bot.services import closing, follow_ups
from schedules.job import Job
from schedules.signs import NOW, ago, some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await follow_ups.ask_due(session, content, now=now)
    await closing.close_answered(session, content, now=now)


SIGNS = (
    some(col(FollowUp.done_at).is_(None), col(FollowUp.due_at) <= NOW),
    some(col(Incident.state) != IncidentState.CLOSED, col(Incident.patient_says_at) <= ago(followups.ENDS_AFTER)),
)
JOB = Job("follow_up", 15, run, signs=SIGNS)
