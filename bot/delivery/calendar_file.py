"""A plan as an iCalendar file (RFC 5545): wall-clock events with their zone, repeated by the plan's own rules."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from icalendar import Calendar, Event

from bot.domain import wall
from bot.domain.recurrence import EVERY_DAY, Rule, moments

SOUGHT = 400
"""Days in which the first moment is looked for: longer than the longest cycle."""
LASTS = timedelta(minutes=5)
ZONE_YEARS = 3
BY_DAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def written(file: Mapping[str, Any]) -> bytes:
    """The bytes of the file.

    `zone`, `first` (the local date from which it counts), `made_at` (an instant), `title`, `sequence` (grows with each
    version of the plan, so that an import renews what is there), `items`: each with `uid`, `title` and `rule`.
    """
    zone, first = str(file["zone"]), date.fromisoformat(file["first"])
    calendar = Calendar.new(prodid="-//Stepwell//Plan//EN", method="PUBLISH", name=file["title"])
    del calendar["uid"]
    for item in file["items"]:
        for event in _events(Rule.read(item["rule"]), item["uid"], zone, first):
            event.add("summary", item["title"])
            event.add("dtstamp", datetime.fromisoformat(file["made_at"]))
            event.add("sequence", file["sequence"])
            event.add("class", "PRIVATE")
            event.add("transp", "TRANSPARENT")
            calendar.add_component(event)
    calendar.add_missing_timezones(first - timedelta(days=366), first + timedelta(days=366 * ZONE_YEARS))
    content: bytes = calendar.to_ical()
    return content


def _events(rule: Rule, uid: str, zone: str, first: date) -> Iterator[Event]:
    """An event for each time of the day; an interval is one, as long as its window."""
    if rule.every_minutes:
        start, end = wall.parse(rule.start), wall.parse(rule.end)
        length = datetime.combine(first, end) - datetime.combine(first, start)
        yield from _event(rule, f"{uid}@stepwell", 0, start, length, zone, first)
        return
    for slot, at in enumerate(rule.moments_of_day):
        yield from _event(rule, f"{uid}-{slot}@stepwell", slot, at, LASTS, zone, first)


def _event(rule: Rule, uid: str, slot: int, at: time, length: timedelta, zone: str, first: date) -> Iterator[Event]:
    """The event of one slot; none when the rule names no more day."""
    days = (
        one.local_date for one in moments(rule, zone, max(first, rule.starts_on or first), SOUGHT) if one.slot == slot
    )
    begins = next(days, None)
    if begins is None:
        return
    event = Event()
    event.add("uid", uid)
    event.add("dtstart", _local(begins, at, zone))
    event.add("duration", length)
    event.add("rrule", _repeats(rule, slot, begins, zone))
    yield event


def _local(day: date, at: time, zone: str) -> datetime:
    return datetime.combine(day, at, wall.zone_of(zone))


def _repeats(rule: Rule, slot: int, begins: date, zone: str) -> dict[str, Any]:
    """The rule as an RRULE of one of its slots. A limit counts all of them together, and an RRULE its own."""
    days = rule.named_days
    if days.anchor is not None or days.weekdays == EVERY_DAY:
        found: dict[str, Any] = {"freq": "daily", "interval": days.every}
    else:
        found = {"freq": "weekly", "byday": [BY_DAY[day] for day in days.weekdays]}
    full, more = divmod(rule.left_on(begins), len(rule.moments_of_day)) if rule.limit else (0, 0)
    count = full + (slot < more)
    if rule.limit and (days.last is None or count < days.before(days.last + timedelta(days=1), begins)):
        found["count"] = count
    elif days.last is not None:
        found["until"] = wall.instant(days.last, time(23, 59), zone)
    return found
