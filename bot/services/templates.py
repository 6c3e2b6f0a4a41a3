"""The clinic's own templates: lines under a name. A plan made of one keeps them, whatever becomes of the template."""

from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.plan_lines import Line
from bot.models import Person, PlanDraft, PlanTemplate
from bot.services import audit, drafts

NAME_LENGTH = 40


async def known(session: AsyncSession) -> list[PlanTemplate]:
    """All of them by name."""
    return list((await session.exec(select(PlanTemplate).order_by(col(PlanTemplate.name)))).all())


def lines(template: PlanTemplate) -> list[Line]:
    return [drafts.line_of(one) for one in template.lines]


async def save(session: AsyncSession, draft: PlanDraft, name: str, *, now: datetime) -> PlanTemplate:
    """Keep a draft's lines as a template, without what is one patient's own: dates and reasons."""
    found = drafts.documents([_general(line) for line in drafts.lines(draft).values()])
    template = PlanTemplate(name=name, lines=found, saved_by=draft.therapist_id, saved_at=now)
    session.add(template)
    await session.flush()
    _audit(session, template, draft.therapist_id, "template_saved", now=now)
    return template


def _general(line: Line) -> Line:
    dated = ("starts_on", "ends_on", "limit")
    rule = {name: value for name, value in line.rule.items() if name not in dated}
    return Line(line.kind, rule, line.exercise, line.note, line.dose)


async def rename(session: AsyncSession, template: PlanTemplate, name: str, by: Person, *, now: datetime) -> bool:
    """Give a template another name; False when another one has it."""
    if any(one.id != template.id and _same(one.name, name) for one in await known(session)):
        return False
    template.name = name
    await session.flush()
    _audit(session, template, by.id, "template_renamed", now=now)
    return True


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


async def delete(session: AsyncSession, template: PlanTemplate, by: Person, *, now: datetime) -> None:
    """Take a template away, for every therapist of the clinic."""
    _audit(session, template, by.id, "template_deleted", now=now)
    await session.delete(template)
    await session.flush()


def _audit(session: AsyncSession, template: PlanTemplate, by: int, deed: str, *, now: datetime) -> None:
    audit.record(session, actor_id=by, action=deed, subject=f"template:{template.id}", now=now)
