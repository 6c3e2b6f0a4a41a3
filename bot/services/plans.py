"""Plans: from a starter to a patient's own lines, and from those to the days' occurrences."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.content.model import PlanLine
from bot.db import insert_new
from bot.domain import wall
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.recurrence import Rule, instants
from bot.models import Occurrence, OccurrenceState, Patient, Plan, PlanItem
from bot.services import audit

STARTER = "starter"
"""The plan that a patient agrees to at enrolment; every other is given by a therapist."""
AHEAD = 1
"""Days after today for which occurrences are written down."""
WAITING = (OccurrenceState.DUE, OccurrenceState.SNOOZED)


async def current(session: AsyncSession, patient_id: int) -> Plan | None:
    """The plan that runs now."""
    running = select(Plan).where(Plan.patient_id == patient_id, col(Plan.ended_at).is_(None))
    return (await session.exec(running.order_by(col(Plan.id).desc()).limit(1))).first()


async def items(session: AsyncSession, plan_id: int) -> list[PlanItem]:
    found = select(PlanItem).where(PlanItem.plan_id == plan_id).order_by(col(PlanItem.id))
    return list((await session.exec(found)).all())


async def assign(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    starter: str,
    *,
    zone: str,
    by: int | None,
    now: datetime,
) -> Plan:
    """Start a plan and end the one before. Nothing unsent of the old plan can still come."""
    before = await current(session, patient.person_id)
    if before is not None:
        before.ended_at = now
    await cancel_unsent(session, patient.person_id, Reason.PLAN_CHANGED)
    plan = Plan(patient_id=patient.person_id, starter=starter, assigned_by=by, assigned_at=now)
    session.add(plan)
    await session.flush()
    whom, what = audit.about(patient.person_id), f"plan:{plan.id} {starter}"
    audit.record(session, actor_id=by, action="plan_assigned", subject=whom, reason=what, now=now)
    for line in content.plans[starter].data.lines:
        rule = rule_of(line, patient)
        session.add(PlanItem(plan_id=plan.id, kind=line.kind, exercise=line.exercise, rule=rule))
    await session.flush()
    await write_ahead(session, patient, zone=zone, now=now)
    return plan


async def rebuild(session: AsyncSession, content: Content, patient: Patient, *, zone: str, now: datetime) -> None:
    """Move the running plan to the patient's changed times or zone. Nothing comes twice on a day."""
    plan = await current(session, patient.person_id)
    if plan is not None:
        await assign(session, content, patient, plan.starter, zone=zone, by=plan.assigned_by, now=now)


def rule_of(line: PlanLine, patient: Patient) -> dict[str, Any]:
    """A starter's line with the patient's own times, as a rule's document."""
    if line.at == "check_in":
        return {"times": [patient.check_in_at], "days": list(line.days)}
    if line.within == "sitting":
        window = {"start": patient.sitting_from, "end": patient.sitting_until}
        return {"every_minutes": line.every_minutes, "days": list(patient.sitting_days), **window}
    return {"times": list(line.times), "days": list(line.days)}


async def write_ahead(session: AsyncSession, patient: Patient, *, zone: str, now: datetime) -> None:
    """Write down what is still to come today and tomorrow. Running it again adds nothing."""
    today = wall.local(now, zone).date()
    plan = await current(session, patient.person_id)
    if plan is not None:
        asked = await _was_asked(session, patient.person_id, today)
        rows = [
            row
            for item in await items(session, plan.id)
            for row in _rows(item, patient.person_id, zone, today, now)
            if not (asked and row["kind"] == Kind.CHECK_IN and row["local_date"] == today)
        ]
        await insert_new(session, Occurrence, rows)
    patient.planned_until = today + timedelta(days=AHEAD)


def _rows(item: PlanItem, patient_id: int, zone: str, today: date, now: datetime) -> list[dict[str, Any]]:
    rule = Rule.read(item.rule)
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD + 1)]
    return [
        {
            "item_id": item.id,
            "patient_id": patient_id,
            "kind": item.kind,
            "exercise": item.exercise,
            "local_date": day,
            "slot": slot,
            "due_at": at,
            "state": OccurrenceState.DUE,
        }
        for day in days
        for slot, at in instants(rule, zone, day)
        if at > now
    ]


async def _was_asked(session: AsyncSession, patient_id: int, day: date) -> bool:
    """Whether a day's check-in went out already, under this plan or an older one."""
    sent = select(Occurrence.id).where(
        Occurrence.patient_id == patient_id,
        Occurrence.local_date == day,
        Occurrence.kind == Kind.CHECK_IN,
        col(Occurrence.sent_at).is_not(None),
    )
    return (await session.exec(sent.limit(1))).first() is not None


async def cancel_unsent(session: AsyncSession, patient_id: int, reason: Reason) -> None:
    """End the occurrences that were still waiting."""
    waiting = update(Occurrence).where(col(Occurrence.patient_id) == patient_id, col(Occurrence.state).in_(WAITING))
    await session.exec(waiting.values(state=OccurrenceState.CANCELLED, reason=reason))
