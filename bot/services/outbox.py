"""What the bot owes: written down with its reason, claimed, sent by delivery, recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Integer, ScalarSelect, bindparam
from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import UtcDateTime
from bot.domain.lanes import BULK, LANES, PAID, PRIORITIES, Kind, Stream, stream_of
from bot.domain.message import Message
from bot.models import Answer, CheckIn, Occurrence, OccurrenceState, OutboxRow, OutboxState

LEASE = timedelta(seconds=60)
"""How long a claimed message may be on its way before another process may take it up."""
NOW = bindparam("now", type_=UtcDateTime())
WAITING = (OutboxState.QUEUED, OutboxState.SENDING)
PERHAPS = "perhaps_delivered"
"""The reason of a message that may have arrived: what may not be missed says so when it goes again."""
RECONCILED = "reconciled"
RECONCILE_AFTER = timedelta(minutes=15)
"""How long a check-in that may have arrived has for an answer before it is sent again. Source: safety.md §5.2."""


@dataclass(frozen=True)
class Address:
    """Where a message goes; with `patient_id` it is checked against that patient's pause, hold and quiet."""

    chat_id: int
    patient_id: int | None = None


async def queue(
    session: AsyncSession,
    to: Address,
    kind: Kind,
    message: Message,
    *,
    now: datetime,
    key: str | None = None,
    expires_at: datetime | None = None,
    edits_id: int | None = None,
) -> OutboxRow:
    """Owe a message from this transaction on. With a `key` that is already there, gives that row back."""
    if key is not None:
        found = (await session.exec(select(OutboxRow).where(OutboxRow.dedupe_key == key))).first()
        if found is not None:
            return found
    row = _row(to, kind, message, now=now, dedupe_key=key, expires_at=expires_at, edits_id=edits_id)
    session.add(row)
    await session.flush()
    return row


def answer(session: AsyncSession, to: Address, message: Message, *, now: datetime) -> OutboxRow:
    """Owe somebody an answer. Its row has no number yet: it is written together with what else is new."""
    row = _row(to, Kind.REPLY, message, now=now)
    session.add(row)
    return row


def _row(to: Address, kind: Kind, message: Message, *, now: datetime, **more: Any) -> OutboxRow:
    return OutboxRow(
        kind=kind,
        priority=LANES[kind].priority,
        chat_id=to.chat_id,
        patient_id=to.patient_id,
        body=message.document(),
        queued_at=now,
        not_before=now,
        **more,
    )


async def claim(session: AsyncSession, *, stream: Stream, limit: int, now: datetime) -> list[OutboxRow]:
    """Take up to `limit` owed messages of a stream, most urgent first, then longest due, and lease them to the caller.

    One statement. A crash before it commits changes nothing; one after it leaves the rows SENDING until the lease
    ends, when `take_back` decides by class whether they may go again. On PostgreSQL several processes never wait
    for each other's rows.
    """
    rows = (await session.exec(_claiming(stream), params={"limit": limit, "now": now, "lease": now + LEASE})).scalars()
    return sorted(rows.all(), key=lambda row: (row.priority, row.not_before, row.id))


@cache
def _claiming(stream: Stream) -> Any:
    """The statement for a stream, made once: making it takes longer than running it."""
    waiting = (
        select(OutboxRow.id)
        .where(OutboxRow.state == OutboxState.QUEUED, _lanes(stream), col(OutboxRow.not_before) <= NOW)
        .order_by(col(OutboxRow.priority), col(OutboxRow.not_before), col(OutboxRow.id))
        .limit(bindparam("limit", type_=Integer))
        .with_for_update(skip_locked=True)
    )
    return (
        update(OutboxRow)
        .where(col(OutboxRow.id).in_(waiting.scalar_subquery()), col(OutboxRow.state) == OutboxState.QUEUED)
        .values(state=OutboxState.SENDING, lease_until=bindparam("lease"), attempts=col(OutboxRow.attempts) + 1)
        .returning(OutboxRow)
        .execution_options(synchronize_session=False, populate_existing=True)
    )


def _lanes(stream: Stream) -> ColumnElement[bool]:
    """The lanes of a stream: a range, which an index gives in order."""
    priority = col(OutboxRow.priority)
    if stream is Stream.BULK:
        return (priority >= BULK) & (priority < PAID)
    return priority < BULK if stream is Stream.URGENT else priority >= PAID


def put_off(row: OutboxRow, until: datetime) -> None:
    """Owe a claimed message as before, not earlier than an instant. It was not tried."""
    row.state, row.not_before, row.lease_until = OutboxState.QUEUED, until, None
    row.attempts -= 1


async def take_back(session: AsyncSession, *, now: datetime, leased_too: bool = False) -> int:
    """Decide over messages whose sender died: owed again, or UNKNOWN where a second copy would do harm.

    `leased_too` is for a start with no other process beside it: then every sender of before is dead.
    """
    gone = [col(OutboxRow.state) == OutboxState.SENDING]
    if not leased_too:
        gone.append(col(OutboxRow.lease_until) <= now)
    again = [kind for kind, lane in LANES.items() if lane.again]
    owed = update(OutboxRow).where(*gone, col(OutboxRow.kind).in_(again))
    once = col(OutboxRow.reason).is_distinct_from(RECONCILED)
    asked = update(OutboxRow).where(*gone, col(OutboxRow.kind) == Kind.CHECK_IN, once)
    lost = update(OutboxRow).where(*gone)
    counts = [
        await session.exec(owed.values(state=OutboxState.QUEUED, lease_until=None, reason=PERHAPS)),
        await session.exec(
            asked.values(state=OutboxState.UNKNOWN, lease_until=None, reason=PERHAPS, not_before=now + RECONCILE_AFTER)
        ),
        await session.exec(lost.values(state=OutboxState.UNKNOWN, lease_until=None)),
    ]
    return sum(int(count.rowcount) for count in counts)


async def stop_paying(session: AsyncSession) -> None:
    """What was to leave for Stars leaves for free: the deployment does not pay any more."""
    owed = update(OutboxRow).where(col(OutboxRow.priority) == PAID, col(OutboxRow.state).in_(WAITING))
    await session.exec(owed.values(priority=LANES[Kind.NEWS].priority))


async def reconcile(session: AsyncSession, *, now: datetime) -> int:
    """Ask again, once, where a check-in may not have arrived and nobody answered it while it still matters."""
    doubtful = select(OutboxRow).where(
        OutboxRow.state == OutboxState.UNKNOWN,
        OutboxRow.kind == Kind.CHECK_IN,
        OutboxRow.reason == PERHAPS,
        col(OutboxRow.not_before) <= now,
    )
    again = 0
    for row in (await session.exec(doubtful.with_for_update(skip_locked=True))).all():
        row.reason = RECONCILED
        if (row.expires_at is None or now < row.expires_at) and not await _answered(session, row):
            row.state, again = OutboxState.QUEUED, again + 1
    return again


async def _answered(session: AsyncSession, row: OutboxRow) -> bool:
    """Whether the check-in of a message has an answer, of any kind, since it may have been read: also 'later'."""
    waits = select(Occurrence.id).where(
        Occurrence.id == row.occurrence_id,
        Occurrence.state == OccurrenceState.QUEUED,
        col(Occurrence.changed_at) <= row.queued_at,
    )
    if (await session.exec(waits)).first() is None:
        return True
    mine = select(Answer.question).where(Answer.check_in_id == CheckIn.id, CheckIn.occurrence_id == row.occurrence_id)
    return (await session.exec(mine.limit(1))).first() is not None


def _first(priority: int) -> ScalarSelect[datetime]:
    """When the next owed message of a lane may go: an index gives it for each lane, and not for all of them."""
    waiting = (col(OutboxRow.state) == OutboxState.QUEUED, col(OutboxRow.priority) == priority)
    return sqlalchemy.select(func.min(OutboxRow.not_before)).where(*waiting).scalar_subquery()


FIRST = {priority: _first(priority) for priority in PRIORITIES}
FIRST_OF_EACH = sqlalchemy.select(*FIRST.values())


async def next_instant(session: AsyncSession, *, stream: Stream) -> datetime | None:
    """When the next owed message of a stream may go; None when nothing is owed."""
    first = [at for priority, at in FIRST.items() if stream_of(priority) is stream]
    row = (await (await session.connection()).execute(sqlalchemy.select(*first))).one()
    return min((at for at in row if at is not None), default=None)


async def owed(session: AsyncSession, streams: Collection[Stream], *, now: datetime) -> list[Stream]:
    """The streams that have a message which may go now, in the order in which they leave."""
    row = (await (await session.connection()).execute(FIRST_OF_EACH)).one()
    due = {stream_of(priority) for priority, at in zip(FIRST, row, strict=True) if at is not None and at <= now}
    return [stream for stream in streams if stream in due]


async def message_id_of(session: AsyncSession, outbox_id: int) -> int | None:
    """Telegram's id of a message that was sent; None while it was not."""
    return (await session.exec(select(OutboxRow.message_id).where(OutboxRow.id == outbox_id))).first()


async def cancel_for(session: AsyncSession, patient_id: int, reason: str) -> None:
    """Withdraw what a patient would still get, save safety and answers."""
    unsent = update(OutboxRow).where(
        col(OutboxRow.patient_id) == patient_id,
        col(OutboxRow.state) == OutboxState.QUEUED,
        col(OutboxRow.priority) >= BULK,
    )
    await session.exec(unsent.values(state=OutboxState.CANCELLED, reason=reason))


async def forget(session: AsyncSession, *, before: datetime) -> None:
    """Delete what answers said that left before an instant: a screen may have shown what somebody typed."""
    old = update(OutboxRow).where(
        col(OutboxRow.state) == OutboxState.SENT,
        col(OutboxRow.priority) == LANES[Kind.REPLY].priority,
        col(OutboxRow.not_before) < before,
    )
    await session.exec(old.values(state=OutboxState.FORGOTTEN, body={}))
