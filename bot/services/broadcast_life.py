"""The life of a broadcast: draft, scheduled, running, paused, cancelled, finished.

    draft ──schedule──▶ scheduled ──its time, and the second admin's word──▶ running ──▶ finished
      ▲───────undo──────────┘                        pause ◀──▶ resume, cancel, retry

Each verb locks the broadcast's row, so that two admins who do the same at once do it once. A verb gives the Refusal
when it does nothing. What happens by itself is in `broadcast_run`, what is looked at last in `broadcast_look`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import markup, sending_time, wall
from bot.domain.sending_time import When
from bot.models import Broadcast, BroadcastState, Person, Timing
from bot.services.broadcasts import asks_second, count, locked, note, room, texts


class Refusal(StrEnum):
    """Why a verb did nothing. ALREADY: somebody was faster, or it was done before (`scheduled_by` says who); OVER: it
    is past that; TEXT: a text is missing or may not be sent; EMPTY: nobody would get it; PAST: its time is over; OWN:
    one does not approve what one has scheduled; PAID: the deployment does not pay; ALREADY_STARTED: nothing to undo.
    """

    ALREADY = "already"
    OVER = "over"
    TEXT = "text"
    EMPTY = "empty"
    PAST = "past"
    OWN = "own"
    PAID = "paid"
    ALREADY_STARTED = "already_started"


@dataclass(frozen=True)
class Wish:
    """When it is to go: at once; AT `at`; or LOCAL, when it is `clock` on each one's own clock, from a `day` on."""

    timing: Timing = Timing.NOW
    at: datetime | None = None
    clock: time | None = None
    day: date | None = None


async def schedule(
    session: AsyncSession, content: Content, broadcast_id: int, wish: Wish, by: Person, *, now: datetime
) -> Refusal | None:
    """Let a draft go at its time, never before BROADCAST_UNDO_SECONDS have passed.

    Above BROADCAST_APPROVAL_ABOVE people, or so many Stars, it waits for a second admin (`needs_approval`).
    """
    row = await locked(session, broadcast_id)
    if row.state != BroadcastState.DRAFT:
        return Refusal.ALREADY
    refusal = await _unfit(session, content, row) or _set_time(content, row, wish, now=now)
    if refusal is not None:
        return refusal
    row.size = (await count(session, content, row, now=now)).gets
    if row.size == 0:
        return Refusal.EMPTY
    row.needs_approval = asks_second(content, row, row.size) is not None and row.approved_by is None
    row.state, row.scheduled_by, row.scheduled_at = BroadcastState.SCHEDULED, by.id, now
    note(session, row, by, "broadcast_scheduled", f"size:{row.size}", now=now)
    await session.flush()
    return None


async def _unfit(session: AsyncSession, content: Content, row: Broadcast) -> Refusal | None:
    written = await texts(session, row.id)
    if not written or any(markup.fault(text, limit=room(row)) for text in written.values()):
        return Refusal.TEXT
    return Refusal.PAID if row.paid and not content.policy.allow_paid_broadcast else None


def _set_time(content: Content, row: Broadcast, wish: Wish, *, now: datetime) -> Refusal | None:
    earliest = now + timedelta(seconds=content.policy.broadcast_undo_seconds)
    wished = now
    row.starts_on = row.local_at = None
    if wish.timing is Timing.AT:
        assert wish.at is not None
        wished = wish.at
    elif wish.timing is Timing.LOCAL:
        assert wish.clock is not None
        if wish.day is not None and wish.day < wall.local(now, sending_time.FIRST_ZONE).date() - timedelta(days=1):
            return Refusal.PAST
        wished = now if wish.day is None else max(now, sending_time.begins(wish.day, wish.clock))
        row.starts_on, row.local_at = wish.day, wall.show(wish.clock)
    if wished < now:
        return Refusal.PAST
    row.timing, row.starts_at = wish.timing, max(wished, earliest)
    return None


def when(row: Broadcast) -> When:
    """When a scheduled broadcast goes."""
    assert row.starts_at is not None
    return When(row.starts_at, row.starts_on, wall.parse(row.local_at) if row.local_at is not None else None)


async def approve(
    session: AsyncSession, content: Content, broadcast_id: int, by: Person, *, now: datetime
) -> Refusal | None:
    """A second admin lets it go. The time to undo begins anew: that was the click that sends it."""
    row = await locked(session, broadcast_id)
    if row.state != BroadcastState.SCHEDULED:
        return Refusal.OVER
    if not row.needs_approval:
        return Refusal.ALREADY
    if by.id in (row.scheduled_by, row.created_by):
        return Refusal.OWN
    row.needs_approval, row.approved_by, row.approved_at = False, by.id, now
    row.starts_at = max(row.starts_at or now, now + timedelta(seconds=content.policy.broadcast_undo_seconds))
    note(session, row, by, "broadcast_approved", f"size:{row.size}", now=now)
    await session.flush()
    return None


async def undo(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """A draft again, while nothing has left: also what a second admin does who does not approve."""
    row = await locked(session, broadcast_id)
    if row.state == BroadcastState.DRAFT:
        return Refusal.ALREADY
    if row.state != BroadcastState.SCHEDULED:
        return Refusal.ALREADY_STARTED
    row.state, row.starts_at, row.needs_approval, row.approved_by = BroadcastState.DRAFT, None, False, None
    row.request = None
    note(session, row, by, "broadcast_undone", now=now)
    await session.flush()
    return None


async def pause(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """Nothing more leaves: what is queued is looked at again before it leaves, and goes back to the ledger."""
    row = await locked(session, broadcast_id)
    if row.state != BroadcastState.RUNNING:
        return Refusal.ALREADY if row.state == BroadcastState.PAUSED else Refusal.OVER
    row.state, row.reason = BroadcastState.PAUSED, None
    note(session, row, by, "broadcast_paused", now=now)
    await session.flush()
    return None


async def resume(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """On it goes. Who waited for it gets a day more; one that stopped by itself is not stopped again for the same.

    One that had grown above the size for a second admin when it began goes on only by the word of one (`OWN`).
    """
    row = await locked(session, broadcast_id)
    if row.state != BroadcastState.PAUSED:
        return Refusal.ALREADY if row.state == BroadcastState.RUNNING else Refusal.OVER
    if row.needs_approval:
        if by.id in (row.scheduled_by, row.created_by):
            return Refusal.OWN
        row.needs_approval, row.approved_by, row.approved_at = False, by.id, now
    row.state, row.reason, row.until = BroadcastState.RUNNING, None, now + sending_time.DAY
    if row.sent + row.failed:
        row.canary_passed_at = row.canary_passed_at or now
    row.forgiven = row.failed + row.unwelcome
    note(session, row, by, "broadcast_resumed", now=now)
    await session.flush()
    return None


async def cancel(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """Nothing more leaves, for good. Who has not got it is in the ledger as STOPPED."""
    row = await locked(session, broadcast_id)
    if row.state in (BroadcastState.CANCELLED, BroadcastState.FINISHED):
        return Refusal.ALREADY if row.state == BroadcastState.CANCELLED else Refusal.OVER
    if row.state in (BroadcastState.DRAFT, BroadcastState.SCHEDULED):
        row.finished_at = now
    row.state, row.reason = BroadcastState.CANCELLED, None
    note(session, row, by, "broadcast_cancelled", now=now)
    await session.flush()
    return None
