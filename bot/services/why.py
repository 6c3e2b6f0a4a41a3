"""Why each of a day's reminders came, or did not: the rule, what decided, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import groupby

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain import gate, wall
from bot.domain.adherence import Skip
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.last_look import AWAY, WAITS_FOR_MORNING
from bot.domain.recurrence import Rule
from bot.models import Occurrence, OccurrenceState, Patient, Person, PlanItem
from bot.services import occurrences, off_today, patients, planning, plans, reminder_words, rule_words, suiting, travel

WAITED = frozenset({Reason.BUSY, Reason.NEWER, Reason.QUIET})
"""Reasons why a reminder came, and not at its time."""


async def trace(
    session: AsyncSession, content: Content, patient: Patient, person: Person, say: Words, *, now: datetime
) -> Html:
    """The day's reminders, each with its plain trace, under what holds for all of them."""
    zone = patients.zone_of(patient, person)
    today = wall.local(now, zone).date()
    found = await occurrences.on_day(session, patient.person_id, today)
    items = await plans.items_of(session, found)
    zones = await travel.kept(session, patient.person_id)
    each = [_Told(one, items[one.item_id], zone, _zone_then(one, zones, zone)) for one in found]
    each.sort(key=lambda told: (told.planned, told.one.id))
    firsts, standing = _firsts(each), await patients.standing_of(session, patient, person)
    lines_of = [(patient.person_id, item) for item in items.values()]
    stopped = await suiting.stopped(session, content, lines_of, now=now)
    told_so = [
        (
            told,
            _what(content, told, say, first=told in firsts),
            _fate(told, standing, stopped.get(told.item.id), say, now=now),
        )
        for told in each
    ]
    alike = groupby(told_so, key=lambda one: one[1:])
    shown = [_item(say, [told for told, _, _ in run], *words) for words, run in alike]
    return paragraphs(
        say("why.head"), _frame(content, patient, person, say, now=now), *shown,
        say("why.none") if not shown else None,
        await off_today.told(session, content, patient, found, say, today=today),
    )  # fmt: skip


def _frame(content: Content, patient: Patient, person: Person, say: Words, *, now: datetime) -> Html:
    """What holds for every reminder of the day."""
    zone = patients.zone_of(patient, person)
    pause = patient.paused_until if patient.paused_until is not None and now < patient.paused_until else None
    return lines(
        say("why.zone", city=say.city(zone), time=say.time(now, zone)),
        say("why.away", here=say.city(person.zone), city=say.city(zone)) if patient.home_zone and person.zone else None,
        say("why.clocks") if _clocks_change(zone, now=now) else None,
        say("why.quiet", start=patient.quiet_from, end=patient.quiet_until),
        say("why.paused", day=say.day_of(pause, zone), time=say.time(pause, zone)) if pause else None,
        say("why.held") if patient.held_since is not None else None,
        say("why.budget", n=content.policy.reminders_a_day),
    )


def _clocks_change(zone: str, *, now: datetime) -> bool:
    """Whether the patient's local day is longer or shorter than a day."""
    today = wall.local(now, zone).date()
    start, end = (wall.instant(today + timedelta(days=days), time(0), zone) for days in (0, 1))
    return end - start != timedelta(days=1)


@dataclass(frozen=True)
class _Told:
    """An occurrence with its line, and when the rule has it: `then` is the zone that held when it came or ended."""

    one: Occurrence
    item: PlanItem
    zone: str
    then: str

    @property
    def planned(self) -> datetime:
        return planning.planned_at(self.one, self.item, self.then) or self.one.due_at


def _zone_then(one: Occurrence, zones: Sequence[tuple[datetime, str]], zone: str) -> str:
    at = None if one.state in occurrences.WAITING else one.sent_at or one.changed_at
    return zone if at is None else next((kept for since, kept in zones if since <= at), zone)


def _firsts(each: Sequence[_Told]) -> list[_Told]:
    """The first of each line: it tells the rule, the others need not."""
    return list({told.item.id: told for told in reversed(each)}.values())


@dataclass(frozen=True)
class _What:
    """What an occurrence is about, and its line's dose and rule where they are told."""

    name: Html
    about: Html


def _what(content: Content, told: _Told, say: Words, *, first: bool) -> _What:
    name = reminder_words.name(content, say.language, told.one)
    if not first:
        return _What(name, Html(""))
    details = reminder_words.details(content, say.language, told.item)
    return _What(name, lines(details, rule_words.rule(say, Rule.read(told.item.rule))))


def _fate(told: _Told, standing: gate.Standing, stopped: Reason | None, say: Words, *, now: datetime) -> Html:
    """What became of it, or will. `stopped`: why its line is not sent any more."""
    zone, one = told.zone, told.one
    if one.state in occurrences.WAITING:
        return lines(_moved(say, told), _came(say, one, zone), _to_come(say, one, standing, stopped, zone, now=now))
    return lines(_moved(say, told), _came(say, one, zone), _outcome(say, one, zone))


def _item(say: Words, alike: Sequence[_Told], what: _What, fate: Html) -> Html:
    """Those that follow one another and share their fate, as one."""
    times = ", ".join(say.time(told.planned, told.zone) for told in alike)
    return lines(say("why.item", time=times, what=what.name), what.about or None, fate)


def _moved(say: Words, told: _Told) -> Html | None:
    """To when it was moved, and by whom."""
    one, how = told.one, "moved_to"
    if one.due_at == told.planned:
        return None
    if one.snoozes:
        how = "put_off"
    elif one.kind == Kind.NUDGE:
        how = "counted"
    return say(f"why.{how}", time=say.time(one.due_at, told.zone))


def _came(say: Words, one: Occurrence, zone: str) -> Html | None:
    """When it came, and why not sooner."""
    if one.sent_at is None:
        return None
    how = "late" if one.sent_at - one.due_at > AWAY else "on_time"
    return say(f"why.came.{one.reason if one.reason in WAITED else how}", time=say.time(one.sent_at, zone))


def _outcome(say: Words, one: Occurrence, zone: str) -> Html:
    """What became of it."""
    label = say.label(f"state.{one.state}")
    if one.state in (OccurrenceState.QUEUED, OccurrenceState.SENT):
        return say("why.is", state=label)
    if one.reason in set(Reason) and not (one.sent_at is not None and one.reason in WAITED):
        label = say.label(f"reason.{one.reason}")
    if one.reason in set(Skip):
        label = f"{label}, {say.label(f'skip.{one.reason}')}"
    return say("why.ended", state=label, time=say.time(one.answered_at or one.changed_at or one.due_at, zone))


def _to_come(
    say: Words, one: Occurrence, standing: gate.Standing, stopped: Reason | None, zone: str, *, now: datetime
) -> Html:
    """What will become of it as things stand."""
    refusal = refuses(one, standing, stopped, now=now)
    if refusal is None:
        return say(f"state.{one.state}")
    if isinstance(refusal, datetime):
        return say("why.waits", time=say.time(refusal, zone))
    return say("why.will_not", reason=say.label(f"why.because.{refusal}"))


def refuses(
    one: Occurrence, standing: gate.Standing, stopped: Reason | None, *, now: datetime
) -> Reason | datetime | None:
    """Why one that is ahead will not come as things stand, or the end of the quiet hours that it waits for."""
    at = max(one.due_at, now)
    refusal = gate.refuses(standing, Kind(one.kind), now=at) or stopped
    morning = standing.quiet.end_after(at, standing.zone)
    if refusal is Reason.QUIET and Kind(one.kind) in WAITS_FOR_MORNING and morning <= (one.expires_at or morning):
        return morning
    return refusal
