"""Why each of a day's reminders came, or did not: the rule, what decided, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain import gate, wall
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.recurrence import EVERY_DAY, Rule
from bot.models import Occurrence, OccurrenceState, Patient, Person, PlanItem
from bot.services import occurrences, patients, planning, reminder_words


@dataclass(frozen=True)
class Reader:
    """In whose words, and whether it is the patient who reads."""

    say: Words
    language: str


async def trace(
    session: AsyncSession, content: Content, patient: Patient, person: Person, reader: Reader, *, now: datetime
) -> Html:
    """The day's reminders line by line of the plan, each with its plain trace, under what holds for all of them."""
    zone = patients.zone_of(patient, person)
    found = await occurrences.on_day(session, patient.person_id, wall.local(now, zone).date())
    items = {item.id: item for item in await _items(session, found)}
    by_item = {id_: [one for one in found if one.item_id == id_] for id_ in dict.fromkeys(one.item_id for one in found)}
    standing = patients.standing(patient, person)
    each = [_item(content, items[id_], ones, standing, zone, reader, now=now) for id_, ones in by_item.items()]
    return paragraphs(
        reader.say("why.head"), _frame(content, patient, person, reader, now=now), *each,
        reader.say("why.none") if not each else None,
    )  # fmt: skip


async def _items(session: AsyncSession, found: list[Occurrence]) -> list[PlanItem]:
    wanted = select(PlanItem).where(col(PlanItem.id).in_({one.item_id for one in found}))
    return list((await session.exec(wanted)).all())


def _frame(content: Content, patient: Patient, person: Person, reader: Reader, *, now: datetime) -> Html:
    """What holds for every reminder of the day."""
    say, zone = reader.say, patients.zone_of(patient, person)
    pause = patient.paused_until if patient.paused_until is not None and now < patient.paused_until else None
    return lines(
        say("why.zone", city=say.city(zone), time=say.time(now, zone)),
        say("why.away", here=say.city(person.zone), city=say.city(zone)) if patient.home_zone and person.zone else None,
        say("why.quiet", start=patient.quiet_from, end=patient.quiet_until),
        say("why.paused", day=say.day(wall.local(pause, zone).date()), time=say.time(pause, zone)) if pause else None,
        say("why.held") if patient.held_since is not None else None,
        say("why.budget", n=content.policy.reminders_a_day),
    )


def _item(
    content: Content,
    item: PlanItem,
    ones: Sequence[Occurrence],
    standing: gate.Standing,
    zone: str,
    reader: Reader,
    *,
    now: datetime,
) -> Html:
    """A line of the plan: its rule, and a line for each of the day's times; those of one fate stand together."""
    traces = [_trace(reader.say, one, item, standing, zone, now=now) for one in ones]
    runs = [list(run) for _, run in groupby(traces, key=lambda trace: trace.fate)]
    return lines(
        reader.say("why.item", what=reminder_words.name(content, reader.language, ones[0])),
        reminder_words.details(content, reader.language, item),
        rule(reader.say, Rule.read(item.rule)),
        *(reader.say("why.times_of", times=", ".join(one.time for one in run), fate=run[0].fate) for run in runs),
    )


@dataclass(frozen=True)
class Trace:
    """The time that was planned, and what became of it."""

    time: str
    fate: Html


def _trace(say: Words, one: Occurrence, item: PlanItem, standing: gate.Standing, zone: str, *, now: datetime) -> Trace:
    planned = planning.planned_at(one, item, zone)
    moved = planned is not None and planned != one.due_at
    steps = (
        say("why.moved_to", time=say.time(one.due_at, zone)) if moved else None,
        say("why.came", time=say.time(one.sent_at, zone)) if one.sent_at is not None else None,
        _outcome(say, one, standing, zone, now=now),
    )
    return Trace(say.time(planned or one.due_at, zone), Html(" · ".join(step for step in steps if step is not None)))


def _outcome(say: Words, one: Occurrence, standing: gate.Standing, zone: str, *, now: datetime) -> Html:
    """What became of it, or will as things stand."""
    if one.state in occurrences.WAITING:
        refusal = gate.refuses(standing, Kind(one.kind), now=max(one.due_at, now))
        return say("why.will_not", reason=say.label(f"reason.{refusal}")) if refusal else say(f"state.{one.state}")
    label = say.label(f"state.{one.state}")
    if one.reason in set(Reason):
        label = say.label(f"reason.{one.reason}")
    if one.state == OccurrenceState.SENT:
        return Html(label)
    return say("why.ended", state=label, time=say.time(one.answered_at or one.changed_at or one.due_at, zone))


def rule(say: Words, found: Rule) -> Html:
    """A rule in a few words."""
    days = say.label("why.every_day") if set(found.days) == set(EVERY_DAY) else say.weekdays(found.days)
    if found.every_minutes:
        return say("why.every", days=days, n=found.every_minutes, start=found.start, end=found.end)
    return say("why.times", days=days, times=", ".join(found.times))
