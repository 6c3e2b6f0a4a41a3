"""Climbing the ladder of a case until somebody has seen it. Safe to run twice, and after an outage."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import ladder
from bot.models import Alert, Incident, IncidentState, Person, Rung
from bot.services import cases, duty, notices, told


async def climb(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> None:
    """Take every rung that is due, in order and each once; one with nobody on it leads on to the next at once."""
    if incident.state != IncidentState.OPEN or incident.raised_at is None:
        return
    patient = await cases.patient_of(session, incident.patient_id)
    steps, dues = await _ladder(session, content, incident)
    rows = {row.step: row for row in await _climbed(session, incident)}
    before = len(rows)
    called: dict[int, Person] = {}
    while (step := ladder.next_step(rows, len(steps))) is not None:
        reached = step == 0 or await _reached(session, rows[step - 1])
        if not ladder.climbs(step, steps, dues, before_reached=reached, now=now):
            break
        rows[step] = await _take(session, incident, step, dues[step], now=now)
        team = await duty.called(session, content, steps[step].calls, patient, now=now)
        await _call(session, content, incident, rows[step], team, called, now=now)
        if steps[step].breached:
            incident.breached_at = incident.breached_at or now
        if steps[step].outside:
            await outside(session, content, incident, "nobody_acknowledged", now=now)
    incident.next_rung_at = dues[step] if step is not None else None
    if len(rows) > before:
        await told.rewrite_alerts(session, content, incident, now=now)
        await told.rewrite_patient(session, content, incident, now=now)


async def _ladder(
    session: AsyncSession, content: Content, incident: Incident
) -> tuple[tuple[ladder.Rung, ...], list[datetime]]:
    """The rungs of a case, and when each is due."""
    assert incident.raised_at is not None
    person = await cases.person_of(session, incident.patient_id)
    policy, zone = content.policy, person.zone or "UTC"
    night = not ladder.hours(policy, zone).works(incident.raised_at)
    steps = ladder.rungs(incident.tier, policy, priority=incident.priority, night=night)
    return steps, ladder.schedule(incident.tier, policy, incident.raised_at, zone, incident.priority)


async def _climbed(session: AsyncSession, incident: Incident) -> Sequence[Rung]:
    found = select(Rung).where(Rung.incident_id == incident.id, Rung.round == incident.round)
    return (await session.exec(found)).all()


async def _reached(session: AsyncSession, rung: Rung) -> bool:
    """Whether a rung has somebody whose alert has not failed."""
    found = select(Alert.id).where(Alert.rung_id == rung.id, col(Alert.failed_at).is_(None))
    return (await session.exec(found.limit(1))).first() is not None


async def _take(session: AsyncSession, incident: Incident, step: int, due_at: datetime, *, now: datetime) -> Rung:
    row = Rung(incident_id=incident.id, round=incident.round, step=step, due_at=due_at, climbed_at=now)
    session.add(row)
    await session.flush()
    return row


async def _call(
    session: AsyncSession,
    content: Content,
    incident: Incident,
    rung: Rung,
    team: Sequence[Person],
    called: dict[int, Person],
    *,
    now: datetime,
) -> None:
    """Alert a rung's people. After an outage several rungs are due: nobody gets more than one message for them."""
    await told.tell(session, content, incident, [one for one in team if one.id not in called], rung=rung, now=now)
    for again in (one for one in team if one.id in called):
        last = [alert for alert, person in await cases.alerts_of(session, incident) if person.id == again.id][-1]
        session.add(
            Alert(
                incident_id=incident.id,
                recipient_id=again.id,
                rung_id=rung.id,
                round=incident.round,
                outbox_id=last.outbox_id,
                shown_outbox_id=last.shown_outbox_id,
                raised_at=now,
            )
        )
    await session.flush()
    called.update({one.id: one for one in team})


async def climb_due(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Go on with every case whose next rung is due."""
    due = select(Incident).where(Incident.state == IncidentState.OPEN, col(Incident.next_rung_at) <= now)
    for incident in (await session.exec(due.order_by(col(Incident.next_rung_at)))).all():
        await climb(session, content, incident, now=now)


async def outside(session: AsyncSession, content: Content, incident: Incident, why: str, *, now: datetime) -> None:
    """Owe the channel beside Telegram a notice: a code, a tier, ids and times, no name and no words."""
    case = await cases.case_of(session, content, incident)
    body = {
        "kind": "alert",
        "why": why,
        "patient": case.code,
        "tier": incident.tier,
        "flags": list(case.flags),
        "raised_at": (incident.raised_at or incident.opened_at).isoformat(),
    }
    await notices.owe(session, f"incident:{incident.id}:{incident.round}:{why}", body, now=now)
