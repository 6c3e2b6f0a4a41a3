"""What became of a message that was sent: delivered, to be tried again, perhaps delivered, or never."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import LANES, Kind
from bot.domain.message import Message
from bot.models import OutboxRow, OutboxState, Patient, Person
from bot.services import alerts, care, letters, outbox, reminders

LONGEST_WAIT = timedelta(seconds=60)
LONGEST_SAFETY_WAIT = timedelta(seconds=15)
"""Safety goes on trying on its own schedule, even where Telegram asks for more patience."""


async def sent(
    session: AsyncSession, messages: Sequence[tuple[int, int | None]], reminders_too: Sequence[int], *, now: datetime
) -> None:
    """Delivered: Telegram gave each message its id. One statement for all of them, one for those that remind."""
    if not messages:
        return
    table = OutboxRow.__table__  # type: ignore[attr-defined]
    rows = update(table).where(table.c.id == bindparam("row"))
    done = rows.values(message_id=bindparam("message"), state=OutboxState.SENT, sent_at=now, lease_until=None)
    connection = await session.connection()
    await connection.execute(done, [{"row": row, "message": message} for row, message in messages])
    if reminders_too:
        await reminders.delivered(session, reminders_too, now=now)


async def later(session: AsyncSession, outbox_id: int, seconds: float | None, *, now: datetime) -> None:
    """Not delivered, and worth another try: after the seconds that Telegram asked for, or after a growing wait."""
    row = await _row(session, outbox_id)
    row.state, row.not_before, row.lease_until = OutboxState.QUEUED, now + _wait(row, seconds), None


def _wait(row: OutboxRow, seconds: float | None) -> timedelta:
    growing = timedelta(seconds=2 ** min(row.attempts - 1, 6))
    if row.kind == Kind.SAFETY:
        asked = LONGEST_SAFETY_WAIT if seconds is None else timedelta(seconds=seconds)
        return min(growing, asked, LONGEST_SAFETY_WAIT)
    return timedelta(seconds=seconds) if seconds is not None else min(2 * growing, LONGEST_WAIT)


async def unsure(session: AsyncSession, outbox_id: int, *, now: datetime) -> None:
    """Perhaps delivered: what may not be missed goes again and says so, a check-in is looked after once, the rest
    does not come twice. Source: safety.md §5.2.
    """
    row = await _row(session, outbox_id)
    if LANES[Kind(row.kind)].again:
        row.reason = outbox.PERHAPS
        await later(session, outbox_id, None, now=now)
        return
    row.state, row.lease_until = OutboxState.UNKNOWN, None
    if row.kind == Kind.CHECK_IN and row.reason != outbox.RECONCILED:
        row.reason, row.not_before = outbox.PERHAPS, now + outbox.RECONCILE_AFTER


async def given_back(session: AsyncSession, rows: Iterable[tuple[int, float]], *, now: datetime) -> None:
    """Claimed and not tried: owed as before, in so many seconds at the earliest."""
    for outbox_id, seconds in rows:
        row = await _row(session, outbox_id)
        if row.state == OutboxState.SENDING:
            row.state, row.lease_until = OutboxState.QUEUED, None
            row.attempts -= 1
            row.not_before = max(row.not_before, now + timedelta(seconds=seconds)) if seconds else row.not_before


async def failed(
    session: AsyncSession, content: Content, outbox_id: int, reason: str, *, unreachable: bool, now: datetime
) -> None:
    """Never deliverable. When the person cannot be reached at all, they are marked so, and alerts go elsewhere."""
    row = await _row(session, outbox_id)
    row.state, row.reason, row.lease_until = OutboxState.FAILED, reason, None
    if unreachable:
        await lost(session, content, row.chat_id, now=now)
    elif row.kind == Kind.REPLY and row.body.get("photo"):
        await _picture_lost(session, content, row.chat_id, now=now)
    await session.flush()
    await reminders.not_sent(session, row, now=now)
    if row.kind == Kind.LETTER:
        await letters.not_delivered(session, content, row, now=now)
    await alerts.not_reached(session, content, row.id, now=now)


async def lost(session: AsyncSession, content: Content, chat_id: int, *, now: datetime) -> None:
    """Mark a person who cannot be written to any more; of a patient whoever answers for them hears, once."""
    person = (await session.exec(select(Person).where(Person.telegram_id == chat_id))).first()
    if person is None or person.unreachable_since is not None:
        return
    person.unreachable_since = now
    patient = await session.get(Patient, person.id)
    if patient is None or patient.left_at is not None:
        return
    for carer in await care.carers(session, patient, now=now):
        words = content.say(carer.language)("delivery.unreachable", name=person.first_name, code=patient.code)
        key = f"unreachable:{person.id}:{carer.id}:{now:%Y%m%dT%H%M%S}"
        await outbox.queue(session, outbox.Address(carer.telegram_id), Kind.REPLY, Message(words), key=key, now=now)


async def _picture_lost(session: AsyncSession, content: Content, chat_id: int, *, now: datetime) -> None:
    """An admin who looks at a message for many hears that its picture does not go: else they would see nothing."""
    person = (await session.exec(select(Person).where(Person.telegram_id == chat_id))).first()
    if person is not None:
        words = content.say(person.language)("bc.picture.lost")
        await outbox.queue(session, outbox.Address(chat_id), Kind.REPLY, Message(words), now=now)


async def moved(session: AsyncSession, content: Content, outbox_id: int, chat_id: int, *, now: datetime) -> None:
    """The chat has a new number: the message, and its person, follow. Never into a chat that is somebody else's."""
    row = await _row(session, outbox_id)
    if (await session.exec(select(Person.id).where(Person.telegram_id == chat_id))).first() is not None:
        await failed(session, content, outbox_id, "moved to somebody else's chat", unreachable=True, now=now)
        return
    person = update(Person).where(col(Person.telegram_id) == row.chat_id)
    await session.exec(person.values(telegram_id=chat_id))
    row.chat_id, row.state, row.not_before, row.lease_until = chat_id, OutboxState.QUEUED, now, None


async def _row(session: AsyncSession, outbox_id: int) -> OutboxRow:
    return (await session.exec(select(OutboxRow).where(OutboxRow.id == outbox_id))).one()
