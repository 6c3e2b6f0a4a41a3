"""A patient's coming days: by the plan that runs, and by one that could."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.outlook import Line, Outlook, outlook
from bot.domain.recurrence import Rule
from bot.models import Patient, Person
from bot.services import patients, plans


async def of_now(session: AsyncSession, patient: Patient, person: Person, *, now: datetime) -> Outlook:
    """The coming days by the running plan; empty without one."""
    plan = await plans.current(session, patient.person_id)
    items = await plans.items(session, plan.id) if plan is not None else []
    return _of([Line(item.kind, item.exercise, Rule.read(item.rule)) for item in items], patient, person, now=now)


def of_starter(content: Content, patient: Patient, person: Person, starter: str, *, now: datetime) -> Outlook:
    """The coming days as they would be with a starter plan. Nothing is saved."""
    lines = content.plans[starter].data.lines
    made = [Line(line.kind, line.exercise, Rule.read(plans.rule_of(line, patient))) for line in lines]
    return _of(made, patient, person, now=now)


def _of(lines: list[Line], patient: Patient, person: Person, *, now: datetime) -> Outlook:
    standing = patients.standing(patient, person)
    return outlook(lines, patients.zone_of(patient, person), standing.quiet, now=now)
