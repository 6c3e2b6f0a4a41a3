"""Which moments a rule names."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recurrence import NUDGES_A_DAY, Rule, RuleError, instants

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
    ],
)
def test_a_rule_that_names_no_moment_is_refused_by_its_field(wrong: dict[str, object], field: str) -> None:
    with pytest.raises(RuleError, match=field):
        Rule(**wrong)  # type: ignore[arg-type]


def test_a_stored_rule_is_read_back() -> None:
    document = {"every_minutes": 45, "start": "09:00", "end": "17:30", "days": [0, 4]}
    assert Rule.read(document) == Rule(days=(0, 4), every_minutes=45, start="09:00", end="17:30")


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "America/New_York", "Africa/Casablanca", "Pacific/Apia", "Australia/Lord_Howe"]
)
def test_every_local_day_of_a_year_has_its_moment_once(zone: str) -> None:
    rule = Rule(times=("02:30",))
    days = [date(2026, 1, 1) + timedelta(days=ahead) for ahead in range(365)]
    found = [at for day in days for _, at in instants(rule, zone, day)]
    assert len(found) == len(set(found)) == 365
    assert found == sorted(found)
