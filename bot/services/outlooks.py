"""A patient's coming days: by the plan that runs, and by one that could."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import plan_lines, wall
from bot.domain.outlook import Line, Outlook, outlook
from bot.domain.recurrence import Rule
from bot.models import Patient, Person
from bot.services import patients, plans


async def of_now(session: AsyncSession, patient: Patient, person: Person, *, now: datetime) -> Outlook:
    """The coming days by the running plan; empty without one."""
    plan = await plans.current(session, patient.person_id)
    items = await plans.items(session, plan.id) if plan is not None else []
    return _of([Line(item.kind, item.exercise, Rule.read(item.rule)) for item in items], patient, person, now=now)


def of_lines(patient: Patient, person: Person, found: Sequence[plan_lines.Line], *, now: datetime) -> Outlook:
    """The coming days as they would be with these lines. Nothing is saved."""
    return _of([Line(line.kind, line.exercise, Rule.read(line.rule)) for line in found], patient, person, now=now)


def _of(lines: list[Line], patient: Patient, person: Person, *, now: datetime) -> Outlook:
    quiet = wall.Window.of(patient.quiet_from, patient.quiet_until)
    return outlook(lines, patients.zone_of(patient, person), quiet, now=now)
