"""Between the outbox and delivery: what may leave now, and what became of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import gate
from bot.domain.gate import Reason
from bot.domain.lanes import BULK, LANES, Kind
from bot.domain.message import Message
from bot.models import OutboxRow, OutboxState, Patient, Person
from bot.services import alerts, outbox, patients, reminders

LONGEST_WAIT = timedelta(seconds=60)
ORIGINAL_WAIT = timedelta(seconds=1)


@dataclass(frozen=True)
class Job:
    """A message on its way. `rewrites` is the Telegram id of the message that it replaces."""

    outbox_id: int
    chat_id: int
    message: Message
    rewrites: int | None


async def take(session: AsyncSession, *, bulk: bool, limit: int, now: datetime) -> list[Job]:
    """Claim what is owed, and look once more whether each may go: a pause or a hold may have come since."""
    jobs = []
    for row in await outbox.claim(session, bulk=bulk, limit=limit, now=now):
        if await _may_go(session, row, now=now):
            job = await _job(session, row, now=now)
            if job is not None:
                jobs.append(job)
        else:
            await reminders.not_sent(session, row)
    return jobs


async def _may_go(session: AsyncSession, row: OutboxRow, *, now: datetime) -> bool:
    if row.expires_at is not None and now > row.expires_at:
        row.state, row.reason = OutboxState.CANCELLED, Reason.LATE
        return False
    if row.patient_id is None or row.priority < BULK:
        return True
    found = select(Patient, Person).where(Patient.person_id == row.patient_id, Person.id == Patient.person_id)
    patient, person = (await session.exec(found)).one()
    standing = patients.standing(patient, person)
    refusal = gate.refuses(standing, Kind(row.kind), now=now)
    if refusal is Reason.QUIET and row.kind == Kind.TIP:
        row.state, row.not_before = OutboxState.QUEUED, standing.quiet.end_after(now, standing.zone)
        return False
    if refusal is not None:
        row.state, row.reason = OutboxState.CANCELLED, refusal
        return False
    return True


async def _job(session: AsyncSession, row: OutboxRow, *, now: datetime) -> Job | None:
    message = Message.read(row.body)
    if row.edits_id is None:
        return Job(row.id, row.chat_id, message, message.replaces)
    original = await session.get(OutboxRow, row.edits_id)
    if original is not None and original.state in outbox.WAITING:
        row.state, row.not_before = OutboxState.QUEUED, now + ORIGINAL_WAIT
        return None
    return Job(row.id, row.chat_id, message, original.message_id if original else None)


async def sent(session: AsyncSession, outbox_id: int, message_id: int | None, *, now: datetime) -> None:
    """Delivered: Telegram gave the message its id."""
    row = await _row(session, outbox_id)
    row.state, row.message_id, row.sent_at, row.lease_until = OutboxState.SENT, message_id, now, None


async def later(session: AsyncSession, outbox_id: int, seconds: float | None, *, now: datetime) -> None:
    """Not delivered, and worth another try: after the seconds that Telegram asked for, or after a growing wait."""
    row = await _row(session, outbox_id)
    wait = timedelta(seconds=seconds) if seconds is not None else min(_growing(row.attempts), LONGEST_WAIT)
    row.state, row.not_before, row.lease_until = OutboxState.QUEUED, now + wait, None


def _growing(attempts: int) -> timedelta:
    return timedelta(seconds=2 ** min(attempts, 6))


async def unsure(session: AsyncSession, outbox_id: int, *, now: datetime) -> None:
    """Perhaps delivered: what may not be missed goes again, what may not come twice does not."""
    row = await _row(session, outbox_id)
    if LANES[Kind(row.kind)].again:
        await later(session, outbox_id, None, now=now)
    else:
        row.state, row.lease_until = OutboxState.UNKNOWN, None


async def failed(
    session: AsyncSession, content: Content, outbox_id: int, reason: str, *, unreachable: bool, now: datetime
) -> None:
    """Never deliverable. When the person cannot be reached at all, they are marked so, and alerts go elsewhere."""
    row = await _row(session, outbox_id)
    row.state, row.reason, row.lease_until = OutboxState.FAILED, reason, None
    if unreachable:
        here = update(Person).where(col(Person.telegram_id) == row.chat_id, col(Person.unreachable_since).is_(None))
        await session.exec(here.values(unreachable_since=now))
    await session.flush()
    await reminders.not_sent(session, row)
    await alerts.not_reached(session, content, row.id, now=now)


async def moved(session: AsyncSession, outbox_id: int, chat_id: int, *, now: datetime) -> None:
    """The chat has a new number: the message, and its person, follow."""
    row = await _row(session, outbox_id)
    person = update(Person).where(col(Person.telegram_id) == row.chat_id)
    await session.exec(person.values(telegram_id=chat_id))
    row.chat_id, row.state, row.not_before = chat_id, OutboxState.QUEUED, now


async def _row(session: AsyncSession, outbox_id: int) -> OutboxRow:
    return (await session.exec(select(OutboxRow).where(OutboxRow.id == outbox_id))).one()
