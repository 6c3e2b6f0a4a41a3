"""What a broadcast does by itself: begins, writes its ledger, counts, stops itself, ends; `broadcast_feed` sends it.

The ledger holds everybody; only what can leave within seconds is in the outbox. So a pause has little to take back, and
nobody else's message waits behind a hundred thousand. A crash at any point leaves each recipient WAITING, or QUEUED
with one outbox row whose key is the recipient's: neither skipped nor doubled.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import case, func, select, update
from sqlmodel import col
from sqlmodel import select as rows_of
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import insert_new
from bot.domain import sending_time, wall
from bot.domain.audience import Why
from bot.models import (
    Broadcast,
    BroadcastRecipient,
    BroadcastSlot,
    BroadcastState,
    OutboxRow,
    OutboxState,
    RecipientState,
)
from bot.services import audiences, audit, broadcast_life, broadcast_rewriting, broadcasts
from bot.services.broadcast_feed import canary_judged_at, feed_all, nothing_left, number

BATCH = 1000
"""People for whom one transaction writes the ledger: nobody else waits longer than for that."""
STOPPED_BY_ITSELF = "unwelcome"
TOO_MANY = "needs_approval"
"""The reasons of a broadcast that was paused by nobody."""
LOOKED_AFTER = (BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.CANCELLED)

recipient: Final = BroadcastRecipient.__table__  # type: ignore[attr-defined]
outbox: Final = OutboxRow.__table__  # type: ignore[attr-defined]
ENDS = {
    OutboxState.SENT.value: RecipientState.SENT.value,
    OutboxState.UNKNOWN.value: RecipientState.UNSURE.value,
    OutboxState.FAILED.value: RecipientState.FAILED.value,
    OutboxState.CANCELLED.value: RecipientState.LEFT_OUT.value,
}
"""The end of an outbox row -> that of its recipient."""


async def step(session: AsyncSession, content: Content, *, now: datetime) -> bool:
    """Everything that is to be done at `now`, a bit of it; True when there is more at once."""
    running, more = [], False
    for row in await _looked_after(session, now=now):
        await settle(session, row)
        if row.state == BroadcastState.SCHEDULED:
            await _begin(session, content, row, now=now)
        if row.state == BroadcastState.RUNNING and row.filled_at is None:
            more = await _fill(session, content, row, now=now) or more
        if row.state == BroadcastState.RUNNING and row.filled_at is not None:
            _stop_if_unwelcome(session, content, row, now=now)
        if row.state == BroadcastState.CANCELLED and row.finished_at is None:
            more = await _sweep(session, row, now=now) or more
        if row.rewriting:
            more = await broadcast_rewriting.step(session, content, row, now=now) or more
        if row.state == BroadcastState.RUNNING and row.filled_at is not None:
            running.append(row)
    await feed_all(session, content, running, now=now)
    return more


async def _looked_after(session: AsyncSession, *, now: datetime) -> Sequence[Broadcast]:
    """Broadcasts with something to do. On PostgreSQL one that another process works on is left to it."""
    begins = (col(Broadcast.state) == BroadcastState.SCHEDULED) & (col(Broadcast.starts_at) <= now)
    ending = col(Broadcast.state).in_(LOOKED_AFTER) & col(Broadcast.finished_at).is_(None)
    found = rows_of(Broadcast).where(
        (begins & col(Broadcast.needs_approval).is_(False)) | ending | col(Broadcast.rewriting).is_(True)
    )
    return (await session.exec(found.order_by(col(Broadcast.id)).with_for_update(skip_locked=True))).all()


async def settle(session: AsyncSession, row: Broadcast) -> None:
    """Let the ledger follow the outbox, which knows what was delivered, and count it."""
    ended = update(recipient).where(
        recipient.c.broadcast_id == row.id,
        recipient.c.state == RecipientState.QUEUED,
        outbox.c.recipient_id == recipient.c.id,
        outbox.c.edits_id.is_(None),
        outbox.c.state.in_(list(ENDS)),
    )
    ended = ended.values(state=case(ENDS, value=outbox.c.state), reason=outbox.c.reason, sent_at=outbox.c.sent_at)
    found = await (await session.connection()).execute(ended.returning(recipient.c.state))
    states = found.scalars().all()
    row.sent += states.count(RecipientState.SENT)
    row.failed += states.count(RecipientState.FAILED)


async def _begin(session: AsyncSession, content: Content, row: Broadcast, *, now: datetime) -> None:
    """Its time has come: when it is due on each of the clocks, and then the ledger."""
    choice, when = broadcasts.choice(session, content, row, now=now), broadcast_life.when(row)
    slots = []
    for zone, start, end in await audiences.clocks(session, choice):
        slot = sending_time.slot(when, zone, wall.Window.of(start, end))
        slots.append(
            {
                "broadcast_id": row.id, "zone": zone, "quiet_from": start, "quiet_until": end,
                "due_at": slot.due_at, "until": slot.until,
            }
        )  # fmt: skip
    await insert_new(session, BroadcastSlot, slots)
    row.state, row.filled_to = BroadcastState.RUNNING, 0


async def _fill(session: AsyncSession, content: Content, row: Broadcast, *, now: datetime) -> bool:
    """A batch of the ledger; False after the last. Who is in it is decided when it is written."""
    choice = broadcasts.choice(session, content, row, now=now)
    last = await audiences.write_ledger(session, row.id, choice, after=row.filled_to, batch=BATCH)
    if last is not None:
        row.filled_to = last
        return True
    row.filled_at, row.size = now, await number(session, row, RecipientState.WAITING)
    if not broadcasts.has_canary(content, row.size):
        row.canary_passed_at = now
    if broadcasts.asks_second(content, row, row.size) is not None and row.approved_by is None:
        _stop(session, row, TOO_MANY, now=now)
        row.needs_approval = True
    return False


def _stop_if_unwelcome(session: AsyncSession, content: Content, row: Broadcast, *, now: datetime) -> None:
    """Too many could not be written to, blocked the bot after it, or said that it is not for them."""
    policy = content.policy
    tried, bad = row.sent + row.failed, row.failed + row.unwelcome - row.forgiven
    enough = min(policy.broadcast_canary or row.size, row.size)
    if tried >= max(enough, 1) and bad > 1 and bad * 100 > policy.broadcast_stop_percent * tried:
        _stop(session, row, STOPPED_BY_ITSELF, now=now)


def _stop(session: AsyncSession, row: Broadcast, reason: str, *, now: datetime) -> None:
    row.state, row.reason = BroadcastState.PAUSED, reason
    subject = f"broadcast:{row.id}"
    audit.record(session, actor_id=None, action="broadcast_stopped", subject=subject, reason=reason, now=now)


async def _sweep(session: AsyncSession, row: Broadcast, *, now: datetime) -> bool:
    """After a cancellation: give those who were waiting their reason, a batch at a time."""
    waiting = select(recipient.c.id).where(
        recipient.c.broadcast_id == row.id, recipient.c.state == RecipientState.WAITING
    )
    ended = update(recipient).where(recipient.c.id.in_(waiting.limit(BATCH).scalar_subquery()))
    stopped = ended.values(state=RecipientState.LEFT_OUT, reason=Why.STOPPED)
    number = (await (await session.connection()).execute(stopped)).rowcount
    if number < BATCH and await nothing_left(session, row):
        row.finished_at = now
    return bool(number == BATCH)


async def next_instant(session: AsyncSession, content: Content, *, now: datetime) -> datetime | None:
    """When something happens next by itself; None when nothing is planned."""
    starts = rows_of(func.min(Broadcast.starts_at)).where(
        Broadcast.state == BroadcastState.SCHEDULED, col(Broadcast.needs_approval).is_(False)
    )
    found = [(await session.exec(starts)).one()]
    running = rows_of(Broadcast).where(Broadcast.state == BroadcastState.RUNNING)
    for row in (await session.exec(running)).all():
        due = select(func.min(recipient.c.due_at)).where(
            recipient.c.broadcast_id == row.id, recipient.c.state == RecipientState.WAITING, recipient.c.due_at > now
        )
        found.append((await (await session.connection()).execute(due)).scalar())
        if row.canary_passed_at is None:
            found.append(await canary_judged_at(session, content, row))
    return min((at for at in found if at is not None and at > now), default=None)
