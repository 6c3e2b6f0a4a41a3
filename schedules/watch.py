"""Look for urgent messages that do not leave and emergencies that nobody has seen."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.models import Incident, IncidentState, OutboxRow
from bot.services import outbox, watch
from schedules.job import Job
from schedules.signs import ago, some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await watch.warn(session, content, now=now)


SIGNS = (
    some(
        col(OutboxRow.state).in_(outbox.WAITING),
        col(OutboxRow.kind) == Kind.SAFETY,
        col(OutboxRow.queued_at) <= ago(watch.UNSENT),
    ),
    some(col(Incident.state) == IncidentState.OPEN, col(Incident.raised_at) <= ago(watch.UNSEEN)),
)
JOB = Job("watch", 30, run, signs=SIGNS)
