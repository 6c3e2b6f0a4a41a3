"""Plans: from a starter to a patient's own lines. A new version leaves what stays the same as it is."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.content.entries import PlanLine
from bot.domain import wall
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line, reconcile
from bot.domain.recurrence import Rule
from bot.models import Occurrence, Patient, Plan, PlanItem
from bot.services import audit, occurrences, planning

STARTER = "starter"
"""The plan that a patient agrees to at enrolment; every other is given by a therapist."""


async def current(session: AsyncSession, patient_id: int) -> Plan | None:
    """The plan that runs now."""
    running = select(Plan).where(Plan.patient_id == patient_id, col(Plan.ended_at).is_(None))
    return (await session.exec(running.order_by(col(Plan.id).desc()).limit(1))).first()


async def items(session: AsyncSession, plan_id: int) -> list[PlanItem]:
    """The lines of a version, also of a past one: those that it brought and those that it kept."""
    version = aliased(Plan)
    found = (
        select(PlanItem)
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(version, col(version.patient_id) == Plan.patient_id)
        .where(version.id == plan_id, col(PlanItem.plan_id) <= plan_id)
        .where(col(PlanItem.ended_by).is_(None) | (col(PlanItem.ended_by) > plan_id))
    )
    return list((await session.exec(found.order_by(col(PlanItem.id)))).all())


async def items_of(session: AsyncSession, found: Sequence[Occurrence]) -> dict[int, PlanItem]:
    """id -> the line of each of these occurrences."""
    wanted = select(PlanItem).where(col(PlanItem.id).in_({one.item_id for one in found}))
    return {item.id: item for item in (await session.exec(wanted)).all()}


def line_of(item: PlanItem) -> Line:
    """What a stored line says. Raises LineError or RuleError for one that says nothing sensible."""
    return Line(Kind(item.kind), item.rule, item.exercise, item.note, item.dose, item.override)


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
    """Start a plan from a starter in the place of the one before."""
    return await put(session, patient, starter, lines_of(content, patient, starter), zone=zone, by=by, now=now)


def lines_of(content: Content, patient: Patient, starter: str) -> list[Line]:
    """A starter's lines with the times that the patient chose."""
    return [_line(line, patient) for line in content.plans[starter].data.lines]


async def lines_at(session: AsyncSession, plan: Plan | None) -> list[Line]:
    """What a version says; nothing without one."""
    return [line_of(item) for item in await items(session, plan.id)] if plan is not None else []


async def versions(session: AsyncSession, patient_id: int, most: int) -> list[Plan]:
    """The newest versions of a patient's plan, the newest first."""
    found = select(Plan).where(Plan.patient_id == patient_id).order_by(col(Plan.id).desc()).limit(most)
    return list((await session.exec(found)).all())


async def put(
    session: AsyncSession,
    patient: Patient,
    starter: str,
    wanted: Sequence[Line],
    *,
    zone: str,
    by: int | None,
    now: datetime,
) -> Plan:
    """Make these lines the patient's plan. Equal lines go on with their occurrences, so that nothing comes twice on
    a day; of the others nothing unsent can come any more. `starter` names where the plan came from. The patient's
    settings say the time of check-in that it has.
    """
    asked = [at for line in wanted if line.kind is Kind.CHECK_IN for at in Rule.read(line.rule).moments_of_day]
    patient.check_in_at = wall.show(min(asked)) if asked else patient.check_in_at
    before = await current(session, patient.person_id)
    known = await items(session, before.id) if before else []
    kept = reconcile([(line_of(item), item) for item in known], wanted)
    if before is not None and before.starter == starter and not kept.begin and not kept.end:
        await planning.write_ahead(session, patient, zone=zone, now=now)
        return before
    plan = Plan(patient_id=patient.person_id, starter=starter, assigned_by=by, assigned_at=now)
    session.add(plan)
    if before is not None:
        before.ended_at = now
    await session.flush()
    for item in kept.end:
        item.ended_by = plan.id
    for line, replaced in kept.begin:
        session.add(_item(plan, line, replaced))
    await session.flush()
    whom, what = audit.about(patient.person_id), f"plan:{plan.id} {starter}"
    audit.record(session, actor_id=by, action="plan_assigned", subject=whom, reason=what, now=now)
    ended = [item.id for item in kept.end]
    await occurrences.cancel_unsent(session, patient.person_id, Reason.PLAN_CHANGED, items=ended, now=now)
    await planning.write_ahead(session, patient, zone=zone, now=now)
    return plan


def _item(plan: Plan, line: Line, replaced: PlanItem | None) -> PlanItem:
    return PlanItem(
        plan_id=plan.id,
        kind=line.kind,
        exercise=line.exercise,
        note=line.note,
        override=line.override,
        dose=line.dose,
        rule=line.rule,
        replaces_id=replaced.id if replaced else None,
    )


async def keep_to(session: AsyncSession, patient: Patient, changed: str, *, zone: str, now: datetime) -> None:
    """Move the running plan to what the patient has just changed, a field of OWN. All else of it stays as written."""
    plan = await current(session, patient.person_id)
    if plan is not None and changed in OWN:
        known = [line_of(item) for item in await items(session, plan.id)]
        wanted = [replace(one, rule={**one.rule, **_own(one, patient, changed)}) for one in known]
        await put(session, patient, plan.starter, wanted, zone=zone, by=patient.person_id, now=now)


OWN = {"check_in_at": ("times",), "sitting": ("start", "end"), "days": ("days",)}
"""The patient's own choices that a plan keeps to, and the fields of a rule that each decides."""


def _own(line: Line, patient: Patient, changed: str) -> dict[str, Any]:
    """What a line's rule has to say of a choice of the patient's."""
    found: dict[str, Any] = {}
    if line.kind is Kind.CHECK_IN and line.rule.get("times"):
        found = {"times": [patient.check_in_at]}
    elif line.kind is Kind.NUDGE and line.rule.get("every_minutes"):
        found = sitting(patient)
    return {field: found[field] for field in OWN[changed] if field in found}


async def go_on(session: AsyncSession, patient: Patient, *, zone: str, now: datetime) -> None:
    """After leaving and coming back: the plan goes on where it is."""
    await occurrences.take_up_again(session, patient.person_id, now=now)
    await planning.write_ahead(session, patient, zone=zone, now=now)


def sitting(patient: Patient) -> dict[str, Any]:
    """The hours and days that a patient sits, as a rule has them."""
    return {"days": list(patient.sitting_days), "start": patient.sitting_from, "end": patient.sitting_until}


def _line(line: PlanLine, patient: Patient) -> Line:
    dose = line.dose.model_dump(exclude_defaults=True) if line.dose else {}
    return Line(line.kind, rule_of(line, patient), line.exercise, dose=dose)


def rule_of(line: PlanLine, patient: Patient) -> dict[str, Any]:
    """A starter's line with the patient's own times, as a rule's document."""
    if line.at == "check_in":
        return {"times": [patient.check_in_at], "days": list(line.days)}
    if line.within == "sitting":
        return {"every_minutes": line.every_minutes, **sitting(patient)}
    return {"times": list(line.times), "days": list(line.days)}
