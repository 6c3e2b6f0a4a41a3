"""Between the outbox and delivery: what may leave now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import gate
from bot.domain.gate import Reason
from bot.domain.lanes import BULK, Kind
from bot.domain.message import Message
from bot.models import OutboxRow, OutboxState, Patient, Person
from bot.services import outbox, patients, reminders

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
