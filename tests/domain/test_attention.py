"""Who needs a look first, and from where on."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.domain.adherence import Tally
from bot.domain.attention import LAST, ORDER, Case, Facts, Place, Thresholds, low, place
from bot.domain.triage import Tier
from tests.cast import MONDAY_MORNING as NOW

STEADY = Facts(
    enrolled_at=NOW - timedelta(days=7),
    held=False,
    paused_until=None,
    cases=(),
    heard_at=NOW - timedelta(days=1),
    change="same",
    pain=2,
    asked_of_flags=True,
    worsened_at=None,
    moves=Tally(9, 10),
)
HOLDS: dict[str, dict[str, Any]] = {
    "crisis": {"cases": (Case(Tier.CRISIS, seen=False),)},
    "crisis_seen": {"cases": (Case(Tier.CRISIS, seen=True),)},
    "emergency": {"cases": (Case(Tier.EMERGENCY, seen=False),)},
    "urgent": {"cases": (Case(Tier.URGENT, seen=False),)},
    "emergency_seen": {"cases": (Case(Tier.EMERGENCY, seen=True),)},
    "urgent_seen": {"cases": (Case(Tier.URGENT, seen=True),)},
    "held": {"held": True},
    "worse": {"change": "worse"},
    "made_worse": {"worsened_at": NOW - timedelta(days=6)},
    "wrote": {"unread": True},
    "routine": {"cases": (Case(Tier.ROUTINE, seen=False),)},
    "silent": {"heard_at": NOW - timedelta(days=3, seconds=1)},
    "pain": {"pain": 7},
    "adherence": {"moves": Tally(4, 10)},
    "unasked": {"asked_of_flags": False},
    "joining": {"enrolled_at": None},
    "paused": {"paused_until": NOW + timedelta(days=1)},
}


USUAL = Thresholds()


def reason(thresholds: Thresholds = USUAL, **changed: Any) -> str:
    return place(replace(STEADY, **changed), thresholds, now=NOW).reason


def test_nobody_is_moved_up_without_a_reason() -> None:
    assert place(STEADY, Thresholds(), now=NOW) == Place(LAST, "steady")


@pytest.mark.parametrize("name", ORDER)
def test_each_reason_has_its_place(name: str) -> None:
    assert place(replace(STEADY, **HOLDS[name]), Thresholds(), now=NOW) == Place(ORDER.index(name), name)


@pytest.mark.parametrize(("first", "second"), [*pairwise(ORDER[6:14])])
def test_the_graver_reason_decides(first: str, second: str) -> None:
    assert reason(**HOLDS[first] | HOLDS[second]) == first


def test_a_case_that_nobody_has_seen_stands_before_one_that_somebody_has() -> None:
    both = (Case(Tier.EMERGENCY, seen=True), Case(Tier.URGENT, seen=False))
    assert reason(cases=both) == "urgent"


def test_a_routine_case_is_no_alarm() -> None:
    assert reason(cases=(Case(Tier.ROUTINE, seen=False),), change="worse") == "worse"


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"pain": 6}, "steady"),
        ({"pain": None}, "steady"),
        ({"heard_at": NOW - timedelta(days=3)}, "steady"),
        ({"heard_at": None}, "steady"),
        ({"worsened_at": NOW - timedelta(days=7)}, "steady"),
        ({"moves": Tally(5, 10)}, "steady"),
        ({"moves": Tally(0, 4)}, "steady"),
        ({"moves": Tally(0, 90), "enrolled_at": NOW - timedelta(days=6)}, "steady"),
        ({"paused_until": NOW}, "steady"),
    ],
)
def test_just_on_this_side_is_no_reason(changed: dict[str, Any], expected: str) -> None:
    assert reason(**changed) == expected


def test_a_pause_explains_silence_but_not_a_case_or_a_hold() -> None:
    resting: dict[str, Any] = {"paused_until": NOW + timedelta(days=1), "heard_at": NOW - timedelta(days=9)}
    assert reason(**resting) == "paused"
    assert reason(**resting, held=True) == "held"
    assert reason(**resting, cases=HOLDS["urgent"]["cases"]) == "urgent"


def test_a_patients_own_thresholds_decide() -> None:
    own = Thresholds(pain=4, silent_days=1, adherence=75)
    assert reason(own, pain=4) == "pain"
    assert reason(own, heard_at=NOW - timedelta(days=1, seconds=1)) == "silent"
    assert reason(own, moves=Tally(7, 10)) == "adherence"


def test_a_share_of_few_says_nothing() -> None:
    assert not low(Tally(0, 4), Thresholds())
    assert low(Tally(0, 5), Thresholds())
