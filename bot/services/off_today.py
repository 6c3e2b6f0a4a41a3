"""What brings nothing today, with the reason: a line that begins later, has ended, comes another day, or was taken
out.
"""

from collections.abc import Sequence
from datetime import date

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, lines
from bot.domain.gate import Reason
from bot.domain.recurrence import Off, Rule, absence
from bot.models import Occurrence, OccurrenceState, Patient, PlanItem
from bot.services import plans, reminder_words


async def told(
    session: AsyncSession, content: Content, patient: Patient, come: Sequence[Occurrence], say: Words, *, today: date
) -> Html | None:
    """A line for each, under a head; None where there is none. `come` are the occurrences of today."""
    plan = await plans.current(session, patient.person_id)
    items = await plans.items(session, plan.id) if plan is not None else []
    there = {one.item_id for one in come}
    found = [
        (item, _why(say, Rule.read(item.rule), today)) for item in items if not there & {item.id, item.replaces_id}
    ]
    on_it = {_what(item) for item in items}
    taken_out = {_what(item): item for item in await _changed(session, patient.person_id, today)}
    found += [(item, say.label("reason.plan_changed")) for what, item in taken_out.items() if what not in on_it]
    each = [
        say("why.off.line", what=reminder_words.name(content, say.language, item), why=reason) for item, reason in found
    ]
    return lines(say("why.off.head"), *each) if each else None


def _what(item: PlanItem) -> tuple[str, str | None, str | None]:
    return item.kind, item.exercise, item.note


async def _changed(session: AsyncSession, patient_id: int, today: date) -> Sequence[PlanItem]:
    """The lines of which a change of the plan has ended something that was still to come today."""
    ended = select(Occurrence.item_id).where(
        Occurrence.patient_id == patient_id,
        Occurrence.local_date == today,
        Occurrence.state == OccurrenceState.CANCELLED,
        Occurrence.reason == Reason.PLAN_CHANGED,
    )
    return (await session.exec(select(PlanItem).where(col(PlanItem.id).in_(ended)).order_by(col(PlanItem.id)))).all()


def _why(say: Words, rule: Rule, today: date) -> str:
    """A moment that the rule names and that is not there was over before the plan had it."""
    found = absence(rule, today)
    if found is None:
        return say.label("why.off.passed")
    if found.why is Off.USED_UP or found.day is None:
        return say.label("why.off.used_up", n=rule.limit)
    return say.label(f"why.off.{found.why}", day=say.day(found.day))
