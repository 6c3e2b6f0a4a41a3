"""Being somewhere else: the reminders move along or keep the time of home, as the patient says."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Patient, Person, ZoneChange
from bot.services import planning


async def arrive(session: AsyncSession, patient: Patient, person: Person, zone: str, *, now: datetime) -> bool:
    """The patient is in another zone. The reminders keep their time until they are told to move; True when that has
    to be asked, False when the zone is the one that they keep already.
    """
    kept = patient.home_zone or person.zone
    person.zone = zone
    asks = patient.enrolled_at is not None and kept is not None and kept != zone
    patient.home_zone = kept if asks else None
    session.add(ZoneChange(patient_id=patient.person_id, zone=zone, home_zone=patient.home_zone, changed_at=now))
    await session.flush()
    return asks


async def kept(session: AsyncSession, patient_id: int) -> list[tuple[datetime, str]]:
    """(from when, which) for each zone that the reminders have kept, the newest first."""
    found = select(ZoneChange).where(ZoneChange.patient_id == patient_id).order_by(col(ZoneChange.id).desc())
    return [(row.changed_at, row.home_zone or row.zone) for row in (await session.exec(found)).all()]


async def move(session: AsyncSession, patient: Patient, person: Person, *, now: datetime) -> None:
    """Move the reminders to where the patient is."""
    patient.home_zone = None
    zone = person.zone or "UTC"
    session.add(ZoneChange(patient_id=patient.person_id, zone=zone, changed_at=now))
    await planning.realign(session, patient, zone=zone, now=now)
