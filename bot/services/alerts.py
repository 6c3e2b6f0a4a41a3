"""Alarms: raised, acknowledged, answered by the patient; and what has to be noticed about them meanwhile."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import followups, ladder
from bot.domain.followups import WORRYING
from bot.domain.ladder import Reach
from bot.models import Alert, Incident, IncidentState, OutboxRow, OutboxState, Patient, Person, RoleGrant
from bot.models.person import Role
from bot.services import audit, care, cases, chase, closing, duty, follow_ups, told

TOLD_WITHIN = timedelta(seconds=60)
"""An urgent message that has not left after this long is said to the team. Source: safety.md S6."""
AT_HAND = frozenset({Reach.ON_CALL, Reach.ADMINS})


async def team_of(session: AsyncSession, patient: Patient, *, now: datetime) -> list[Person]:
    """The therapists who answer for the patient; everybody on the team when none of them can be reached."""
    carers = await care.carers(session, patient, now=now)
    return carers or [one for one in await duty.everyone(session) if one.id != patient.person_id]


async def raise_for(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> None:
    """Sound the alarm of a case that was just opened, or opened again. Call it when the patient's message is owed.

    While an alarm of the same weight runs, its ladder goes on, and who was told hears the news.
    """
    incident.shown_outbox_id = None
    await _sound(session, content, incident, now=now)


async def _sound(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> None:
    running = incident.alarm_tier if incident.round > incident.seen_round else None
    await closing.forget_ticks(session, incident)
    if not ladder.restarts(running, incident.tier):
        await told.tell(session, content, incident, await _carers(session, content, incident, now=now), now=now)
        await told.rewrite_alerts(session, content, incident, now=now)
        await told.rewrite_patient(session, content, incident, now=now)
        return
    incident.round += 1
    incident.alarm_tier, incident.raised_at = incident.tier, now
    incident.breached_at = incident.untold_at = incident.unconfirmed_at = incident.handed_at = None
    await session.flush()
    await follow_ups.plan(session, incident)
    await chase.climb(session, content, incident, now=now)


async def raise_level(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> None:
    """The patient reaches nobody: the case weighs one level more, and whoever had seen it hears so again."""
    incident.tier = ladder.raised(incident.tier)
    incident.state, incident.acknowledged_by, incident.acknowledged_at = IncidentState.OPEN, None, None
    await _sound(session, content, incident, now=now)


async def _carers(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> Sequence[Person]:
    """Who has the case in hand: who acknowledged it, or else who was told of it, or else whoever there is."""
    patient = await cases.patient_of(session, incident.patient_id)
    if incident.acknowledged_by is not None and (found := await duty.members(session, [incident.acknowledged_by])):
        return found
    raised = await cases.alerts_of(session, incident)
    ids = {alert.recipient_id for alert, _ in raised if alert.round == incident.round and alert.failed_at is None}
    return await duty.members(session, ids) or await duty.called(session, content, AT_HAND, patient, now=now)


async def not_reached(session: AsyncSession, content: Content, outbox_id: int, *, now: datetime) -> None:
    """A message will never arrive. Was it an alert, the ladder goes on at once; was its reader a patient with an
    open case who cannot be reached, the team hears so.
    """
    alert = (await session.exec(select(Alert).where(Alert.outbox_id == outbox_id))).first()
    if alert is not None:
        await note_arrivals(session, content, now=now)
    await note_lost(session, content, now=now)


async def note_arrivals(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Write down which alerts have arrived and which have failed; the patient reads 'sent' only after that."""
    ends = (OutboxState.SENT, OutboxState.FAILED, OutboxState.CANCELLED)
    found = select(Alert, OutboxRow).where(
        col(Alert.delivered_at).is_(None),
        col(Alert.failed_at).is_(None),
        OutboxRow.id == Alert.outbox_id,
        col(OutboxRow.state).in_(ends),
    )
    touched: set[int] = set()
    for alert, row in (await session.exec(found)).all():
        arrived = row.state == OutboxState.SENT
        alert.delivered_at, alert.failed_at = (row.sent_at or now, None) if arrived else (None, now)
        touched.add(alert.incident_id)
    await session.flush()
    for incident_id in sorted(touched):
        incident = (await session.exec(select(Incident).where(Incident.id == incident_id))).one()
        await chase.climb(session, content, incident, now=now)
        if incident.state != IncidentState.CLOSED:
            await told.rewrite_patient(session, content, incident, now=now)


async def note_lost(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Alert the team to patients with an open case who blocked the bot; and note when they are back."""
    found = select(Incident, Person).where(
        Incident.state != IncidentState.CLOSED,
        Person.id == Incident.patient_id,
        col(Incident.lost_at).is_(None) != col(Person.unreachable_since).is_(None),
    )
    for incident, person in (await session.exec(found)).all():
        incident.lost_at = now if person.unreachable_since is not None else None
        if incident.lost_at is not None:
            await told.tell(session, content, incident, await _carers(session, content, incident, now=now), now=now)
        await told.rewrite_alerts(session, content, incident, now=now)


async def note_untold(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Mark the alerts of patients whose urgent message has not left within a minute; and unmark them later."""
    found = select(Incident, OutboxRow.state).where(
        Incident.state != IncidentState.CLOSED,
        OutboxRow.id == Incident.told_outbox_id,
        col(OutboxRow.queued_at) <= now - TOLD_WITHIN,
        col(Incident.untold_at).is_(None) == (col(OutboxRow.state) != OutboxState.SENT),
    )
    for incident, state in (await session.exec(found)).all():
        incident.untold_at = now if state != OutboxState.SENT else None
        if incident.untold_at is not None:
            await told.tell(session, content, incident, await _carers(session, content, incident, now=now), now=now)
        await told.rewrite_alerts(session, content, incident, now=now)


async def hand_over(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Cases whose patient has left, or whose therapist is none any more, move to the admins. Source: S7."""
    therapists = select(RoleGrant.person_id).where(RoleGrant.role == Role.THERAPIST)
    left = or_(col(Patient.left_at).is_not(None), col(Patient.therapist_id).not_in(therapists))
    found = select(Incident, Patient).where(
        Incident.state != IncidentState.CLOSED,
        Patient.person_id == Incident.patient_id,
        col(Incident.handed_at).is_(None),
        left,
    )
    for incident, patient in (await session.exec(found)).all():
        incident.handed_at = now
        admins = await duty.called(session, content, {Reach.ADMINS}, patient, now=now)
        await told.tell(session, content, incident, admins, now=now)
        await told.rewrite_alerts(session, content, incident, now=now)


async def acknowledge(
    session: AsyncSession, content: Content, incident: Incident, by: Person, *, now: datetime
) -> bool:
    """Somebody has seen it: the patient's message and the alerts say who. False when somebody already had."""
    if incident.state != IncidentState.OPEN:
        return False
    incident.state, incident.acknowledged_by, incident.acknowledged_at = IncidentState.ACKNOWLEDGED, by.id, now
    incident.seen_round, incident.next_rung_at = incident.round, None
    await session.flush()
    whom, what = audit.about(incident.patient_id), f"incident:{incident.id}"
    audit.record(session, actor_id=by.id, action="case_acknowledged", subject=whom, reason=what, now=now)
    await told.rewrite_patient(session, content, incident, now=now)
    await told.rewrite_alerts(session, content, incident, now=now)
    return True


async def patient_says(
    session: AsyncSession, content: Content, incident: Incident, what: str, *, now: datetime
) -> None:
    """Keep the patient's answer and show it to the team. It never closes a case."""
    incident.patient_says, incident.patient_says_at = what, now
    if what in WORRYING:
        incident.unconfirmed_at = incident.unconfirmed_at or now
    elif followups.confirms(what):
        incident.unconfirmed_at = None
    await session.flush()
    if what in ("cannot_reach", "could_not"):
        await raise_level(session, content, incident, now=now)
    await told.rewrite_alerts(session, content, incident, now=now)
