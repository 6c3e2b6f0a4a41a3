"""When something is planned to happen next: asked in one statement, for a clock that is moved by hand."""

from datetime import datetime

from sqlalchemy import exists, func, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import (
    Broadcast,
    BroadcastSeries,
    BroadcastState,
    Drill,
    FollowUp,
    Incident,
    IncidentState,
    Notice,
    NoticeState,
)
from bot.services import broadcast_run, broadcast_series, drills, outbox, reminders

FIRST = (
    reminders.FIRST.scalar_subquery(),
    select(func.min(Incident.next_rung_at)).where(col(Incident.state) == IncidentState.OPEN).scalar_subquery(),
    select(func.min(FollowUp.due_at)).where(col(FollowUp.done_at).is_(None)).scalar_subquery(),
    select(func.min(Notice.not_before)).where(col(Notice.state) == NoticeState.QUEUED).scalar_subquery(),
)
DRILL = exists().where(col(Drill.ended_at).is_(None))
SERIES = exists().where(col(BroadcastSeries.ended_at).is_(None))
BROADCAST = exists().where(col(Broadcast.state).in_((BroadcastState.SCHEDULED, BroadcastState.RUNNING)))
QUESTION = select(DRILL, SERIES, BROADCAST, *FIRST, *outbox.FIRST.values())


async def next_instant(session: AsyncSession, content: Content, *, now: datetime) -> datetime | None:
    """The next instant after now; None when nothing is planned."""
    drill, series, broadcast, *first = (await (await session.connection()).execute(QUESTION)).one()
    found: list[datetime | None] = [
        *first[: len(FIRST)],
        min((at for at in first[len(FIRST) :] if at is not None), default=None),
        await drills.next_due(session, content) if drill else None,
        await broadcast_series.next_instant(session) if series else None,
        await broadcast_run.next_instant(session, content, now=now) if broadcast else None,
    ]
    return min((at for at in found if at is not None and at > now), default=None)
