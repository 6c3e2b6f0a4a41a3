"""A therapist's draft of a patient's plan: every tap is saved, nothing is given before the last one."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import cautions, drafting
from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line
from bot.models import Patient, Plan, PlanDraft
from bot.services import audit, plans, profiles

MOST_LINES = 30
TAUGHT = 3
"""From this level on, and for nerve gliding from one below, an exercise needs a reason. Source: exercises.md."""
MOVING = (Kind.EXERCISE, Kind.WALK, Kind.NUDGE)


async def of(session: AsyncSession, patient_id: int, therapist_id: int) -> PlanDraft | None:
    return await session.get(PlanDraft, (patient_id, therapist_id))


async def begun(session: AsyncSession, patient: Patient, therapist_id: int, *, now: datetime) -> PlanDraft:
    """The therapist's draft for a patient, begun from the running plan where there is none."""
    known = await of(session, patient.person_id, therapist_id)
    if known is not None:
        return known
    plan = await plans.current(session, patient.person_id)
    draft = PlanDraft(
        patient_id=patient.person_id,
        therapist_id=therapist_id,
        base_id=plan.id if plan else None,
        starter=plan.starter if plan else plans.STARTER,
        changed_at=now,
    )
    write(draft, await plans.lines_at(session, plan), now=now)
    session.add(draft)
    await session.flush()
    return draft


def lines(draft: PlanDraft) -> dict[int, Line]:
    """key -> line. A key is never given twice."""
    return {one["key"]: line_of(one) for one in draft.lines}


def line_of(document: dict[str, Any]) -> Line:
    """A line as it is kept in a draft or a template."""
    values = {name: value for name, value in document.items() if name != "key"}
    return Line(**{**values, "kind": Kind(values["kind"])})


def documents(found: Sequence[Line]) -> list[dict[str, Any]]:
    return [{"key": key, **asdict(line), "kind": str(line.kind)} for key, line in enumerate(found, 1)]


def write(draft: PlanDraft, found: Sequence[Line], *, now: datetime) -> None:
    """Put other lines into the draft."""
    draft.lines, draft.changed_at = documents(found), now


def add(draft: PlanDraft, line: Line, *, now: datetime) -> int | None:
    """Add a line; its key, or None when the draft is full."""
    if len(draft.lines) >= MOST_LINES:
        return None
    key = max((one["key"] for one in draft.lines), default=0) + 1
    draft.lines = [*draft.lines, {"key": key, **asdict(line), "kind": str(line.kind)}]
    draft.changed_at = now
    return key


def change(draft: PlanDraft, key: int, line: Line, *, now: datetime) -> None:
    """Put another line in a line's place."""
    new = {"key": key, **asdict(line), "kind": str(line.kind)}
    draft.lines = [new if one["key"] == key else one for one in draft.lines]
    draft.changed_at = now


def remove(draft: PlanDraft, key: int, *, now: datetime) -> None:
    """Take a line out; again does nothing."""
    draft.lines = [one for one in draft.lines if one["key"] != key]
    draft.changed_at = now


async def asked_last(session: AsyncSession, therapist_id: int) -> PlanDraft | None:
    """The draft for which a therapist was last asked to type."""
    found = select(PlanDraft).where(PlanDraft.therapist_id == therapist_id).order_by(col(PlanDraft.changed_at).desc())
    return next((one for one in (await session.exec(found)).all() if one.asking), None)


async def against(
    session: AsyncSession, content: Content, patient: Patient, exercise: str, *, now: datetime
) -> list[str]:
    """What stands against an exercise for this patient: cautions' codes, and 'level' when it has to be taught first."""
    data = content.exercises[exercise].data
    found = cautions.against(data.cautions, await _said(session, patient), now=now)
    nerve = "nerve" in data.purposes and data.level >= TAUGHT - 1
    return [*found, *(["level"] if nerve or data.level >= TAUGHT else [])]


async def unknown(session: AsyncSession, content: Content, patient: Patient, exercise: str) -> list[str]:
    """The cautions of which the profile knows nothing."""
    return cautions.unknown(content.exercises[exercise].data.cautions, await _said(session, patient))


async def _said(session: AsyncSession, patient: Patient) -> dict[str, tuple[str, datetime]]:
    return {fact: (row.said, row.set_at) for fact, row in (await profiles.facts(session, patient.person_id)).items()}


async def merge(
    session: AsyncSession, content: Content, patient: Patient, draft: PlanDraft, more: Sequence[Line], *, now: datetime
) -> tuple[list[Line], list[Line], list[Line]]:
    """Add a template's lines: those that were added, those whose like was there, those that a caution rules out."""
    new, known = drafting.merged(list(lines(draft).values()), more)
    out = [
        line
        for line in new
        if line.exercise is not None and await against(session, content, patient, line.exercise, now=now)
    ]
    added = [line for line in new if line not in out and add(draft, line, now=now) is not None]
    return added, known, out


async def unreasoned(
    session: AsyncSession, content: Content, patient: Patient, draft: PlanDraft, *, now: datetime
) -> list[tuple[int, Line]]:
    """The lines that a caution rules out and that have no reason yet, also those that run already."""
    return [
        (key, line)
        for key, line in lines(draft).items()
        if line.exercise is not None
        and line.override is None
        and await against(session, content, patient, line.exercise, now=now)
    ]


async def moves_more(session: AsyncSession, patient: Patient, draft: PlanDraft) -> bool:
    """Whether the draft brings movement that the running plan does not have; not while a hold is open."""
    before = await plans.lines_at(session, await plans.current(session, patient.person_id))
    return any(line.kind in MOVING and line not in before for line in lines(draft).values())


async def lock(session: AsyncSession, patient: Patient) -> None:
    """Two saves of one patient's plan wait for each other."""
    same = select(Patient).where(Patient.person_id == patient.person_id).with_for_update()
    await session.exec(same)


async def save(session: AsyncSession, patient: Patient, draft: PlanDraft, *, zone: str, now: datetime) -> None:
    """Give the draft's lines to the patient, with the reasons in the audit. The draft ends."""
    found = list(lines(draft).values())
    for line in found:
        if line.override is not None:
            whom, what = audit.about(patient.person_id), f"exercise:{line.exercise}"
            by = draft.therapist_id
            audit.record(session, actor_id=by, action="caution_overridden", subject=whom, reason=what, now=now)
    await plans.put(session, patient, draft.starter, found, zone=zone, by=draft.therapist_id, now=now)
    await session.delete(draft)


async def lay_on_top(session: AsyncSession, patient: Patient, draft: PlanDraft, *, now: datetime) -> None:
    """Move a draft onto the plan that runs now, with its own changes on top."""
    plan = await plans.current(session, patient.person_id)
    base = await plans.lines_at(session, await session.get(Plan, draft.base_id) if draft.base_id else None)
    theirs = await plans.lines_at(session, plan)
    write(draft, drafting.lay_on_top(base, theirs, list(lines(draft).values())), now=now)
    draft.base_id = plan.id if plan else None
    draft.starter = plan.starter if plan else draft.starter
