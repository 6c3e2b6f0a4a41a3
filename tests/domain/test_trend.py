"""Trend rules: what many days say, and that too few answers say nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.trend import (
    Day,
    Walk,
    findings,
    jumped,
    keeps_worsening,
    often_worse,
    persistent,
    risen_over_a_week,
    rising,
    unsteady,
)
from bot.domain.triage import Tier

TODAY = date(2026, 3, 30)
NOON = datetime(2026, 3, 30, 12, tzinfo=UTC)


def days(*numbness: int | None, until: date = TODAY) -> list[Day]:
    """A day each, the last one `until`."""
    return [Day(until - timedelta(days=ago), value) for ago, value in enumerate(reversed(numbness))]


@pytest.mark.parametrize(
    ("numbness", "examined", "weeks", "found"),
    [
        ([3] * 9, None, None, True),
        ([3] * 8, None, None, False),
        ([0, 3, 3, 3, 3, 3, 3, 3, 0], None, None, True),
        ([3, 0, 0, 3, 3, 3, 3, 3, 0], None, None, False),
        ([3, 3, None, None, None, None, None, 3, 3], None, None, False),
        ([3, 3, None, None, None, None, 3, 3, 3], None, None, True),
        ([3] * 30, TODAY - timedelta(days=29), None, True),
        ([3] * 30, TODAY - timedelta(days=28), None, False),
        ([3] * 28, date(2026, 1, 1), None, False),
        ([3] * 15, None, 2, False),
        ([3] * 16, None, 2, True),
        ([None] * 20, None, None, False),
    ],
)
def test_t1_numbness_that_stays(
    numbness: list[int | None], examined: date | None, weeks: int | None, found: bool
) -> None:
    finding = persistent(days(*numbness), TODAY, examined=examined, weeks=weeks)
    assert (finding is not None) is found
    if finding is not None:
        assert (finding.rule, finding.tier, finding.flag) == ("T1", Tier.ROUTINE, "persist")


def test_t1_counts_the_answered_days() -> None:
    finding = persistent(days(*[3] * 8, 0), TODAY, examined=None)
    assert finding is not None
    assert finding.evidence == {"numb_days": 6, "answered": 7, "weeks": 1}


@pytest.mark.parametrize(
    ("numbness", "tier", "flag"),
    [
        ([2, 2, 2, 4, 4, 4], Tier.ROUTINE, "worse"),
        ([2, 2, 2, 5, 5, 5], Tier.URGENT, "rising"),
        ([2, 2, 2, 3, 3, 3], None, None),
        ([2, 2, 5, 5, 5], None, None),
        ([2, 2, 2, 5, 5, None], None, None),
        ([2, 2, 2, 5, 5, None, 5], Tier.URGENT, "rising"),
        ([2, 2, 2, 5, 5, None, None, 5], None, None),
        ([2, 2, 2, 5, 5, 5, None, None], None, None),
        ([9, 9, 9, 2, 2, 2, 2, 2, 2, 2, 5, 5, 5], Tier.URGENT, "rising"),
        ([5, 5, 5, 2, 2, 2], None, None),
    ],
)
def test_t2_three_days(numbness: list[int | None], tier: Tier | None, flag: str | None) -> None:
    finding = rising(days(*numbness), TODAY, "numbness")
    assert (finding.tier, finding.flag) == (tier, flag) if finding is not None else (tier, flag) == (None, None)


def test_t2_keeps_its_numbers_and_looks_at_pain_too() -> None:
    history = [Day(day.date, pain=day.numbness) for day in days(2, 2, 2, 5, 5, 5)]
    finding = rising(history, TODAY, "pain")
    assert finding is not None
    assert (finding.rule, finding.evidence) == ("T2", {"scale": "pain", "now": 5, "before": 2})
    assert rising(history, TODAY, "numbness") is None


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (["worse", "worse", "worse"], True),
        (["worse", "worse"], False),
        (["worse", "worse", "same"], False),
        (["worse", None, "worse", None, "worse"], True),
        (["worse", "worse", "worse", *["same"] * 4], True),
        (["worse", "worse", "worse", *["same"] * 5], False),
        ([None] * 7, False),
    ],
)
def test_t3_worse_again_and_again(changes: list[str | None], found: bool) -> None:
    history = [Day(TODAY - timedelta(days=ago), change=said) for ago, said in enumerate(reversed(changes))]
    finding = often_worse(history, TODAY)
    assert (finding is not None) is found
    if finding is not None:
        assert (finding.rule, finding.tier, finding.evidence["worse_days"]) == ("T3", Tier.ROUTINE, 3)


@pytest.mark.parametrize(
    ("numbness", "found"),
    [
        ([*[2] * 7, *[4] * 7], True),
        ([*[2] * 7, *[3] * 7], False),
        ([2, 2, None, None, None, None, None, *[5] * 7], False),
        ([*[2] * 7, 5, 5, None, None, None, None, None], False),
        ([*[5] * 7, *[2] * 7], False),
    ],
)
def test_t3_week_against_week(numbness: list[int | None], found: bool) -> None:
    finding = risen_over_a_week(days(*numbness), TODAY, "numbness")
    assert (finding is not None) is found
    if finding is not None:
        assert (finding.rule, finding.flag, finding.evidence) == (
            "T3", "worse", {"scale": "numbness", "now": 4, "before": 2},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("hours", "before", "after", "found"), [(24, 2, 6, True), (25, 2, 6, False), (2, 2, 5, False), (2, 6, 2, False)]
)
def test_t4_a_jump_within_a_day(hours: int, before: int, after: int, found: bool) -> None:
    assert jumped((NOON - timedelta(hours=hours), before), (NOON, after)) is found


def test_t4_without_an_answer_before_is_none() -> None:
    assert not jumped(None, (NOON, 10))


Walked = dict[int, tuple[int | None, int | None]]
"""Days ago -> falls and minutes."""


@pytest.mark.parametrize(
    ("walked", "evidence"),
    [
        ({30: (1, None), 0: (1, None)}, {"falls": 2}),
        ({0: (2, None)}, {"falls": 2}),
        ({31: (1, None), 0: (1, None)}, None),
        ({30: (2, None), 0: (0, None)}, None),
        ({7: (2, None), 0: (None, None)}, None),
        ({1: (1, None), -1: (1, None)}, None),
        ({14: (0, 20), 7: (0, 40), 0: (0, 20)}, {"falls": 0, "now": 20, "before": 40}),
        ({14: (1, 40), 7: (0, 40), 0: (None, 10)}, {"falls": 1, "now": 10, "before": 40}),
        ({14: (0, 40), 7: (0, 40), 0: (0, 21)}, None),
        ({15: (0, 40), 7: (0, 20), 0: (0, 10)}, None),
        ({14: (0, 40), 0: (0, 0)}, None),
        ({14: (0, 40), 7: (0, None), 0: (0, 0)}, None),
        ({14: (0, 40), 7: (0, 40), 1: (0, 10), 0: (0, None)}, None),
        ({14: (0, 0), 7: (0, 0), 0: (0, 0)}, None),
        ({}, None),
    ],
)
@pytest.mark.parametrize("weak", [True, False])
def test_t5_falls_and_walking(walked: Walked, evidence: dict[str, int] | None, weak: bool) -> None:
    walks = [Walk(TODAY - timedelta(days=ago), *answers) for ago, answers in walked.items()]
    found = unsteady(walks, TODAY, new_weakness=weak)
    assert (found.evidence if found is not None else None) == evidence
    if found is not None:
        named = (Tier.URGENT, "walk_balance") if weak else (Tier.ROUTINE, "walk_slow")
        assert (found.rule, found.tier, found.flag) == ("T5", *named)


@pytest.mark.parametrize(
    ("ago", "stops"),
    [
        ([], False),
        ([0], False),
        ([0, 0], True),
        ([7, 0], True),
        ([8, 0], False),
        ([60, 16, 8, 0], False),
        ([60, 9, 2], True),
    ],
)
def test_t6_twice_worse_within_a_week(ago: list[int], stops: bool) -> None:
    times = [NOON - timedelta(days=days) for days in ago]
    assert keeps_worsening(times) is keeps_worsening(times[::-1]) is stops


def test_t7_too_few_answers_say_nothing() -> None:
    assert findings(days(0, 10), TODAY, examined=None) == []


def test_everything_together() -> None:
    found = findings(days(*[2] * 7, *[5] * 7), TODAY, examined=None)
    assert [(one.rule, one.flag) for one in found] == [("T1", "persist"), ("T3", "worse")]
