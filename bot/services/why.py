"""Why each of a day's reminders came, or did not: the rule, what decided, and when."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain import gate, wall
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.recurrence import EVERY_DAY, Rule
from bot.models import Occurrence, Patient, Person, PlanItem
from bot.services import occurrences, patients, planning, reminder_words


@dataclass(frozen=True)
class Reader:
    """In whose words, and whether it is the patient who reads."""

    say: Words
    language: str


async def trace(
    session: AsyncSession, content: Content, patient: Patient, person: Person, reader: Reader, *, now: datetime
) -> Html:
    """The day's reminders, each with its plain trace, under what holds for all of them."""
    zone = patients.zone_of(patient, person)
    found = await occurrences.on_day(session, patient.person_id, wall.local(now, zone).date())
    items = {item.id: item for item in await _items(session, found)}
    each = [_item(content, one, items[one.item_id], patient, person, reader, now=now) for one in found]
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
    one: Occurrence,
    item: PlanItem,
    patient: Patient,
    person: Person,
    reader: Reader,
    *,
    now: datetime,
) -> Html:
    say, zone = reader.say, patients.zone_of(patient, person)
    planned = planning.planned_at(one, item, zone)
    moved = planned is not None and planned != one.due_at
    return lines(
        say(
            "why.item",
            time=say.time(planned or one.due_at, zone),
            what=reminder_words.name(content, reader.language, one),
        ),
        reminder_words.details(content, reader.language, item),
        rule(say, Rule.read(item.rule)),
        say("why.moved_to", time=say.time(one.due_at, zone)) if moved else None,
        say("why.came", time=say.time(one.sent_at, zone)) if one.sent_at is not None else None,
        say("why.answered", time=say.time(one.answered_at, zone)) if one.answered_at is not None else None,
        _outcome(say, one, patients.standing(patient, person), zone, now=now),
    )


def _outcome(say: Words, one: Occurrence, standing: gate.Standing, zone: str, *, now: datetime) -> Html:
    """What became of it, or will as things stand."""
    if one.state in occurrences.WAITING:
        refusal = gate.refuses(standing, Kind(one.kind), now=max(one.due_at, now))
        return say("why.will_not", reason=say.label(f"reason.{refusal}")) if refusal else say(f"state.{one.state}")
    label = say.label(f"state.{one.state}")
    if one.reason in set(Reason):
        label = say.label(f"reason.{one.reason}")
    at = one.changed_at or one.due_at
    return say("why.ended", state=label, time=say.time(at, zone))


def rule(say: Words, found: Rule) -> Html:
    """A rule in a few words."""
    weekdays = ", ".join(say.weekday(day) for day in sorted(found.days))
    days = say.label("why.every_day") if set(found.days) == set(EVERY_DAY) else weekdays
    if found.every_minutes:
        return say("why.every", days=days, n=found.every_minutes, start=found.start, end=found.end)
    return say("why.times", days=days, times=", ".join(found.times))
