"""What a colleague has to know of a patient before taking over: plan, trend, open cases, consents."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Consent, Incident, IncidentState, Patient, Person, Plan
from bot.services import cases, plans, progress
from bot.services.progress import Progress


@dataclass(frozen=True)
class Packet:
    """One patient as they are now. `exercises` are the ids of the plan's exercises, `consents` those that stand."""

    patient: Patient
    person: Person
    plan: Plan | None
    exercises: tuple[str, ...]
    progress: Progress
    incidents: list[Incident]
    consents: list[Consent]


async def of(session: AsyncSession, patient: Patient, *, now: datetime) -> Packet:
    mine, person = patient.person_id, await cases.person_of(session, patient.person_id)
    plan = await plans.current(session, mine)
    found = [item.exercise for item in await plans.items(session, plan.id)] if plan is not None else []
    incidents = select(Incident).where(Incident.patient_id == mine, Incident.state != IncidentState.CLOSED)
    consents = select(Consent).where(Consent.person_id == mine, col(Consent.withdrawn_at).is_(None))
    return Packet(
        patient,
        person,
        plan,
        tuple(dict.fromkeys(one for one in found if one is not None)),
        await progress.of(session, mine, zone=person.zone or "UTC", now=now),
        list((await session.exec(incidents.order_by(col(Incident.id)))).all()),
        list((await session.exec(consents.order_by(col(Consent.id)))).all()),
    )
