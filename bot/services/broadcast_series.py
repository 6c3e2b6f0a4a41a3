"""A tip each week: every one is a broadcast of its own, so that what was sent stays as it was."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import sending_time, wall
from bot.domain.audience import Audience, Opinion
from bot.models import Broadcast, BroadcastSeries, BroadcastState, Person, Timing
from bot.services import audit, broadcast_approval, broadcast_life, broadcasts
from bot.services.broadcast_life import Refusal, Wish

WEEK = timedelta(days=7)
AHEAD = timedelta(hours=1)
"""So long before it is the first reader's time, the week's broadcast is scheduled: it can still be undone."""


def first_day(weekday: int, at: time, *, now: datetime) -> date:
    """The next such weekday (0 is Monday) that can still be scheduled for everybody, wherever they are."""
    today = wall.local(now, sending_time.FIRST_ZONE).date()
    days = (today + timedelta(days=ahead) for ahead in range(9))
    return next(day for day in days if day.weekday() == weekday and sending_time.begins(day, at) - AHEAD >= now)


async def start(
    session: AsyncSession, content: Content, tips: Sequence[str], audience: Audience, first: date, at: time, by: Person,
    *, now: datetime,
) -> BroadcastSeries | Refusal:  # fmt: skip
    """Send these tips, one a week from a day on, when it is `at` on each reader's clock.

    Each week's broadcast needs a second admin like any other, if it is that large. Raises KeyError for an unknown tip.
    """
    if not tips:
        return Refusal.EMPTY
    if first < wall.local(now, sending_time.FIRST_ZONE).date() - timedelta(days=1):
        return Refusal.PAST
    for tip in tips:
        content.tips[tip]
    row = BroadcastSeries(
        tips=list(tips), next_on=first, at=wall.show(at), audience=audience.document(), created_by=by.id, created_at=now
    )
    session.add(row)
    await session.flush()
    subject = f"broadcast_series:{row.id}"
    what = f"tips:{len(tips)}"
    audit.record(session, actor_id=by.id, action="series_started", subject=subject, reason=what, now=now)
    return row


async def end(session: AsyncSession, row: BroadcastSeries, by: Person, *, now: datetime) -> None:
    """No further week. What was scheduled stays."""
    await session.refresh(row, with_for_update=True)
    if row.ended_at is None:
        row.ended_at = now
        audit.record(session, actor_id=by.id, action="series_ended", subject=f"broadcast_series:{row.id}", now=now)
        await session.flush()


async def get(session: AsyncSession, series_id: int) -> BroadcastSeries | None:
    return await session.get(BroadcastSeries, series_id)


async def current(session: AsyncSession) -> list[BroadcastSeries]:
    """The series that have weeks to come, to be looked at."""
    found = select(BroadcastSeries).where(col(BroadcastSeries.ended_at).is_(None)).order_by(col(BroadcastSeries.id))
    return list((await session.exec(found)).all())


async def going_on(session: AsyncSession) -> list[BroadcastSeries]:
    """The same, locked; without those that another process has."""
    found = select(BroadcastSeries).where(col(BroadcastSeries.ended_at).is_(None)).order_by(col(BroadcastSeries.id))
    return list((await session.exec(found.with_for_update(skip_locked=True))).all())


async def step(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Schedule the weeks whose time has come, each once: the series' row moves on in the same transaction."""
    for row in await going_on(session):
        if row.next_index < len(row.tips) and now >= _due(row):
            await _week(session, content, row, now=now)
        if row.next_index >= len(row.tips):
            row.ended_at = now


def _due(row: BroadcastSeries) -> datetime:
    return sending_time.begins(row.next_on, wall.parse(row.at)) - AHEAD


async def _week(session: AsyncSession, content: Content, row: BroadcastSeries, *, now: datetime) -> None:
    """A tip that is no longer in the library is passed over, and so is one that nobody would get; a week that was slept
    through is not made up for.
    """
    tip, day, clock = row.tips[row.next_index], row.next_on, wall.parse(row.at)
    row.next_index, row.next_on = row.next_index + 1, day + WEEK
    if tip not in content.tips or now > sending_time.begins(day, clock) + WEEK:
        return
    by = await session.get_one(Person, row.created_by)
    made: Broadcast = await broadcasts.draft(session, content, by, tip=tip, now=now)
    made.series_id, made.audience = row.id, row.audience
    made.buttons = [Opinion.HELPFUL, Opinion.NOT_FOR_ME]
    await session.flush()
    wish = Wish(Timing.LOCAL, clock=clock, day=day)
    if await broadcast_life.schedule(session, content, made.id, wish, by, now=now) is not None:
        made.state, made.finished_at = BroadcastState.CANCELLED, now
    elif made.needs_approval:
        await broadcast_approval.ask_others(session, content, made, by, now=now)


async def next_instant(session: AsyncSession) -> datetime | None:
    """When the next week is scheduled; None when no series goes on."""
    return min((_due(row) for row in await going_on(session) if row.next_index < len(row.tips)), default=None)
