"""Working time stands still at night, on free days and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.wall import Window
from bot.domain.worktime import WorkingHours

CLINIC = WorkingHours("Europe/Madrid", (0, 1, 2, 3, 4), Window.of("09:00", "17:00"))


def madrid(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in March 2026, before the clocks change: Monday is the 2nd."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (madrid(2, 9), 2, madrid(2, 11)),
        (madrid(2, 8), 2, madrid(2, 11)),
        (madrid(2, 16), 2, madrid(3, 10)),
        (madrid(2, 9), 8, madrid(2, 17)),
        (madrid(2, 20), 2, madrid(3, 11)),
        (madrid(6, 16), 2, madrid(9, 10)),
        (madrid(7, 12), 1, madrid(9, 10)),
        (madrid(2, 9), 16, madrid(3, 17)),
        (madrid(7, 3), 0, madrid(9, 9)),
    ],
)
def test_time_counts_while_the_clinic_works(start: datetime, hours: int, end: datetime) -> None:
    assert CLINIC.after(start, timedelta(hours=hours)) == end


@pytest.mark.parametrize(
    ("at", "works"),
    [(madrid(2, 9), True), (madrid(2, 8, 59), False), (madrid(2, 17), False), (madrid(7, 12), False)],
)
def test_when_it_works(at: datetime, works: bool) -> None:
    assert CLINIC.works(at) is works


def test_a_working_day_is_as_long_as_its_window() -> None:
    assert CLINIC.day() == timedelta(hours=8)
    assert WorkingHours("UTC", (0,), Window.of("08:30", "12:45")).day() == timedelta(hours=4, minutes=15)
    assert WorkingHours("UTC", (0,), Window.of("09:00", "09:00")).day() == timedelta(days=1)


def test_a_clinic_that_never_works_does_not_stall_the_ladder() -> None:
    never = WorkingHours("UTC", (), Window.of("09:00", "17:00"))
    assert never.after(madrid(2, 9), timedelta(hours=2)) == madrid(2, 11)


def test_over_the_change_of_the_clocks() -> None:
    saturday_to_monday = CLINIC.after(datetime(2026, 3, 27, 15, 0, tzinfo=UTC), timedelta(hours=2))
    assert saturday_to_monday == datetime(2026, 3, 30, 8, 0, tzinfo=UTC)


@given(st.integers(0, 60 * 24 * 400), st.integers(1, 60))
def test_it_never_ends_before_plain_time_would(start: int, hours: int) -> None:
    begin = madrid(2, 9) + timedelta(minutes=start)
    assert CLINIC.after(begin, timedelta(hours=hours)) >= begin + timedelta(hours=hours)
