"""Quiet means quiet: what may go to a patient, and why not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.gate import Reason, Standing, comes_at, refuses
from bot.domain.lanes import LANES, Kind
from bot.domain.wall import Window

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
STANDING = Standing(
    enrolled=True,
    left=False,
    paused_until=None,
    held=False,
    tips_wanted=True,
    zone="Europe/Madrid",
    quiet=Window.of("21:00", "08:00"),
)
REMINDERS = (Kind.CHECK_IN, Kind.EXERCISE, Kind.NUDGE, Kind.TIP, Kind.LETTER)
STILL = {
    "quiet": (STANDING, NIGHT, Reason.QUIET),
    "paused": (replace(STANDING, paused_until=NOON + timedelta(days=1)), NOON, Reason.PAUSED),
    "left": (replace(STANDING, left=True), NOON, Reason.LEFT),
    "not enrolled": (replace(STANDING, enrolled=False), NOON, Reason.LEFT),
}


@pytest.mark.parametrize("kind", REMINDERS)
def test_reminders_come_by_day(kind: Kind) -> None:
    assert refuses(STANDING, kind, now=NOON) is None


@pytest.mark.parametrize("kind", REMINDERS)
@pytest.mark.parametrize("case", STILL)
def test_nothing_comes_when_it_is_quiet(kind: Kind, case: str) -> None:
    standing, now, reason = STILL[case]
    assert refuses(standing, kind, now=now) is reason


@pytest.mark.parametrize("kind", [Kind.SAFETY, Kind.REPLY])
@pytest.mark.parametrize("case", STILL)
def test_safety_and_answers_always_come(kind: Kind, case: str) -> None:
    standing, now, _ = STILL[case]
    assert refuses(replace(standing, held=True), kind, now=now) is None


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (Kind.CHECK_IN, None),
        (Kind.LETTER, None),
        (Kind.EXERCISE, Reason.HELD),
        (Kind.NUDGE, Reason.HELD),
        (Kind.TIP, Reason.HELD),
    ],
)
def test_a_hold_stops_exercise_and_lets_the_check_in_go_on(kind: Kind, reason: Reason | None) -> None:
    assert refuses(replace(STANDING, held=True), kind, now=NOON) is reason


@pytest.mark.parametrize("kind", Kind)
def test_in_a_crisis_nothing_comes_but_safety_and_what_people_write(kind: Kind) -> None:
    people = kind in (Kind.SAFETY, Kind.REPLY, Kind.TIDY, Kind.LETTER)
    assert refuses(replace(STANDING, crisis=True), kind, now=NOON) is (None if people else Reason.HELD)


def test_a_pause_ends_by_itself() -> None:
    assert refuses(replace(STANDING, paused_until=NOON), Kind.CHECK_IN, now=NOON) is None


def test_tips_can_be_off() -> None:
    assert refuses(replace(STANDING, tips_wanted=False), Kind.TIP, now=NOON) is Reason.NO_TIPS


def test_safety_goes_first_and_tips_last() -> None:
    order = sorted(LANES, key=lambda kind: LANES[kind].priority)
    assert (order[0], order[1], {*order[-2:]}) == (Kind.SAFETY, Kind.REPLY, {Kind.TIP, Kind.NEWS})
    assert {kind for kind, lane in LANES.items() if lane.again} == {Kind.SAFETY, Kind.REPLY, Kind.LETTER, Kind.TIDY}


MORNING = datetime(2026, 3, 3, 7, 0, tzinfo=UTC)
"""08:00 in Madrid, where the quiet hours end."""


@pytest.mark.parametrize(
    ("changed", "now", "comes"),
    [
        ({}, NOON, NOON),
        ({}, NIGHT, MORNING),
        ({"held": True}, NOON, NOON),
        ({"paused_until": NOON + timedelta(hours=2)}, NOON, NOON + timedelta(hours=2)),
        ({"paused_until": NIGHT}, NOON, MORNING),
        ({"left": True}, NOON, Reason.LEFT),
        ({"unreachable": True}, NOON, Reason.UNREACHABLE),
        ({"unreachable": True}, NIGHT, Reason.UNREACHABLE),
    ],
)
def test_what_a_therapist_writes_waits_for_quiet_hours_and_pauses(
    changed: dict[str, Any], now: datetime, comes: datetime | Reason
) -> None:
    assert comes_at(replace(STANDING, **changed), Kind.LETTER, now=now) == comes


def test_an_exercise_does_not_wait() -> None:
    assert comes_at(STANDING, Kind.EXERCISE, now=NIGHT) is Reason.QUIET
