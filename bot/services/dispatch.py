"""Between the outbox and delivery: what may leave now, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import gate
from bot.domain.gate import Reason, Standing
from bot.domain.lanes import BULK, Kind, Stream
from bot.domain.message import Message
from bot.models import OutboxRow, OutboxState, Patient, Person
from bot.services import broadcast_look, last_look, letters, outbox, patients

ORIGINAL_WAIT = timedelta(seconds=1)
TURNS = 50
"""How many batches one transaction looks at when none of them may go."""


@dataclass(frozen=True)
class Job:
    """A message on its way, and its row. `rewrites` is the Telegram id of the message that it replaces."""

    row: OutboxRow
    message: Message
    rewrites: int | None


async def take(session: AsyncSession, content: Content, *, stream: Stream, limit: int, now: datetime) -> list[Job]:
    """Claim what is owed and look, in the same transaction, whether each may go: a pause, a hold or a change of the
    plan may have come since. A reminder is put into words only here. Where much has ended, as after an outage, the
    next ones are looked at in the same turn: an empty list says that nothing may go.
    """
    jobs: list[Job] = []
    for _ in range(TURNS):
        room = limit - len(jobs)
        rows = await outbox.claim(session, stream=stream, limit=room, now=now)
        jobs += await _looked_at(session, content, rows, now=now)
        if len(rows) < room or len(jobs) == limit:
            break
    return jobs


async def _looked_at(session: AsyncSession, content: Content, rows: Sequence[OutboxRow], *, now: datetime) -> list[Job]:
    standings = await _standings(session, [row for row in rows if row.priority >= BULK])
    reminders = await last_look.take(
        session, content, [row for row in rows if row.occurrence_id is not None], standings, now=now
    )
    broadcasts = await broadcast_look.take(
        session, content, [row for row in rows if _of_broadcast(row)], standings, now=now
    )
    jobs = []
    for row in rows:
        if row.occurrence_id is not None or _of_broadcast(row):
            message = reminders.get(row.id) or broadcasts.get(row.id)
            if message is not None:
                jobs.append(Job(row, message, None))
        elif _may_go(row, standings, now=now):
            job = await _job(session, content, row, now=now)
            if job is not None:
                jobs.append(job)
        elif row.kind == Kind.LETTER and row.state == OutboxState.CANCELLED:
            await letters.not_delivered(session, content, row, now=now)
    await session.flush()
    return [_as_it_leaves(content, job) for job in jobs]


def _as_it_leaves(content: Content, job: Job) -> Job:
    """With the emergency numbers that count now: the clinic may have confirmed another while the message waited.
    Protected only where the deployment has that.
    """
    message, fill = job.message, content.numbers.filled
    card = (fill(message.contact[0]), message.contact[1]) if message.contact else None
    protected = message.protected and content.policy.protect_messages
    return replace(job, message=replace(message, text=fill(message.text), contact=card, protected=protected))


def _of_broadcast(row: OutboxRow) -> bool:
    """Whether it is the message of a broadcast, and not a change to one that was sent."""
    return row.recipient_id is not None and row.edits_id is None


async def _standings(session: AsyncSession, rows: Sequence[OutboxRow]) -> dict[int, Standing]:
    """What decides over the patients whom these messages are for."""
    ids = {row.patient_id for row in rows if row.patient_id is not None}
    if not ids:
        return {}
    found = select(Patient, Person).where(Person.id == Patient.person_id, col(Patient.person_id).in_(ids))
    crises = await patients.in_crisis(session, ids)
    return {
        patient.person_id: patients.standing(patient, person, crisis=patient.person_id in crises)
        for patient, person in (await session.exec(found)).all()
    }


def _may_go(row: OutboxRow, standings: Mapping[int, Standing], *, now: datetime) -> bool:
    if row.expires_at is not None and now > row.expires_at:
        row.state, row.reason = OutboxState.CANCELLED, Reason.LATE
        return False
    standing = standings.get(row.patient_id or 0)
    if standing is None:
        return True
    refusal = gate.refuses(standing, Kind(row.kind), now=now)
    if refusal is None:
        return True
    until = gate.held_until(standing, Kind(row.kind), refusal, now=now)
    if until is not None:
        outbox.put_off(row, until)
    else:
        row.state, row.reason = OutboxState.CANCELLED, refusal
    return False


async def _job(session: AsyncSession, content: Content, row: OutboxRow, *, now: datetime) -> Job | None:
    if row.kind == Kind.LETTER:
        letter = await letters.leaving(session, content, row)
        return Job(row, letter, None) if letter is not None else None
    message = Message.read(row.body)
    if row.edits_id is None:
        return Job(row, message, message.replaces)
    original = await session.get(OutboxRow, row.edits_id)
    if original is not None and original.state in outbox.WAITING:
        outbox.put_off(row, now + ORIGINAL_WAIT)
        return None
    return Job(row, message, original.message_id if original else None)
