"""The clock against a steady one: what is a leap, and how long what can wait has to wait."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.standstill import FREEZE_SECONDS, Standstill, leap

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("minutes", [-60, -3, 0, 1, 2, 3, 60 * 24])
def test_a_leap_is_more_than_two_minutes_either_way(minutes: int) -> None:
    clock = Standstill()
    assert clock.look(NOON, 100.0) is None
    now = NOON + timedelta(minutes=minutes, seconds=30)
    moved = clock.look(now, 130.0)
    assert moved == (timedelta(minutes=minutes) if abs(minutes) > 2 else None)
    assert clock.holds(now, 130.0) == (abs(minutes) > 2)


def test_time_that_passes_on_both_clocks_is_no_leap() -> None:
    assert leap((NOON, 0.0), (NOON + timedelta(days=3), timedelta(days=3).total_seconds())) == timedelta(0)


def test_what_was_frozen_thaws_after_a_minute() -> None:
    clock = Standstill()
    clock.look(NOON, 0.0)
    clock.look(NOON + timedelta(hours=1), 30.0)
    thawed = NOON + timedelta(hours=1, seconds=FREEZE_SECONDS)
    assert clock.holds(thawed, 30.0 + FREEZE_SECONDS - 0.1)
    assert not clock.holds(thawed, 30.0 + FREEZE_SECONDS)
    assert clock.look(thawed, 30.0 + FREEZE_SECONDS) is None


def test_a_leap_holds_from_its_first_second_and_not_only_from_the_next_look() -> None:
    clock = Standstill()
    clock.look(NOON, 0.0)
    assert not clock.holds(NOON + timedelta(seconds=10), 10.0)
    assert clock.holds(NOON + timedelta(hours=3), 10.0)
    assert clock.look(NOON + timedelta(hours=3), 30.0) is not None
    assert not clock.holds(NOON + timedelta(hours=3, seconds=FREEZE_SECONDS), 30.0 + FREEZE_SECONDS)


def test_a_clock_before_what_was_saved_holds_until_it_has_caught_up() -> None:
    clock = Standstill(last_saved=NOON)
    assert clock.holds(NOON - timedelta(seconds=1), 0.0)
    assert not clock.holds(NOON, 0.0)
