"""What the bot owes: written down with its reason, claimed, sent by delivery, recorded."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.lanes import BULK, LANES, Kind
from bot.domain.message import Message
from bot.models import OutboxRow, OutboxState

LEASE = timedelta(seconds=60)
"""How long a claimed message may be on its way before another process may take it up."""
WAITING = (OutboxState.QUEUED, OutboxState.SENDING)


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
    row = OutboxRow(
        dedupe_key=key,
        kind=kind,
        priority=LANES[kind].priority,
        chat_id=to.chat_id,
        patient_id=to.patient_id,
        edits_id=edits_id,
        body=message.document(),
        queued_at=now,
        not_before=now,
        expires_at=expires_at,
    )
    session.add(row)
    await session.flush()
    return row


async def claim(session: AsyncSession, *, bulk: bool, limit: int, now: datetime) -> list[OutboxRow]:
    """Take up to `limit` owed messages, most urgent first, and lease them to the caller.

    A crash before this commits changes nothing; one after it leaves the rows SENDING until the lease ends,
    when `take_back` decides by class whether they may go again. On PostgreSQL several processes never wait
    for each other's rows.
    """
    lane = col(OutboxRow.priority) >= BULK if bulk else col(OutboxRow.priority) < BULK
    waiting = (
        select(OutboxRow)
        .where(OutboxRow.state == OutboxState.QUEUED, lane, col(OutboxRow.not_before) <= now)
        .order_by(col(OutboxRow.priority), col(OutboxRow.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = list((await session.exec(waiting)).all())
    for row in rows:
        row.state = OutboxState.SENDING
        row.lease_until = now + LEASE
        row.attempts += 1
    return rows


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
    lost = update(OutboxRow).where(*gone)
    first = await session.exec(owed.values(state=OutboxState.QUEUED, lease_until=None))
    second = await session.exec(lost.values(state=OutboxState.UNKNOWN, lease_until=None))
    return int(first.rowcount + second.rowcount)


async def next_instant(session: AsyncSession) -> datetime | None:
    """When the next owed message may go; None when nothing is owed."""
    waiting = select(OutboxRow.not_before).where(OutboxRow.state == OutboxState.QUEUED)
    return (await session.exec(waiting.order_by(col(OutboxRow.not_before)).limit(1))).first()


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
