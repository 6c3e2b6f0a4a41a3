"""Looking at cases: which is open, whom it concerns, what its messages are made of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.triage import Tier, judge
from bot.models import Alert, FollowUp, Incident, IncidentFlag, IncidentState, Judgement, Patient, Person
from bot.models.person import Role
from bot.services import care
from bot.services.urgent_words import Case, Seen


async def open_for(session: AsyncSession, patient_id: int, *, crisis: bool = False) -> Incident | None:
    """The patient's case of red flags that is not closed; with `crisis` the one of self-harm, kept apart."""
    kind = Incident.tier == Tier.CRISIS.word if crisis else Incident.tier != Tier.CRISIS.word
    found = select(Incident).where(Incident.patient_id == patient_id, Incident.state != IncidentState.CLOSED, kind)
    return (await session.exec(found.order_by(col(Incident.id).desc()).limit(1))).first()


async def gravest_open(session: AsyncSession, patient_id: int) -> Incident | None:
    """The case to look at first."""
    return await open_for(session, patient_id, crisis=True) or await open_for(session, patient_id)


async def concerns(
    session: AsyncSession, incident_id: int, member: Person, roles: Iterable[Role], *, now: datetime
) -> Incident | None:
    """A case that this member of the team may handle: an admin every one, a therapist those of whom they reach and
    those that they were alerted to.
    """
    incident = await session.get(Incident, incident_id)
    if incident is None or not {Role.THERAPIST, Role.ADMIN} & set(roles):
        return None
    if Role.ADMIN in roles and incident.patient_id != member.id:
        return incident
    alerted = select(Alert.id).where(Alert.incident_id == incident.id, Alert.recipient_id == member.id)
    mine = await care.may_reach(session, member.id, incident.patient_id, now=now)
    mine = mine or (await session.exec(alerted.limit(1))).first() is not None
    return incident if mine else None


async def by_code(
    session: AsyncSession, code: str, member: Person, roles: Iterable[Role], *, now: datetime
) -> Incident | None:
    """The newest case of the patient with a code, if this member may handle it."""
    found = select(Incident.id).where(Incident.patient_id == Patient.person_id, Patient.code == code.upper())
    newest = (await session.exec(found.order_by(col(Incident.id).desc()).limit(1))).first()
    return await concerns(session, newest, member, roles, now=now) if newest is not None else None


async def open_ones(session: AsyncSession, member: Person, roles: Iterable[Role], *, now: datetime) -> list[Incident]:
    """The cases that a member may handle and that are not closed: the gravest and longest unseen first."""
    known = set(roles)
    found = (await session.exec(select(Incident).where(Incident.state != IncidentState.CLOSED))).all()
    mine = [one for one in found if await concerns(session, one.id, member, known, now=now) is not None]
    return sorted(mine, key=_urgency)


def _urgency(incident: Incident) -> tuple[bool, int, datetime]:
    return incident.state != IncidentState.OPEN, -Tier.named(incident.tier), incident.raised_at or incident.opened_at


async def alerts_of(session: AsyncSession, incident: Incident) -> list[tuple[Alert, Person]]:
    """Who was told of a case, in the order of telling."""
    found = select(Alert, Person).where(Alert.incident_id == incident.id, Person.id == Alert.recipient_id)
    return [(alert, person) for alert, person in (await session.exec(found.order_by(col(Alert.id)))).all()]


async def outcomes_of(session: AsyncSession, incident: Incident) -> list[FollowUp]:
    """The questions about care that the patient was asked."""
    asked = select(FollowUp).where(FollowUp.incident_id == incident.id, col(FollowUp.outbox_id).is_not(None))
    return list((await session.exec(asked.order_by(col(FollowUp.id)))).all())


async def mistakes_of(session: AsyncSession, therapist_id: int) -> tuple[int, int]:
    """(closed as a mistake, closed at all) of the cases of a therapist's patients: how many alarms were false."""
    found = select(Incident.close_reason).where(
        Incident.patient_id == Patient.person_id,
        Patient.therapist_id == therapist_id,
        Incident.state == IncidentState.CLOSED,
    )
    reasons = list((await session.exec(found)).all())
    return sum(reason == "mistake" for reason in reasons), len(reasons)


async def case_of(session: AsyncSession, content: Content, incident: Incident) -> Case:
    """What the messages about an incident need, with its flags from the gravest on."""
    patient = await patient_of(session, incident.patient_id)
    person = await person_of(session, incident.patient_id)
    kept = await session.exec(select(IncidentFlag.flag).where(IncidentFlag.incident_id == incident.id))
    judged = (await session.exec(select(Judgement).where(Judgement.incident_id == incident.id))).all()
    return Case(
        incident_id=incident.id,
        tier=Tier.named(incident.tier),
        flags=ranked(content, chain(kept.all(), *(earlier(content, one) for one in judged))),
        code=patient.code,
        country=patient.country,
        zone=person.zone or "UTC",
        opened_at=incident.opened_at,
        typed=incident.source == "text",
        contradictory=incident.contradictory,
        added=_added(content, judged),
    )


def ranked(content: Content, flags: Iterable[str]) -> tuple[str, ...]:
    """Each flag once, the gravest first."""
    return judge(flags, content.tiers, ()).flags


def earlier(content: Content, judgement: Judgement) -> set[str]:
    """What was reported before, maybe in another case, and gave a judgement its tier together with what came now."""
    fitted = [rule for rule in content.rules if rule.id in judgement.rules and rule.tier.word == judgement.tier]
    return {flag for rule in fitted for flag in rule.every | rule.some} & set(judgement.together)


def _added(content: Content, judged: Sequence[Judgement]) -> tuple[str, ...]:
    """The further lines that the rules of a case's judgements add to the patient's message."""
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
