"""Quiet means quiet: what may go to a patient, and why not."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.gate import Reason, Standing, refuses
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
REMINDERS = (Kind.CHECK_IN, Kind.EXERCISE, Kind.NUDGE, Kind.TIP)
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
    [(Kind.CHECK_IN, None), (Kind.EXERCISE, Reason.HELD), (Kind.NUDGE, Reason.HELD), (Kind.TIP, Reason.HELD)],
)
def test_a_hold_stops_exercise_and_lets_the_check_in_go_on(kind: Kind, reason: Reason | None) -> None:
    assert refuses(replace(STANDING, held=True), kind, now=NOON) is reason


def test_a_pause_ends_by_itself() -> None:
    assert refuses(replace(STANDING, paused_until=NOON), Kind.CHECK_IN, now=NOON) is None


def test_tips_can_be_off() -> None:
    assert refuses(replace(STANDING, tips_wanted=False), Kind.TIP, now=NOON) is Reason.NO_TIPS


def test_safety_goes_first_and_tips_last() -> None:
    order = sorted(LANES, key=lambda kind: LANES[kind].priority)
    assert (order[0], order[1], {*order[-2:]}) == (Kind.SAFETY, Kind.REPLY, {Kind.TIP, Kind.NEWS})
    assert {kind for kind, lane in LANES.items() if lane.again} == {Kind.SAFETY, Kind.REPLY}
