"""The calendar file, read by an independent parser and unrolled by an independent reader of RRULEs."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bot.delivery.calendar_file import written
from bot.domain import wall
from bot.domain.recurrence import Rule, moments
from tests.domain.test_recurrence_properties import rules

FIRST = date(2026, 3, 20)
AHEAD = 120
ZONES = ("Europe/Berlin", "America/New_York", "Africa/Casablanca", "Asia/Kathmandu", "Australia/Lord_Howe")


def parsed(*documents: dict[str, Any], zone: str = "Europe/Berlin") -> Any:
    items = [{"uid": f"item{place}", "title": "Move", "rule": rule} for place, rule in enumerate(documents)]
    made_at = datetime(2026, 3, 20, 8, tzinfo=UTC).isoformat()
    file = {"zone": zone, "first": FIRST.isoformat(), "made_at": made_at, "title": "T", "sequence": 7, "items": items}
    return Calendar.from_ical(written(file))


def begins(event: Any, until: date) -> list[datetime]:
    """The wall-clock beginnings of an event before a day."""
    start = event["dtstart"].dt.replace(tzinfo=None)
    repeats = event["rrule"]
    last = repeats.pop("until", [None])[0]
    found = rrulestr(repeats.to_ical().decode(), dtstart=start)
    ends = datetime.combine(until, datetime.min.time())
    here = [at for at in found.between(start, ends, inc=True) if at < ends]
    zone = event["dtstart"].dt.tzinfo
    return [at for at in here if last is None or at.replace(tzinfo=zone) <= last]


@settings(max_examples=60, deadline=None)
@given(rules(FIRST), st.sampled_from(ZONES))
def test_a_calendar_has_the_moments_that_the_bot_has(rule: Rule, zone: str) -> None:
    events = list(parsed(rule.document(), zone=zone).walk("VEVENT"))
    own = list(moments(rule, zone, FIRST, AHEAD))
    until = FIRST + timedelta(days=AHEAD)
    found = sorted(at for event in events for at in begins(event, until))
    if rule.every_minutes:
        assert [at.date() for at in found] == sorted({one.local_date for one in own})
        for event in events:
            assert event["dtstart"].dt.time() == wall.parse(rule.start)
            assert wall.parse(rule.end) == (event["dtstart"].dt.replace(tzinfo=None) + event["duration"].dt).time()
    else:
        assert [(at.date(), at.time()) for at in found] == [
            (one.local_date, rule.wall_times(one.local_date)[one.slot]) for one in own
        ]
        assert sorted(wall.instant(at.date(), at.time(), zone) for at in found) == sorted(one.at for one in own)


def test_the_zone_comes_along_with_its_clock_changes() -> None:
    calendar = parsed({"times": ["09:00"]})
    (zone,) = calendar.walk("VTIMEZONE")
    assert zone["tzid"] == "Europe/Berlin"
    (event,) = calendar.walk("VEVENT")
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    changes = zone.to_ical().decode()
    assert "20260329T0" in changes
    assert "20261025T0" in changes


def test_an_import_renews_and_does_not_double() -> None:
    before, after = (parsed({"times": times}) for times in (["09:00", "15:00"], ["10:00", "15:00"]))
    uids = [[str(event["uid"]) for event in calendar.walk("VEVENT")] for calendar in (before, after)]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 2
    assert {event["sequence"] for event in after.walk("VEVENT")} == {7}


def test_a_limit_is_counted_by_the_phone_itself() -> None:
    twice = {"times": ["09:00", "15:00"], "starts_on": "2026-03-18", "limit": 7}
    first, second = parsed(twice).walk("VEVENT")
    assert (first["rrule"]["count"], second["rrule"]["count"]) == ([2], [1])
    (event,) = parsed({**twice, "times": ["09:00"], "ends_on": "2026-03-22"}).walk("VEVENT")
    assert "count" not in event["rrule"]
    assert event["rrule"]["until"]


def test_a_rule_that_is_over_leaves_no_event() -> None:
    over = {"times": ["09:00"], "starts_on": "2026-01-01", "ends_on": "2026-03-01"}
    (event,) = parsed(over, {"times": ["09:00"]}).walk("VEVENT")
    assert event["uid"] == "item1-0@stepwell"
