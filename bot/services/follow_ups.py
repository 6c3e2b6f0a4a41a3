"""Asking a patient whose case is open whether they got care; and what their silence leads to."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import insert_new
from bot.domain import followups, ladder, wall
from bot.domain.followups import Outcome, Silence
from bot.domain.ladder import CRISIS, Reach
from bot.models import FollowUp, Incident, IncidentState, Patient
from bot.services import cases, chase, duty, told

CALLED = {
    Silence.PHONE: frozenset({Reach.THERAPIST, Reach.BACKUP}),
    Silence.ADMINS: frozenset({Reach.ADMINS}),
    Silence.HIGH: frozenset({Reach.THERAPIST}),
}
"""Whom the silence calls. Source: safety.md S2, S3."""


async def plan(session: AsyncSession, incident: Incident) -> None:
    """Write down when the patient will be asked after an alarm that has just begun."""
    assert incident.raised_at is not None
    patient = await cases.patient_of(session, incident.patient_id)
    person = await cases.person_of(session, incident.patient_id)
    quiet = wall.Window.of(patient.quiet_from, patient.quiet_until)
    rows = []
    for step, question in enumerate(followups.questions(incident.tier)):
        due_at = followups.due_at(question, incident.raised_at, person.zone or "UTC", quiet)
        if due_at is not None:
            rows.append({"incident_id": incident.id, "round": incident.round, "step": step, "due_at": due_at})
    await insert_new(session, FollowUp, rows)


async def ask_due(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Ask what is due. After an outage several questions are: the patient gets one, the team every consequence."""
    due = select(FollowUp, Incident).where(
        col(FollowUp.done_at).is_(None), col(FollowUp.due_at) <= now, Incident.id == FollowUp.incident_id
    )
    found = (await session.exec(due.order_by(col(FollowUp.incident_id), col(FollowUp.due_at)))).all()
    for _, mine in groupby(found, key=lambda pair: pair[1].id):
        pairs = list(mine)
        await _ask(session, content, pairs[0][1], [row for row, _ in pairs], now=now)


async def _ask(
    session: AsyncSession, content: Content, incident: Incident, rows: Sequence[FollowUp], *, now: datetime
) -> None:
    patient = await cases.patient_of(session, incident.patient_id)
    for row in rows:
        row.done_at = now
    rows = [row for row in rows if row.round == incident.round]
    if incident.state == IncidentState.CLOSED or not rows or not followups.asks_on(_says(incident)):
        return
    tier = incident.alarm_tier or incident.tier
    questions = [followups.questions(tier)[row.step] for row in rows]
    last = await _asked_last(session, incident) if followups.wants_each_answered(tier) else None
    silence = _silent(incident, last)
    for question in questions:
        if silence and question.silence is not Silence.NOTHING:
            await _silence(session, content, incident, patient, question.silence, now=now)
    asked = [row for row, question in zip(rows, questions, strict=True) if question.asks]
    if asked and patient.left_at is None:
        again = silence and any(question.silence is Silence.AGAIN for question in questions)
        await told.ask(session, content, incident, asked[-1], again=again and incident.tier != CRISIS, now=now)


def _says(incident: Incident) -> str | None:
    """What the patient said since the last alarm."""
    return None if _silent(incident) else incident.patient_says


def _silent(incident: Incident, asked_at: datetime | None = None) -> bool:
    """Whether nothing was heard since the alarm, or since a question after it."""
    since = asked_at or incident.raised_at or incident.opened_at
    return followups.silent(incident.patient_says, incident.patient_says_at, since)


async def _asked_last(session: AsyncSession, incident: Incident) -> datetime | None:
    """When the patient was asked last since the alarm."""
    asked = select(FollowUp.done_at).where(
        FollowUp.incident_id == incident.id, FollowUp.round == incident.round, col(FollowUp.outbox_id).is_not(None)
    )
    return (await session.exec(asked.order_by(col(FollowUp.done_at).desc()).limit(1))).first()


async def _silence(
    session: AsyncSession, content: Content, incident: Incident, patient: Patient, silence: Silence, *, now: datetime
) -> None:
    """Label the alerts 'not confirmed', and call whom this silence calls."""
    incident.unconfirmed_at = incident.unconfirmed_at or now
    if silence is Silence.HIGH:
        incident.priority = ladder.HIGH
        await chase.climb(session, content, incident, now=now)
    if silence in CALLED:
        team = await duty.called(session, content, CALLED[silence], patient, now=now)
        team = team or await duty.called(session, content, {Reach.ON_CALL, Reach.ADMINS}, patient, now=now)
        await told.tell(session, content, incident, team, now=now)
    await told.rewrite_alerts(session, content, incident, now=now)


async def answer(session: AsyncSession, row: FollowUp, outcome: Outcome, *, now: datetime) -> None:
    """Keep what the patient answered to a question; the newest answer counts."""
    row.outcome, row.answered_at = outcome, now
    await session.flush()
