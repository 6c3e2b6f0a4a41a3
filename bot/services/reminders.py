"""Reminders on their way: what is due is queued in one go, what was delivered or failed is kept, what is old ends."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import JSON, String, bindparam, case, cast, insert, literal, literal_column, select, text, update
from sqlalchemy.sql import Insert, Select, Update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import UtcDateTime, among, id_list
from bot.domain.gate import Reason
from bot.domain.lanes import BULK, LANES, Kind
from bot.models import CheckIn, Occurrence, OccurrenceState, OutboxRow, OutboxState, Person
from bot.models.checkin import OPEN
from bot.services import checkins, tidying

AT_ONCE = 1_000
"""Occurrences that one transaction takes up: the event loop and other writers wait for no more than that."""
UNANSWERED_FOR = timedelta(hours=20)
"""After this a reminder is no longer about today."""
FOLLOW_UP_AFTER = timedelta(hours=4)
"""Source: safety.md S1."""

occurrence: Final = Occurrence.__table__  # type: ignore[attr-defined]
person: Final = Person.__table__  # type: ignore[attr-defined]
check_in: Final = CheckIn.__table__  # type: ignore[attr-defined]
outbox: Final = OutboxRow.__table__  # type: ignore[attr-defined]
NOW = bindparam("now", type_=UtcDateTime)
IDS: Final[Any] = bindparam("ids")
WAITING = text("state IN ('due', 'snoozed')")
"""As the partial index has it, word for word: a planner uses the index only where it sees the same condition."""
SENT = text("state IN ('queued', 'sent')")


def _take_up() -> Update:
    """The longest due first. On PostgreSQL several processes never wait for each other's rows."""
    due = select(occurrence.c.id).where(WAITING, occurrence.c.due_at <= NOW)
    due = due.order_by(occurrence.c.due_at, occurrence.c.id).limit(literal_column(str(AT_ONCE)))
    taken = update(occurrence).where(occurrence.c.id.in_(due.with_for_update(skip_locked=True).scalar_subquery()))
    return taken.values(state=OccurrenceState.QUEUED, changed_at=NOW).returning(occurrence.c.id)


def _first() -> Select[Any]:
    """When the next one is due. It has nothing to fill in, so that PostgreSQL need not plan it again at every tick."""
    return select(occurrence.c.due_at).where(WAITING).order_by(occurrence.c.due_at).limit(literal_column("1"))


def _owe(dialect: str, kind: Any, priority: Any, key: Any, expires_at: Any) -> Insert:
    """Owe a message for each of some occurrences. It is put into words when it leaves."""
    values = {
        "dedupe_key": key,
        "kind": kind,
        "priority": priority,
        "chat_id": person.c.telegram_id,
        "patient_id": occurrence.c.patient_id,
        "occurrence_id": occurrence.c.id,
        "body": literal({}, JSON),
        "state": literal(OutboxState.QUEUED.value),
        "attempts": literal(0),
        "queued_at": NOW,
        "not_before": NOW,
        "expires_at": expires_at,
    }
    rows = select(*values.values()).where(among(occurrence.c.id, IDS, dialect), person.c.id == occurrence.c.patient_id)
    return insert(outbox).from_select(
        list(values), rows.order_by(occurrence.c.due_at, occurrence.c.id), include_defaults=False
    )


def _key(head: str, *parts: Any) -> Any:
    key: Any = literal(head)
    for part in parts:
        key = key + literal(":") + cast(part, String)
    return key


DIALECTS = ("sqlite", "postgresql")
FIRST, TAKE_UP = _first(), _take_up()
PRIORITIES = {kind.value: lane.priority for kind, lane in LANES.items() if lane.priority != BULK}
OWE = {
    dialect: _owe(
        dialect,
        occurrence.c.kind,
        case(PRIORITIES, value=occurrence.c.kind, else_=BULK),
        _key("occurrence", occurrence.c.id, occurrence.c.snoozes),
        occurrence.c.expires_at,
    )
    for dialect in DIALECTS
}
OWE_FOLLOW_UP = {
    dialect: _owe(
        dialect,
        literal(Kind.FOLLOW_UP.value),
        literal(LANES[Kind.FOLLOW_UP].priority),
        _key("follow-up", occurrence.c.id),
        literal(None, UtcDateTime),
    )
    for dialect in DIALECTS
}


async def send_due(session: AsyncSession, _content: Content, *, now: datetime) -> int:
    """Take up the occurrences whose time has come, at most AT_ONCE; how many. Each is owed once, in this transaction.

    Whether it may go is decided when it leaves (see `last_look`): what is true now may not be then.
    """
    connection = await session.connection()
    dialect = connection.dialect.name
    if dialect == "postgresql":  # to plan TAKE_UP takes it longer than to look
        first = await next_due(session)
        if first is None or first > now:
            return 0
    ids = (await connection.execute(TAKE_UP, {"now": now})).scalars().all()
    if ids:
        await connection.execute(OWE[dialect], {"now": now, "ids": id_list(ids, dialect)})
    return len(ids)


async def follow_up(session: AsyncSession, *, now: datetime) -> int:
    """Owe the one further word about each check-in that nobody has answered for four hours; how many."""
    silent = select(occurrence.c.id).where(
        SENT,
        occurrence.c.due_at <= now - FOLLOW_UP_AFTER,
        occurrence.c.state == OccurrenceState.SENT,
        occurrence.c.kind == Kind.CHECK_IN,
        occurrence.c.sent_at <= now - FOLLOW_UP_AFTER,
        occurrence.c.followed_up_at.is_(None),
    )
    marked = update(occurrence).where(
        occurrence.c.id.in_(silent.limit(AT_ONCE).scalar_subquery()), occurrence.c.followed_up_at.is_(None)
    )
    connection = await session.connection()
    found = await connection.execute(marked.values(followed_up_at=now).returning(occurrence.c.id))
    ids = found.scalars().all()
    if ids:
        dialect = connection.dialect.name
        await connection.execute(OWE_FOLLOW_UP[dialect], {"now": now, "ids": id_list(ids, dialect)})
    return len(ids)


async def delivered(session: AsyncSession, outbox_ids: Sequence[int], *, now: datetime) -> None:
    """Telegram has accepted these messages; those that are reminders wait for an answer from now on.

    Somebody may have tapped before this was saved: then the answer stays. A tip asks for no answer.
    """
    sent = select(outbox.c.occurrence_id).where(
        outbox.c.id.in_(outbox_ids), outbox.c.occurrence_id.is_not(None), outbox.c.kind != Kind.FOLLOW_UP
    )
    on_its_way = occurrence.c.state == OccurrenceState.QUEUED
    values = {
        "sent_at": now,
        "changed_at": case((on_its_way, literal(now, UtcDateTime)), else_=occurrence.c.changed_at),
        "state": case(
            (on_its_way & (occurrence.c.kind == Kind.TIP), OccurrenceState.DONE.value),
            (on_its_way, OccurrenceState.SENT.value),
            else_=occurrence.c.state,
        ),
    }
    connection = await session.connection()
    await connection.execute(update(occurrence).where(occurrence.c.id.in_(sent.scalar_subquery())).values(values))


async def not_sent(session: AsyncSession, row: OutboxRow, *, now: datetime) -> None:
    """A reminder cannot be delivered: its occurrence says so, and does not count as asked."""
    if row.occurrence_id is None or row.kind == Kind.FOLLOW_UP:
        return
    mine = update(occurrence).where(occurrence.c.id == row.occurrence_id, occurrence.c.state == OccurrenceState.QUEUED)
    ended = mine.values(state=OccurrenceState.UNDELIVERABLE, reason=Reason.UNREACHABLE, changed_at=now)
    await (await session.connection()).execute(ended)


async def expire_unanswered(session: AsyncSession, content: Content, *, now: datetime) -> int:
    """End what got no answer, take its buttons away, and own up to what perhaps never arrived; how many ended.

    A check-in that somebody is at stays. The state is looked at again in the row that is written: an answer may be
    saved at the same moment elsewhere.
    """
    connection = await session.connection()
    old = select(occurrence.c.id).where(
        SENT, occurrence.c.due_at <= now - UNANSWERED_FOR, occurrence.c.id.not_in(_at_it(now=now))
    )
    on_its_way, unanswered = (occurrence.c.state == state for state in (OccurrenceState.QUEUED, OccurrenceState.SENT))
    unsure = update(occurrence).where(
        on_its_way, occurrence.c.id.in_(old.where(on_its_way).limit(AT_ONCE).scalar_subquery())
    )
    await connection.execute(unsure.values(state=OccurrenceState.MISSED, reason=Reason.UNSURE, changed_at=now))
    silent = old.where(unanswered, occurrence.c.sent_at <= now - UNANSWERED_FOR)
    ended = update(occurrence).where(unanswered, occurrence.c.id.in_(silent.limit(AT_ONCE).scalar_subquery()))
    found = await connection.execute(
        ended.values(state=OccurrenceState.EXPIRED, changed_at=now).returning(occurrence.c.id)
    )
    ids = found.scalars().all()
    await tidying.over(session, content, ids, now=now)
    return len(ids)


def _at_it(*, now: datetime) -> Select[int]:
    """The reminders whose check-in somebody is answering just now."""
    lately = check_in.c.opened_at > now - checkins.FORGOTTEN_AFTER
    of_reminders = select(check_in.c.occurrence_id).where(OPEN, check_in.c.occurrence_id.is_not(None), lately)
    return of_reminders.where(~checkins.not_about_today(now=now))


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next reminder is due; None when nothing is planned."""
    at: datetime | None = (await (await session.connection()).execute(FIRST)).scalar()
    return at
