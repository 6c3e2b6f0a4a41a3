"""A therapist's patients, the one who needs them most first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.triage import Tier
from bot.models import Incident, IncidentState, Occurrence, OccurrenceState, Patient, Person
from bot.services import cases, checkins, progress

SILENT_AFTER = timedelta(days=3)
"""No check-in for this long is worth a look. Source: safety.md S1."""
HIGH_PAIN = 7


@dataclass(frozen=True)
class Row:
    """One patient of the list. `reason` names why they stand where they stand; `rank` 0 comes first."""

    patient: Patient
    person: Person
    rank: int
    reason: str
    numbness: int | None
    pain: int | None


async def of(session: AsyncSession, therapist_id: int, *, now: datetime) -> list[Row]:
    """All patients of a therapist who have not left, most urgent first."""
    found = select(Patient, Person).where(
        Patient.therapist_id == therapist_id, Person.id == Patient.person_id, col(Patient.left_at).is_(None)
    )
    rows = [await row(session, patient, person, now=now) for patient, person in (await session.exec(found)).all()]
    return sorted(rows, key=lambda row: (row.rank, row.patient.code))


async def mine(session: AsyncSession, therapist_id: int, patient_id: int) -> tuple[Patient, Person] | None:
    """A patient if they are this therapist's."""
    found = select(Patient, Person).where(
        Patient.person_id == patient_id, Person.id == Patient.person_id, Patient.therapist_id == therapist_id
    )
    row = (await session.exec(found)).first()
    return None if row is None else (row[0], row[1])


async def unclaimed(session: AsyncSession) -> list[Patient]:
    """Patients who came without a link and whom no therapist has taken on."""
    found = select(Patient).where(col(Patient.therapist_id).is_(None), col(Patient.left_at).is_(None))
    return list((await session.exec(found.order_by(col(Patient.person_id)))).all())


async def row(session: AsyncSession, patient: Patient, person: Person, *, now: datetime) -> Row:
    """One patient's line of the list."""
    incident = await cases.open_for(session, patient.person_id)
    done = await checkins.latest_done(session, patient.person_id)
    answers = await checkins.answers(session, done.id) if done else {}
    numbness, pain = progress.number(answers.get("numbness")), progress.number(answers.get("pain"))
    silent = now - ((done.finished_at if done else None) or patient.enrolled_at or now) > SILENT_AFTER
    made_worse = await _made_worse(session, patient.person_id, now=now)
    rank, reason = _place(incident, patient, answers, silent=silent, made_worse=made_worse)
    return Row(patient, person, rank, reason, numbness, pain)


async def _made_worse(session: AsyncSession, patient_id: int, *, now: datetime) -> bool:
    """Whether an exercise made it worse in the last week."""
    found = select(Occurrence.id).where(
        Occurrence.patient_id == patient_id,
        Occurrence.state == OccurrenceState.WORSE,
        col(Occurrence.answered_at) > now - timedelta(days=7),
    )
    return (await session.exec(found.limit(1))).first() is not None


def _place(
    incident: Incident | None, patient: Patient, answers: Mapping[str, str], *, silent: bool, made_worse: bool
) -> tuple[int, str]:
    routine = incident is not None and Tier.named(incident.tier) is Tier.ROUTINE
    if incident is not None and not routine:
        seen = incident.state == IncidentState.ACKNOWLEDGED
        rank = (0 if Tier.named(incident.tier) is Tier.EMERGENCY else 1) + (2 if seen else 0)
        return rank, f"{incident.tier}_seen" if seen else incident.tier
    order = (
        (patient.held_since is not None, "held"),
        (patient.enrolled_at is None, "joining"),
        (answers.get("change") == "worse", "worse"),
        (made_worse, "made_worse"),
        (routine, "routine"),
        (silent, "silent"),
        ((progress.number(answers.get("pain")) or 0) >= HIGH_PAIN, "pain"),
        (patient.paused_until is not None, "paused"),
        (answers.get("screen") is None, "unasked"),
    )
    return next(((place, reason) for place, (holds, reason) in enumerate(order, 4) if holds), (99, "steady"))
