"""Wall-clock time, where the clocks change and where they do not."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import wall
from bot.domain.wall import Window

FIRST, LAST = datetime.fromisoformat("2020-01-01"), datetime.fromisoformat("2035-01-01")
times = st.times().map(lambda at: at.replace(second=0, microsecond=0))


@pytest.mark.parametrize(
    ("text", "at"), [("7:30", time(7, 30)), ("07.30", time(7, 30)), (" 7 ", time(7)), ("23:59", time(23, 59))]
)
def test_people_write_times_in_their_own_way(text: str, at: time) -> None:
    assert wall.parse(text) == at


@pytest.mark.parametrize("text", ["", "24:00", "7:60", "half past", "7:5", "-1", "١٢:٠٠:٠٠"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(wall.WallTimeError):
        wall.parse(text)


@pytest.mark.parametrize(
    ("day", "at", "zone", "instant"),
    [
        (date(2026, 3, 29), time(2, 30), "Europe/Berlin", "2026-03-29T01:30:00+00:00"),
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", "2026-10-25T00:30:00+00:00"),
        (date(2026, 3, 8), time(2, 30), "America/New_York", "2026-03-08T07:30:00+00:00"),
        (date(2026, 11, 1), time(1, 30), "America/New_York", "2026-11-01T05:30:00+00:00"),
        (date(2026, 6, 1), time(9, 0), "Asia/Kathmandu", "2026-06-01T03:15:00+00:00"),
        (date(2026, 4, 5), time(1, 45), "Australia/Lord_Howe", "2026-04-04T14:45:00+00:00"),
    ],
)
def test_a_gap_moves_forward_and_a_fold_is_its_first(day: date, at: time, zone: str, instant: str) -> None:
    assert wall.instant(day, at, zone).isoformat() == instant


def test_a_window_may_cross_midnight() -> None:
    night = Window.of("21:00", "08:00")
    assert [night.holds(time(hour)) for hour in (20, 21, 0, 7, 8)] == [False, True, True, True, False]


def test_a_window_with_equal_ends_is_never() -> None:
    assert not any(Window.of("08:00", "08:00").holds(time(hour)) for hour in range(24))


@given(times, times, times)
def test_a_time_is_in_a_window_or_in_its_complement(start: time, end: time, at: time) -> None:
    if start != end:
        assert Window(start, end).holds(at) != Window(end, start).holds(at)


def test_the_end_of_the_night_is_the_next_morning() -> None:
    night = Window.of("21:00", "08:00")
    evening = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
    assert night.end_after(evening, "Europe/Madrid") == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    early = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)
    assert night.end_after(early, "Europe/Madrid") == datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
    noon = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)
    assert night.end_after(noon, "Europe/Madrid") == noon


@given(st.datetimes(FIRST, LAST, timezones=st.just(UTC)), times, times)
def test_the_end_of_a_window_lies_outside_it(at: datetime, start: time, end: time) -> None:
    window = Window(start, end)
    after = window.end_after(at, "Asia/Kathmandu")
    assert after >= at
    assert after - at <= timedelta(hours=24)
    assert not window.holds(wall.local(after, "Asia/Kathmandu").time())


def test_zones_are_known_by_their_names() -> None:
    assert wall.is_zone("Europe/Madrid")
    assert not wall.is_zone("Mars/Olympus")
