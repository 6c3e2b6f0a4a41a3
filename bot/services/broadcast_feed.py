"""What of the running broadcasts goes into the outbox: what can leave within seconds, the first few of each first."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, String, bindparam, cast, func, insert, literal, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import among, id_list
from bot.domain.audience import kind_of
from bot.domain.lanes import LANES, PAID, Kind
from bot.models import (
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    OutboxRow,
    OutboxState,
    Patient,
    Person,
    RecipientState,
)
from bot.services import audit, broadcasts

AHEAD_SECONDS = 10
"""For so long the outbox has something to send of broadcasts, should the job come late."""
TAKEN = (RecipientState.QUEUED, RecipientState.SENT, RecipientState.UNSURE, RecipientState.FAILED)
"""The states of recipients for whom a message was queued, whatever became of it."""
FREE: Final = LANES[Kind.NEWS].priority

recipient: Final = BroadcastRecipient.__table__  # type: ignore[attr-defined]
outbox: Final = OutboxRow.__table__  # type: ignore[attr-defined]
person: Final = Person.__table__  # type: ignore[attr-defined]
patient: Final = Patient.__table__  # type: ignore[attr-defined]


async def feed_all(session: AsyncSession, content: Content, running: Sequence[Broadcast], *, now: datetime) -> None:
    """Put into the outbox what may leave in the next seconds, as much of each broadcast; end what is through."""
    if not running:
        return
    for row in running:
        if row.canary_passed_at is None and await _canary_is_over(session, content, row, now=now):
            row.canary_passed_at = now
    policy = content.policy
    for lane, a_second in ((FREE, policy.messages_per_second), (PAID, policy.paid_messages_per_second)):
        rows = [row for row in running if broadcasts.pays(content, row) is (lane == PAID)]
        await _share_out(session, content, rows, lane, a_second, now=now)
    for row in running:
        if await nothing_left(session, row):
            row.state, row.finished_at = BroadcastState.FINISHED, now
            audit.record(session, actor_id=None, action="broadcast_finished", subject=f"broadcast:{row.id}", now=now)


async def _share_out(
    session: AsyncSession, content: Content, rows: Sequence[Broadcast], lane: int, a_second: int, *, now: datetime
) -> None:
    """Fill a lane of the outbox for the next seconds, as much of each broadcast."""
    room = AHEAD_SECONDS * a_second - await _in_outbox(session, lane) if rows else 0
    for place, row in enumerate(rows):
        room -= await _feed(session, content, row, max(room // (len(rows) - place), 0), lane, now=now)


async def _canary_is_over(session: AsyncSession, content: Content, row: Broadcast, *, now: datetime) -> bool:
    """Whether the first few have all got it, and had the time to say what they think of it."""
    if await _canary_taken(session, row) < content.policy.broadcast_canary:
        return False
    if await number(session, row, RecipientState.QUEUED):
        return False
    judged_at = await canary_judged_at(session, content, row)
    return judged_at is not None and now >= judged_at


async def canary_judged_at(session: AsyncSession, content: Content, row: Broadcast) -> datetime | None:
    """Until when the first few may say what they think of it; None before anybody was taken."""
    mine = select(func.max(recipient.c.taken_at)).where(
        recipient.c.broadcast_id == row.id, recipient.c.state.in_(TAKEN)
    )
    last: datetime | None = (await (await session.connection()).execute(mine)).scalar()
    return last and last + timedelta(minutes=content.policy.broadcast_canary_minutes)


async def _canary_taken(session: AsyncSession, row: Broadcast) -> int:
    return await number(session, row, *TAKEN)


async def _in_outbox(session: AsyncSession, lane: int) -> int:
    """How many messages of broadcasts are queued now in a lane, of all of them."""
    queued = select(func.count()).where(
        outbox.c.state == OutboxState.QUEUED,
        outbox.c.priority == lane,
        outbox.c.recipient_id.is_not(None),
        outbox.c.edits_id.is_(None),
    )
    return int((await (await session.connection()).execute(queued)).scalar_one())


async def _feed(session: AsyncSession, content: Content, row: Broadcast, room: int, lane: int, *, now: datetime) -> int:
    if row.canary_passed_at is None:
        room = min(room, content.policy.broadcast_canary - await _canary_taken(session, row))
    if room <= 0:
        return 0
    due = select(recipient.c.id).where(
        recipient.c.broadcast_id == row.id, recipient.c.state == RecipientState.WAITING, recipient.c.due_at <= now
    )
    due = due.order_by(recipient.c.due_at, recipient.c.id).limit(room)
    taken = update(recipient).where(recipient.c.id.in_(due.scalar_subquery()))
    connection = await session.connection()
    taken_up = taken.values(state=RecipientState.QUEUED, taken_at=now, reason=None).returning(recipient.c.id)
    ids = (await connection.execute(taken_up)).scalars().all()
    if ids:
        dialect, kind = connection.dialect.name, kind_of(advice=row.advice)
        await connection.execute(_owed(dialect, kind, lane, now), {"ids": id_list(ids, dialect)})
    return len(ids)


IDS: Final[Any] = bindparam("ids")


def _owed(dialect: str, kind: Kind, lane: int, now: datetime) -> Any:
    """A message for each of some recipients. It is put into words when it leaves."""
    values = {
        "dedupe_key": literal("broadcast:") + cast(recipient.c.id, String),
        "kind": literal(kind.value),
        "priority": literal(lane),
        "chat_id": person.c.telegram_id,
        "patient_id": patient.c.person_id,
        "recipient_id": recipient.c.id,
        "body": literal({}, JSON),
        "state": literal(OutboxState.QUEUED.value),
        "attempts": literal(0),
        "queued_at": literal(now, outbox.c.queued_at.type),
        "not_before": literal(now, outbox.c.queued_at.type),
    }
    readers = recipient.join(person, person.c.id == recipient.c.person_id)
    readers = readers.outerjoin(patient, patient.c.person_id == recipient.c.person_id)
    rows = select(*values.values()).select_from(readers).where(among(recipient.c.id, IDS, dialect))
    rows = rows.order_by(recipient.c.due_at, recipient.c.id)
    return insert(outbox).from_select(list(values), rows, include_defaults=False)


async def nothing_left(session: AsyncSession, row: Broadcast) -> bool:
    owed = select(recipient.c.id).where(
        recipient.c.broadcast_id == row.id,
        recipient.c.state.in_((RecipientState.WAITING, RecipientState.QUEUED)),
    )
    return (await (await session.connection()).execute(owed.limit(1))).first() is None


async def number(session: AsyncSession, row: Broadcast, *states: RecipientState) -> int:
    mine = select(func.count()).where(recipient.c.broadcast_id == row.id, recipient.c.state.in_(states))
    return int((await (await session.connection()).execute(mine)).scalar_one())
