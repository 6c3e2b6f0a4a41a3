"""How a patient and a therapist find each other: by an invite, from the list of those who wait, by a hand-over."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import and_, col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.domain.triage import Tier
from bot.models import Alert, Handover, HandoverKind, HandoverState, Incident, IncidentState, Patient, Person
from bot.services import audit, care, cases, outbox, told


@dataclass(frozen=True)
class Waiting:
    """A patient without a therapist, and the word of the gravest tier that is open."""

    patient: Patient
    tier: str | None


async def waiting(session: AsyncSession) -> list[Waiting]:
    """Patients whom no therapist has taken on: those with an open case first, then the longest here."""
    found = (
        select(Patient, Incident.tier)
        .outerjoin(
            Incident,
            and_(col(Incident.patient_id) == Patient.person_id, col(Incident.state) != IncidentState.CLOSED),
        )
        .where(col(Patient.therapist_id).is_(None), col(Patient.left_at).is_(None))
    )
    gravest: dict[int, Waiting] = {}
    for patient, tier in (await session.exec(found.order_by(col(Patient.person_id)))).all():
        known = gravest.get(patient.person_id)
        if known is None or _weight(tier) > _weight(known.tier):
            gravest[patient.person_id] = Waiting(patient, tier)
    return sorted(gravest.values(), key=lambda one: -_weight(one.tier))


def _weight(tier: str | None) -> int:
    return 0 if tier is None else 1 + Tier.named(tier)


async def how_many_wait(session: AsyncSession) -> int:
    found = select(func.count()).where(col(Patient.therapist_id).is_(None), col(Patient.left_at).is_(None))
    return (await session.exec(found.select_from(Patient))).one()


async def claim(session: AsyncSession, content: Content, patient_id: int, by: Person, *, now: datetime) -> bool:
    """Take on a patient who waits. One statement decides between two therapists: the first one wins."""
    if patient_id == by.id:
        return False
    free = update(Patient).where(
        col(Patient.person_id) == patient_id, col(Patient.therapist_id).is_(None), col(Patient.left_at).is_(None)
    )
    if (await session.exec(free.values(therapist_id=by.id))).rowcount != 1:
        return False
    patient = await cases.patient_of(session, patient_id)
    await _settled(session, content, patient, "patient_claimed", by.id, now=now)
    return True


async def move(
    session: AsyncSession, content: Content, patient: Patient, to: Person, deed: str, *, by: int, now: datetime
) -> None:
    """Make somebody a patient's therapist; `deed` names in the audit how it came. The patient hears of it."""
    if patient.therapist_id == to.id:
        return
    patient.therapist_id = to.id
    await session.flush()
    await _settled(session, content, patient, deed, by, now=now)


async def _settled(
    session: AsyncSession, content: Content, patient: Patient, deed: str, by: int, *, now: datetime
) -> None:
    """What follows from a new therapist: no longer a co-therapist, no older offers, told of the open cases."""
    assert patient.therapist_id is not None
    whom, what = audit.about(patient.person_id), f"therapist:{patient.therapist_id}"
    audit.record(session, actor_id=by, action=deed, subject=whom, reason=what, now=now)
    about = (col(Handover.patient_id) == patient.person_id,)
    offers = update(Handover).where(*about, col(Handover.state) == HandoverState.OFFERED)
    await session.exec(offers.values(state=HandoverState.WITHDRAWN, answered_at=now))
    shares = update(Handover).where(
        *about,
        col(Handover.kind) == HandoverKind.SHARE,
        col(Handover.state) == HandoverState.ACCEPTED,
        col(Handover.receiver_id) == patient.therapist_id,
    )
    await session.exec(shares.values(state=HandoverState.ENDED, ended_at=now))
    therapist = await cases.person_of(session, patient.therapist_id)
    await tell_patient(session, content, patient, "inviting.your_therapist", name=therapist.first_name, now=now)
    await tell_of_cases(session, content, patient, [therapist], now=now)


async def tell_patient(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    key: str,
    *,
    now: datetime,
    waits: bool = False,
    day: date | None = None,
    **values: object,
) -> None:
    """Words about who looks after a patient, without a sound: they change nothing that the patient has to do.

    With `waits` they leave after the quiet hours; a `day` is shown as the patient's language shows it.
    """
    if patient.left_at is not None:
        return
    person = await cases.person_of(session, patient.person_id)
    say = content.say(person.language)
    words = say(key, **values, **({"day": say.day(day)} if day is not None else {}))
    to = outbox.Address(person.telegram_id, person.id)
    row = await outbox.queue(session, to, Kind.REPLY, Message(words, silent=True), now=now)
    if waits:
        quiet = wall.Window.of(patient.quiet_from, patient.quiet_until)
        row.not_before = quiet.end_after(now, person.zone or "UTC")


async def tell_of_cases(
    session: AsyncSession, content: Content, patient: Patient, team: list[Person], *, now: datetime
) -> None:
    """Owe the alerts of a patient's open cases to those of the team who have not had them."""
    found = select(Incident).where(Incident.patient_id == patient.person_id, Incident.state != IncidentState.CLOSED)
    for incident in (await session.exec(found)).all():
        had = set((await session.exec(select(Alert.recipient_id).where(Alert.incident_id == incident.id))).all())
        await told.tell(session, content, incident, [one for one in team if one.id not in had], now=now)


async def tell_therapists(
    session: AsyncSession, content: Content, patient: Patient, person: Person, before: int | None, *, now: datetime
) -> None:
    """A patient has come by an invite: who answers for them hears so, and so does the therapist they had."""
    card = (str(patient.person_id),)
    for one in await care.carers(session, patient, now=now) if patient.enrolled_at is not None else []:
        say = content.say(one.language)
        words = say("therapist.joined", name=person.first_name, code=patient.code)
        rows = ((Button(say.label("therapist.open"), "patients.card", card),),)
        await outbox.queue(session, outbox.Address(one.telegram_id), Kind.REPLY, Message(words, rows), now=now)
    if before is not None and before != patient.therapist_id:
        former = await cases.person_of(session, before)
        words = content.say(former.language)("inviting.went", code=patient.code)
        await outbox.queue(session, outbox.Address(former.telegram_id), Kind.REPLY, Message(words), now=now)
