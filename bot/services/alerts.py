"""Telling the team of a red flag, and telling everybody who has seen it."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.models import Alert, Incident, IncidentState, Patient, Person
from bot.models.person import Role
from bot.services import audit, cases, outbox, people, urgent_words
from bot.services.urgent_words import Case, Seen


async def team_of(session: AsyncSession, patient: Patient) -> list[Person]:
    """The patient's therapist; everybody on the team when there is none who can be reached."""
    if patient.therapist_id is not None:
        therapist = await cases.person_of(session, patient.therapist_id)
        if therapist.unreachable_since is None and Role.THERAPIST in await people.granted(session, therapist.id):
            return [therapist]
    everyone = [
        *await people.with_role(session, Role.THERAPIST),
        *await people.with_role(session, Role.ADMIN),
    ]
    return list({one.id: one for one in everyone if one.id != patient.person_id}.values())


async def raise_for(
    session: AsyncSession,
    content: Content,
    incident: Incident,
    case: Case,
    team: Iterable[Person],
    *,
    now: datetime,
) -> None:
    for member in team:
        message = urgent_words.to_team(content, member.language, case)
        row = await outbox.queue(session, outbox.Address(member.telegram_id), Kind.SAFETY, message, now=now)
        session.add(Alert(incident_id=incident.id, recipient_id=member.id, outbox_id=row.id, raised_at=now))
    await session.flush()


async def not_reached(session: AsyncSession, content: Content, outbox_id: int, *, now: datetime) -> None:
    """An alert did not arrive: the rest of the team gets it, and the patient hears if there is nobody."""
    found = select(Alert, Incident).where(Alert.outbox_id == outbox_id, Incident.id == Alert.incident_id)
    row = (await session.exec(found)).first()
    if row is None:
        return
    _, incident = row
    patient = await cases.patient_of(session, incident.patient_id)
    told = await session.exec(select(Alert.recipient_id).where(Alert.incident_id == incident.id))
    already = set(told.all())
    team = await team_of(session, patient)
    case = await cases.case_of(session, content, incident)
    await raise_for(session, content, incident, case, [one for one in team if one.id not in already], now=now)
    await _rewrite_told(session, content, incident, Seen("team" if team else "nobody"), now=now)


async def acknowledge(
    session: AsyncSession, content: Content, incident: Incident, by: Person, *, now: datetime
) -> bool:
    """Somebody has seen it: the patient's message and the alerts say who. False when somebody already had."""
    if incident.state != IncidentState.OPEN:
        return False
    incident.state, incident.acknowledged_by, incident.acknowledged_at = (
        IncidentState.ACKNOWLEDGED,
        by.id,
        now,
    )
    await session.flush()
    whom, what = audit.about(incident.patient_id), f"incident:{incident.id}"
    audit.record(session, actor_id=by.id, action="case_acknowledged", subject=whom, reason=what, now=now)
    seen = Seen("team", by.first_name, now)
    await _rewrite_told(session, content, incident, seen, now=now)
    await _rewrite_alerts(session, content, incident, now=now)
    return True


async def _rewrite_told(
    session: AsyncSession, content: Content, incident: Incident, seen: Seen, *, now: datetime
) -> None:
    person = await cases.person_of(session, incident.patient_id)
    case = await cases.case_of(session, content, incident)
    message = urgent_words.to_patient(content, person.language, case, seen)
    to = outbox.Address(person.telegram_id, person.id)
    await outbox.queue(session, to, Kind.SAFETY, message, edits_id=incident.told_outbox_id, now=now)


async def _rewrite_alerts(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> None:
    case = await cases.case_of(session, content, incident)
    seen = await cases.seen_by(session, incident)
    raised = select(Alert, Person).where(Alert.incident_id == incident.id, Person.id == Alert.recipient_id)
    for alert, member in (await session.exec(raised)).all():
        message = urgent_words.to_team(content, member.language, case, says=incident.patient_says, seen=seen)
        to = outbox.Address(member.telegram_id)
        await outbox.queue(session, to, Kind.SAFETY, message, edits_id=alert.outbox_id, now=now)


async def patient_says(
    session: AsyncSession, content: Content, incident: Incident, what: str, *, now: datetime
) -> None:
    """Keep the patient's answer to the urgent message and show it to the team. It never closes a case."""
    incident.patient_says, incident.patient_says_at = what, now
    await session.flush()
    mine = incident.patient_id
    audit.record(
        session, actor_id=mine, action="case_answered", subject=audit.about(mine),
        reason=f"incident:{incident.id} {what}", now=now,
    )  # fmt: skip
    await _rewrite_alerts(session, content, incident, now=now)
