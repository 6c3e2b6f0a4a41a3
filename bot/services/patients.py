"""A patient's own choices: consent, the day's frame, pausing, leaving."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import wall
from bot.domain.enrolment import Known
from bot.domain.gate import Reason, Standing
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.domain.triage import Tier
from bot.models import Consent, Incident, IncidentState, Invite, Patient, Person
from bot.services import audit, occurrences, outbox, planning

CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_DIGITS = "23456789"
"""Letters and digits that nobody confuses when a code is read aloud."""


async def of(session: AsyncSession, person_id: int) -> Patient | None:
    return await session.get(Patient, person_id)


def known(patient: Patient | None, person: Person) -> Known:
    """What enrolment has learnt; nothing counts before consent or after leaving."""
    if patient is None or patient.left_at is not None:
        return Known(consented=False, country=None, zone=None, places_given=False, day_agreed=False)
    return Known(
        consented=True,
        country=patient.country,
        zone=person.zone,
        places_given=patient.places_at is not None,
        day_agreed=patient.defaults_agreed_at is not None,
    )


def zone_of(patient: Patient, person: Person) -> str:
    """The zone of a patient's reminders: the one they keep from home, or else where they are."""
    return patient.home_zone or person.zone or "UTC"


async def standing_of(session: AsyncSession, patient: Patient, person: Person) -> Standing:
    """What decides over this patient's reminders."""
    return standing(patient, person, crisis=bool(await in_crisis(session, [patient.person_id])))


def standing(patient: Patient, person: Person, *, crisis: bool) -> Standing:
    """The same where it is known already whether they are one of `in_crisis`."""
    return Standing(
        enrolled=patient.enrolled_at is not None,
        left=patient.left_at is not None,
        paused_until=patient.paused_until,
        held=patient.held_since is not None,
        tips_wanted=patient.tips_wanted,
        zone=person.zone or "UTC",
        quiet=wall.Window.of(patient.quiet_from, patient.quiet_until),
        unreachable=person.unreachable_since is not None,
        crisis=crisis,
    )


def awake_at(patient: Patient, person: Person, *, now: datetime) -> datetime:
    """Now, or the end of the patient's quiet hours."""
    return wall.Window.of(patient.quiet_from, patient.quiet_until).end_after(now, person.zone or "UTC")


async def in_crisis(session: AsyncSession, ids: Collection[int]) -> frozenset[int]:
    """Of these patients, those whose case of self-harm is open."""
    found = select(Incident.patient_id).where(
        col(Incident.patient_id).in_(ids),
        Incident.tier == Tier.CRISIS.word,
        Incident.state != IncidentState.CLOSED,
    )
    return frozenset((await session.exec(found)).all())


async def consent(session: AsyncSession, content: Content, person: Person, *, now: datetime) -> Patient:
    """Record what was agreed to, word for word, and open the patient's record; again after leaving."""
    text = content.say(person.language)("enrolment.consent")
    given = Consent(
        person_id=person.id,
        text_version=content.consent_version,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(),
        language=person.language,
        given_at=now,
    )
    session.add(given)
    patient = await of(session, person.id)
    if patient is None:
        patient = Patient(person_id=person.id, code=await _free_code(session))
        session.add(patient)
    patient.therapist_id = await _inviter(session, person.id, patient.left_at) or patient.therapist_id
    patient.left_at = None
    await session.flush()
    whom, what = audit.about(person.id), f"consent:{given.id} {content.consent_version}"
    audit.record(session, actor_id=person.id, action="consent_given", subject=whom, reason=what, now=now)
    return patient


async def _inviter(session: AsyncSession, person_id: int, left_at: datetime | None) -> int | None:
    """The therapist whose invite this person used last, since they left if they did: a hand-over before it stands."""
    used = select(Invite.therapist_id).where(Invite.used_by == person_id)
    if left_at is not None:
        used = used.where(col(Invite.used_at) >= left_at)
    return (await session.exec(used.order_by(col(Invite.used_at).desc()).limit(1))).first()


async def _free_code(session: AsyncSession) -> str:
    while True:
        code = "".join(secrets.choice(kind) for kind in (CODE_LETTERS, CODE_DIGITS, CODE_LETTERS, CODE_DIGITS))
        if (await session.exec(select(Patient.code).where(Patient.code == code))).first() is None:
            return code


def pause(patient: Patient, days: int, *, zone: str, now: datetime) -> datetime:
    """Stop reminders until the patient's check-in time some days on; gives that instant."""
    day = wall.local(now, zone).date() + timedelta(days=days)
    patient.paused_until = wall.instant(day, wall.parse(patient.check_in_at), zone)
    return patient.paused_until


async def leave(session: AsyncSession, patient: Patient, *, now: datetime) -> None:
    """Withdraw consent: nothing but safety from now on. What was answered stays until it is erased."""
    patient.left_at = now
    given = select(Consent).where(Consent.person_id == patient.person_id, col(Consent.withdrawn_at).is_(None))
    for row in (await session.exec(given)).all():
        row.withdrawn_at = now
    mine = patient.person_id
    audit.record(session, actor_id=mine, action="consent_withdrawn", subject=audit.about(mine), now=now)
    await occurrences.cancel_unsent(session, patient.person_id, Reason.LEFT, now=now)
    await outbox.cancel_for(session, patient.person_id, Reason.LEFT)


async def end_pauses(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """End the pauses that are over, each in one process. In quiet hours the word about it waits for the morning."""
    over = select(Patient, Person).where(
        col(Patient.paused_until) <= now, Person.id == Patient.person_id, col(Patient.left_at).is_(None)
    )
    for patient, person in (await session.exec(over.with_for_update(of=Patient, skip_locked=True))).all():
        zone = person.zone or "UTC"
        if wall.Window.of(patient.quiet_from, patient.quiet_until).holds(wall.local(now, zone).time()):
            continue
        patient.paused_until = None
        await planning.write_ahead(session, patient, zone=zone, now=now)
        words = content.say(person.language)("pause.over")
        to = outbox.Address(person.telegram_id, person.id)
        await outbox.queue(session, to, Kind.CHECK_IN, Message(words, silent=True), now=now)
