"""The sitting clock, and how far a reminder can be put off."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain import snoozing
from bot.domain.sitting import earns_a_break, meeting_ends, replan
from bot.domain.wall import Window

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
EVERY = timedelta(minutes=45)


def test_the_next_nudges_are_counted_from_the_last_movement() -> None:
    laid = replan(NOON, EVERY, NOON + timedelta(hours=2), 4, not_before=NOON)
    assert laid.at == (NOON + EVERY, NOON + 2 * EVERY)
    assert laid.left_out == 2


def test_a_meeting_moves_the_first_one_to_its_end() -> None:
    ends = NOON + timedelta(hours=1)
    laid = replan(NOON - EVERY, EVERY, NOON + timedelta(hours=2), 3, not_before=ends)
    assert laid.at == (ends, ends + EVERY)


@given(
    every=st.integers(20, 120),
    slots=st.integers(0, 10),
    left=st.integers(0, 600),
    wait=st.integers(0, 300),
)
def test_a_new_grid_never_has_more_nudges_nor_closer_ones_nor_any_outside_the_window(
    every: int, slots: int, left: int, wait: int
) -> None:
    step, end, until = timedelta(minutes=every), NOON + timedelta(minutes=left), NOON + timedelta(minutes=wait)
    laid = replan(NOON, step, end, slots, not_before=until)
    assert len(laid.at) + laid.left_out == slots
    assert all(at < end and at >= max(NOON + step, until) for at in laid.at)
    assert all(later - sooner == step for sooner, later in zip(laid.at, laid.at[1:], strict=False))


def test_one_walk_is_one_break_however_often_it_is_reported() -> None:
    assert earns_a_break(None, EVERY, now=NOON)
    assert earns_a_break(NOON - EVERY, EVERY, now=NOON)
    assert not earns_a_break(NOON - timedelta(minutes=5), EVERY, now=NOON)


def test_a_meeting_ends_inside_the_sitting_hours() -> None:
    half, whole = timedelta(minutes=30), timedelta(hours=1)
    assert meeting_ends((half, whole), NOON + whole, now=NOON) == [NOON + half]


@pytest.mark.parametrize(
    ("now", "end", "quiet", "working"),
    [
        (NOON, NOON + timedelta(hours=12), ("21:00", "08:00"), ["10", "30", "60", "evening"]),
        (NOON, NOON + timedelta(minutes=40), ("21:00", "08:00"), ["10", "30"]),
        (NOON, NOON + timedelta(hours=12), ("12:20", "18:00"), ["10", "evening"]),
        (NOON + timedelta(hours=8), NOON + timedelta(hours=12), ("21:00", "08:00"), ["10", "30"]),
        (NOON, NOON + timedelta(minutes=5), ("21:00", "08:00"), []),
    ],
)
def test_only_times_that_work_are_offered(
    now: datetime, end: datetime, quiet: tuple[str, str], working: list[str]
) -> None:
    room = snoozing.Room("UTC", Window.of(*quiet), end)
    assert list(snoozing.choices(room, now=now)) == working


@given(
    zone=st.sampled_from(("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC")),
    hours=st.integers(0, 24 * 60),
    left=st.integers(-30, 600),
    quiet=st.builds(Window, *[st.builds(time, st.integers(0, 23), st.sampled_from((0, 30, 59)))] * 2),
)
def test_putting_off_stays_in_the_window_and_out_of_the_quiet_hours_when_the_clocks_change_too(
    zone: str, hours: int, left: int, quiet: Window
) -> None:
    now = datetime(2026, 3, 5, tzinfo=UTC) + timedelta(hours=hours, minutes=7)
    end = now + timedelta(minutes=left)
    found = snoozing.choices(snoozing.Room(zone, quiet, end), now=now)
    for at in found.values():
        assert now < at < end
        assert not quiet.holds(at.astimezone(ZoneInfo(zone)).time())
    if "evening" in found:
        here = found["evening"].astimezone(ZoneInfo(zone))
        assert (here.date(), here.time()) == (now.astimezone(ZoneInfo(zone)).date(), time(19))
