"""Looking at cases: which is open, whom it concerns, what its messages are made of."""

from collections.abc import Iterable

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.triage import Tier, judge
from bot.models import Alert, Incident, IncidentFlag, IncidentState, Judgement, Patient, Person
from bot.models.person import Role
from bot.services.urgent_words import Case, Seen


async def open_for(session: AsyncSession, patient_id: int) -> Incident | None:
    """The patient's case that is not closed."""
    found = select(Incident).where(Incident.patient_id == patient_id, Incident.state != IncidentState.CLOSED)
    return (await session.exec(found.order_by(col(Incident.id).desc()).limit(1))).first()


async def concerns(session: AsyncSession, incident_id: int, member: Person, roles: Iterable[Role]) -> Incident | None:
    """A case that this member of the team may handle: their patient's, or one they were alerted to."""
    incident = await session.get(Incident, incident_id)
    if incident is None or not {Role.THERAPIST, Role.ADMIN} & set(roles):
        return None
    patient = await patient_of(session, incident.patient_id)
    alerted = select(Alert.id).where(Alert.incident_id == incident.id, Alert.recipient_id == member.id)
    mine = patient.therapist_id == member.id or (await session.exec(alerted.limit(1))).first() is not None
    return incident if mine else None


async def case_of(session: AsyncSession, content: Content, incident: Incident) -> Case:
    """What the messages about an incident need, with its flags from the gravest on."""
    patient = await patient_of(session, incident.patient_id)
    person = await person_of(session, incident.patient_id)
    flags = await session.exec(select(IncidentFlag.flag).where(IncidentFlag.incident_id == incident.id))
    return Case(
        incident_id=incident.id,
        tier=Tier.named(incident.tier),
        flags=judge(flags.all(), content.tiers, ()).flags,
        code=patient.code,
        country=patient.country,
        zone=person.zone or "UTC",
        opened_at=incident.opened_at,
        added=await _added(session, content, incident),
    )


async def _added(session: AsyncSession, content: Content, incident: Incident) -> tuple[str, ...]:
    """The further lines that the rules of a case's judgements add to the patient's message."""
    judged = (await session.exec(select(Judgement).where(Judgement.incident_id == incident.id))).all()
    fitted = {rule for row in judged for rule in row.rules}
    profile = {fact for row in judged for fact in row.profile}
    adding = [rule for rule in content.rules if rule.added and rule.id in fitted and rule.profile & profile]
    return tuple(dict.fromkeys(rule.added for rule in adding if rule.added))


async def seen_by(session: AsyncSession, incident: Incident) -> Seen:
    """Who acknowledged a case; 'team' when nobody has."""
    if incident.acknowledged_by is None:
        return Seen("team")
    return Seen("team", (await person_of(session, incident.acknowledged_by)).first_name, incident.acknowledged_at)


async def person_of(session: AsyncSession, person_id: int) -> Person:
    """A person who is known to exist."""
    return (await session.exec(select(Person).where(Person.id == person_id))).one()


async def patient_of(session: AsyncSession, patient_id: int) -> Patient:
    """A patient who is known to exist."""
    return (await session.exec(select(Patient).where(Patient.person_id == patient_id))).one()
