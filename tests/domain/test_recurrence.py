"""Which moments a rule names."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import wall
from bot.domain.recurrence import EVERY_DAY, NUDGES_A_DAY, Rule, RuleError, instants, moments
from bot.domain.recurrence.days import WeekdayError, weekdays

MONDAY, SATURDAY = date(2026, 3, 2), date(2026, 3, 7)


def test_set_times_come_in_order_with_their_slots() -> None:
    rule = Rule(times=("15:00", "09:00"))
    assert instants(rule, "UTC", MONDAY) == [
        (0, datetime(2026, 3, 2, 9, tzinfo=UTC)),
        (1, datetime(2026, 3, 2, 15, tzinfo=UTC)),
    ]


def test_a_day_that_is_not_named_has_no_moment() -> None:
    assert instants(Rule(days=(0, 1, 2, 3, 4), times=("09:00",)), "UTC", SATURDAY) == []


def test_an_interval_counts_from_the_start_of_its_window() -> None:
    rule = Rule(every_minutes=45, start="09:00", end="11:30")
    assert rule.wall_times(MONDAY) == [time(9, 45), time(10, 30), time(11, 15)]


def test_a_window_ends_before_its_end() -> None:
    assert Rule(every_minutes=60, start="09:00", end="11:00").wall_times(MONDAY) == [time(10)]


@given(st.integers(20, 120), st.integers(0, 22), st.integers(1, 23))
def test_nudges_stay_in_their_window_and_are_at_most_ten(every: int, first: int, hours: int) -> None:
    last = min(first + hours, 23)
    if last > first:
        found = Rule(every_minutes=every, start=f"{first}:00", end=f"{last}:00").wall_times(MONDAY)
        assert len(found) <= NUDGES_A_DAY
        assert all(time(first) < at < time(last) for at in found)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"days": ()}, "days"),
        ({"days": (7,), "times": ("09:00",)}, "days"),
        ({}, "times"),
        ({"times": ("09:00",), "every_minutes": 45}, "times"),
        ({"every_minutes": 5, "start": "09:00", "end": "17:00"}, "every_minutes"),
        ({"every_minutes": 121, "start": "09:00", "end": "17:00"}, "every_minutes"),
        ({"every_minutes": 45, "start": "17:00", "end": "09:00"}, "end"),
        ({"every_minutes": 45, "start": "09:00", "end": "09:00"}, "end"),
        ({"every_minutes": 45}, "start"),
        ({"every_minutes": 0, "start": "09:00", "end": "17:00"}, "every_minutes"),
        ({"every_minutes": True, "start": "09:00", "end": "17:00"}, "every_minutes"),
        ({"every_minutes": 45, "start": "9:7", "end": "17:00"}, "start"),
        ({"every_minutes": 45, "start": "09:00", "end": 17}, "end"),
        ({"times": ("25:00",)}, "times"),
        ({"times": "noon"}, "times"),
        ({"times": (9,)}, "times"),
        ({"times": ("09:00",), "start": "09:00"}, "start"),
        ({"days": "funday", "times": ("09:00",)}, "days"),
        ({"days": 3, "times": ("09:00",)}, "days"),
        ({"days": (1.5,), "times": ("09:00",)}, "days"),
        ({"times": ("09:00",), "every_days": 0, "anchor": "2026-03-02"}, "every_days"),
        ({"times": ("09:00",), "every_days": 3}, "anchor"),
        ({"times": ("09:00",), "anchor": "2026-03-02"}, "anchor"),
        ({"times": ("09:00",), "every_days": 3, "anchor": "2026-03-02", "days": (0,)}, "days"),
        ({"times": ("09:00",), "every_days": 3, "anchor": "2026-03-02", "times_a_week": 2}, "times_a_week"),
        ({"times": ("09:00",), "times_a_week": 4}, "times_a_week"),
        ({"times": ("09:00",), "times_a_week": 2, "days": (0, 6)}, "times_a_week"),
        ({"times": ("09:00",), "starts_on": "2026-02-30"}, "starts_on"),
        ({"times": ("09:00",), "starts_on": "2026-03-02", "ends_on": "2026-03-01"}, "ends_on"),
        ({"times": ("09:00",), "limit": 5}, "limit"),
        ({"times": ("09:00",), "limit": 0, "starts_on": "2026-03-02"}, "limit"),
        ({"time": "09:00"}, "time"),
    ],
)
def test_a_rule_that_names_no_moment_is_refused_by_its_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(RuleError, match=f"^{field}: "):
        Rule.read(wrong)


def test_a_stored_rule_is_read_back() -> None:
    document = {"every_minutes": 45, "start": "09:00", "end": "17:30", "days": [0, 4]}
    assert Rule.read(document) == Rule(days=(0, 4), every_minutes=45, start="09:00", end="17:30")


NAMED = [
    ("Europe/Berlin", date(2026, 3, 28), 3, "02:30", ["28T02:30+01:00", "29T03:30+02:00", "30T02:30+02:00"]),
    ("Europe/Berlin", date(2026, 10, 25), 2, "02:30", ["25T02:30+02:00", "26T02:30+01:00"]),
    ("America/New_York", date(2026, 3, 7), 3, "02:30", ["07T02:30-05:00", "08T03:30-04:00", "09T02:30-04:00"]),
    ("America/New_York", date(2026, 11, 1), 2, "01:30", ["01T01:30-04:00", "02T01:30-05:00"]),
    ("Africa/Casablanca", date(2026, 2, 14), 3, "02:30", ["14T02:30+01:00", "15T02:30+01:00", "16T02:30+00:00"]),
    ("Africa/Casablanca", date(2026, 3, 21), 3, "02:30", ["21T02:30+00:00", "22T03:30+01:00", "23T02:30+01:00"]),
    ("Pacific/Apia", date(2011, 12, 29), 3, "09:00", ["29T09:00-10:00", "31T09:00+14:00"]),
    ("Asia/Kathmandu", date(2026, 6, 1), 2, "09:00", ["01T09:00+05:45", "02T09:00+05:45"]),
    ("Australia/Lord_Howe", date(2026, 10, 3), 3, "02:15", ["03T02:15+10:30", "04T02:45+11:00", "05T02:15+11:00"]),
    ("Australia/Lord_Howe", date(2026, 4, 5), 2, "01:45", ["05T01:45+11:00", "06T01:45+10:30"]),
    ("America/Nuuk", date(2026, 3, 28), 2, "23:30", ["29T00:30-01:00", "29T23:30-01:00"]),
]
"""Zone, first day, days, time, and the instants on the wall clock that shows them."""


@pytest.mark.parametrize(("zone", "first", "days", "at", "shown"), NAMED)
def test_where_the_clocks_change(zone: str, first: date, days: int, at: str, shown: list[str]) -> None:
    found = [wall.local(one.at, zone) for one in moments(Rule(times=(at,)), zone, first, days)]
    assert [f"{one:%dT%H:%M}{one.isoformat()[-6:]}" for one in found] == shown


def test_a_date_that_a_zone_leaves_out_moves_on_where_nothing_else_comes() -> None:
    friday = Rule(days=(4,), times=("09:00",))
    (one,) = moments(friday, "Pacific/Apia", date(2011, 12, 28), 5)
    assert one.local_date == date(2011, 12, 30)
    assert wall.local(one.at, "Pacific/Apia").isoformat() == "2011-12-31T09:00:00+14:00"


def test_a_grid_in_a_gap_keeps_one_occurrence_for_each_slot() -> None:
    rule = Rule(every_minutes=30, start="01:00", end="04:00")
    found = [wall.local(at, "Europe/Berlin") for _, at in instants(rule, "Europe/Berlin", date(2026, 3, 29))]
    assert [f"{at:%H:%M}" for at in found] == ["01:30", "03:00", "03:30", "03:00", "03:30"]


def test_a_grid_in_a_fold_does_not_come_again_in_the_second_hour() -> None:
    rule = Rule(every_minutes=30, start="01:00", end="04:00")
    found = [at for _, at in instants(rule, "Europe/Berlin", date(2026, 10, 25))]
    assert [f"{at:%H:%M}" for at in found] == ["23:30", "00:00", "00:30", "02:00", "02:30"]


def test_every_third_day_counts_from_its_anchor() -> None:
    rule = Rule(times=("09:00",), every_days=3, anchor=MONDAY)
    days = [one.local_date for one in moments(rule, "UTC", MONDAY - timedelta(days=3), 11)]
    assert days == [MONDAY, date(2026, 3, 5), date(2026, 3, 8)]


@pytest.mark.parametrize(("how_many", "days"), [(1, [0]), (2, [0, 3]), (3, [0, 2, 4])])
def test_so_many_times_a_week_lie_evenly(how_many: int, days: list[int]) -> None:
    rule = Rule(times=("09:00",), times_a_week=how_many)
    assert [one.local_date.weekday() for one in moments(rule, "UTC", MONDAY, 7)] == days


def test_the_limit_counts_moments_and_not_days() -> None:
    rule = Rule(days=(0, 1, 2, 3, 4), times=("09:00", "15:00"), starts_on=MONDAY, limit=13)
    found = list(moments(rule, "UTC", MONDAY, 60))
    assert len(found) == 13
    assert found[-1][:2] == (date(2026, 3, 10), 0)


def test_both_ends_are_included() -> None:
    rule = Rule(times=("09:00",), starts_on=MONDAY, ends_on=SATURDAY)
    assert len(list(moments(rule, "UTC", date(2026, 1, 1), 365))) == 6


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", (0, 1, 2, 3, 4)),
        ("mon,wed,fri", (0, 2, 4)),
        ("mon-fri,sun", (0, 1, 2, 3, 4, 6)),
        ("fri-mon", (0, 4, 5, 6)),
        ("Daily", EVERY_DAY),
        ("monday thursday", (0, 3)),
    ],
)
def test_days_in_words(text: str, days: tuple[int, ...]) -> None:
    assert weekdays(text) == days


@pytest.mark.parametrize("text", ["", "mon-", "funday", "m", "mon-fri-sun", "mondays"])
def test_what_names_no_day_is_refused(text: str) -> None:
    with pytest.raises(WeekdayError):
        weekdays(text)
