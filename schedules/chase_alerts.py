"""Go on with every alarm that nobody has seen: what arrived, what failed, whose turn it is next."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Alert, Drill, Incident, IncidentState
from bot.services import alerts, chase, drills
from schedules.job import Job
from schedules.signs import some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await alerts.note_arrivals(session, content, now=now)
    await alerts.note_lost(session, content, now=now)
    await alerts.note_untold(session, content, now=now)
    await chase.climb_due(session, content, now=now)
    await alerts.hand_over(session, content, now=now)
    await drills.climb_due(session, content, now=now)


SIGNS = (
    some(col(Incident.state) != IncidentState.CLOSED),
    some(col(Alert.delivered_at).is_(None), col(Alert.failed_at).is_(None)),
    some(col(Drill.ended_at).is_(None)),
)
JOB = Job("chase_alerts", 2, run, signs=SIGNS)
