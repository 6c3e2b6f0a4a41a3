"""Reminders: what is due goes out or ends with a reason; what comes back is kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import gate, wall
from bot.domain.gate import Reason
from bot.domain.lanes import LANES, Kind
from bot.domain.message import Message
from bot.models import Occurrence, OccurrenceState, OutboxRow, OutboxState, Patient, Person
from bot.services import checkin_words, checkins, outbox, patients, plans, reminder_words

AT_ONCE = 500
"""Occurrences that one transaction takes up."""
ANSWERS = {
    state.value: state
    for state in (OccurrenceState.DONE, OccurrenceState.PART, OccurrenceState.SKIPPED, OccurrenceState.WORSE)
}
ENDS = {Reason.HELD: OccurrenceState.HELD, Reason.LATE: OccurrenceState.MISSED}
"""The state that a refused occurrence ends in, where it is not 'suppressed'."""


@dataclass(frozen=True)
class Due:
    occurrence: Occurrence
    patient: Patient
    person: Person


async def send_due(session: AsyncSession, content: Content, *, now: datetime) -> int:
    """Queue or end every occurrence whose time has come; how many were taken up."""
    found = (
        select(Occurrence, Patient, Person)
        .where(col(Occurrence.state).in_(plans.WAITING), col(Occurrence.due_at) <= now)
        .where(Patient.person_id == Occurrence.patient_id, Person.id == Occurrence.patient_id)
        .order_by(col(Occurrence.due_at), col(Occurrence.id))
        .limit(AT_ONCE)
        .with_for_update(of=Occurrence, skip_locked=True)
    )
    due = [Due(*row) for row in (await session.exec(found)).all()]
    newest = _newest(due)
    for one in due:
        reason = _refused(one, newest, now=now)
        if reason is None:
            await _send(session, content, one, now=now)
        else:
            one.occurrence.state, one.occurrence.reason = ENDS.get(reason, OccurrenceState.SUPPRESSED), reason
    return len(due)


def _newest(due: Iterable[Due]) -> dict[tuple[int, str], int]:
    """The last due occurrence of each patient and kind: after an outage only that one may come."""
    return {(one.occurrence.patient_id, one.occurrence.kind): one.occurrence.id for one in due}


def _refused(one: Due, newest: dict[tuple[int, str], int], *, now: datetime) -> Reason | None:
    kind = Kind(one.occurrence.kind)
    late = LANES[kind].late
    if late is not None and now > one.occurrence.due_at + late:
        return Reason.LATE
    refusal = gate.refuses(patients.standing(one.patient, one.person), kind, now=now)
    if refusal is not None:
        return refusal
    return None if newest[one.patient.person_id, kind] == one.occurrence.id else Reason.NEWER


async def _send(session: AsyncSession, content: Content, one: Due, *, now: datetime) -> None:
    occurrence, person = one.occurrence, one.person
    message = await _message(session, content, one, now=now)
    late = LANES[Kind(occurrence.kind)].late
    row = await outbox.queue(
        session,
        outbox.Address(person.telegram_id, one.patient.person_id),
        Kind(occurrence.kind),
        message,
        key=f"occurrence:{occurrence.id}:{occurrence.due_at:%Y%m%dT%H%M%S}",
        expires_at=occurrence.due_at + late if late else None,
        now=now,
    )
    occurrence.state, occurrence.sent_at, occurrence.outbox_id = OccurrenceState.SENT, now, row.id


async def _message(session: AsyncSession, content: Content, one: Due, *, now: datetime) -> Message:
    occurrence, person, patient = one.occurrence, one.person, one.patient
    if occurrence.kind != Kind.CHECK_IN:
        exercise = str(occurrence.exercise)
        return reminder_words.reminder(content, person.language, occurrence.kind, exercise, occurrence.id)
    check_in = await checkins.open_one(session, patient.person_id, occurrence_id=occurrence.id, now=now)
    message = checkin_words.screen(content, person.language, check_in.id, {}, urgent=False, country=patient.country)
    assert message is not None
    return message


async def not_sent(session: AsyncSession, row: OutboxRow) -> None:
    """A reminder was withdrawn or not delivered: its occurrence says so and does not count as asked."""
    found = select(Occurrence).where(Occurrence.outbox_id == row.id, Occurrence.state == OccurrenceState.SENT)
    occurrence = (await session.exec(found)).first()
    if occurrence is not None:
        withdrawn = row.state == OutboxState.CANCELLED and row.reason not in (Reason.LATE, None)
        occurrence.state = OccurrenceState.SUPPRESSED if withdrawn else OccurrenceState.MISSED
        occurrence.reason = row.reason


async def mine(session: AsyncSession, patient_id: int, occurrence_id: int) -> Occurrence | None:
    """An occurrence if it is this patient's."""
    occurrence = await session.get(Occurrence, occurrence_id)
    return occurrence if occurrence is not None and occurrence.patient_id == patient_id else None


def answer(occurrence: Occurrence, what: str, *, now: datetime) -> bool:
    """Keep what became of a reminder; the last answer stands. False for one that was never sent."""
    if occurrence.sent_at is None or what not in ANSWERS:
        return False
    occurrence.state, occurrence.answered_at = ANSWERS[what], now
    return True


async def check_in_came_first(session: AsyncSession, patient_id: int, zone: str, *, now: datetime) -> None:
    """The patient checked in unasked: the day's reminder for it does not come any more, and counts as done."""
    waiting = update(Occurrence).where(
        col(Occurrence.patient_id) == patient_id,
        col(Occurrence.kind) == Kind.CHECK_IN,
        col(Occurrence.local_date) == wall.local(now, zone).date(),
        col(Occurrence.state).in_(plans.WAITING),
    )
    await session.exec(waiting.values(state=OccurrenceState.DONE, answered_at=now, reason=Reason.CAME_FIRST))


def snooze(occurrence: Occurrence, patient: Patient, minutes: int, *, zone: str, now: datetime) -> datetime | None:
    """Put a reminder off; gives the new instant, or None when that falls into quiet hours or tomorrow."""
    at = now + timedelta(minutes=minutes)
    quiet = wall.Window.of(patient.quiet_from, patient.quiet_until)
    here = wall.local(at, zone)
    if quiet.holds(here.time()) or here.date() != occurrence.local_date:
        return None
    occurrence.state, occurrence.due_at = OccurrenceState.SNOOZED, at
    return at


async def on_day(session: AsyncSession, patient_id: int, day_of: datetime, zone: str) -> list[Occurrence]:
    """The occurrences of the local day that an instant falls on, in order; those of older plans left out."""
    found = select(Occurrence).where(
        Occurrence.patient_id == patient_id,
        Occurrence.local_date == wall.local(day_of, zone).date(),
        Occurrence.state != OccurrenceState.CANCELLED,
    )
    return list((await session.exec(found.order_by(col(Occurrence.due_at)))).all())


async def expire_unanswered(session: AsyncSession, *, now: datetime) -> None:
    """Reminders that got no answer within a day are expired; nobody did anything wrong."""
    old = select(Occurrence).where(
        Occurrence.state == OccurrenceState.SENT, col(Occurrence.sent_at) <= now - timedelta(hours=24)
    )
    for occurrence in (await session.exec(old.limit(AT_ONCE))).all():
        occurrence.state = OccurrenceState.EXPIRED


async def write_ahead_all(session: AsyncSession, *, now: datetime) -> int:
    """Write down the coming days of every patient whose plan reaches no further than today."""
    tomorrow = (now + timedelta(days=1)).date()
    short = (
        select(Patient, Person)
        .where(
            Person.id == Patient.person_id,
            col(Patient.left_at).is_(None),
            col(Patient.enrolled_at).is_not(None),
        )
        .where((col(Patient.planned_until) <= tomorrow) | col(Patient.planned_until).is_(None))
        .order_by(col(Patient.planned_until).nulls_first())
        .limit(AT_ONCE)
    )
    written = 0
    for patient, person in (await session.exec(short)).all():
        zone = person.zone or "UTC"
        ahead = wall.local(now, zone).date() + timedelta(days=plans.AHEAD)
        if patient.planned_until is None or patient.planned_until < ahead:
            await plans.write_ahead(session, patient, zone=zone, now=now)
            written += 1
    return written


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next reminder is due; None when nothing is planned."""
    waiting = select(Occurrence.due_at).where(col(Occurrence.state).in_(plans.WAITING))
    return (await session.exec(waiting.order_by(col(Occurrence.due_at)).limit(1))).first()
