"""Which measure is due, what it asks, what it adds up to."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.measures import CHANGES, Asked, Measure, due, is_answer, is_low, next_item, score
from tests.cast import MONDAY_MORNING as NOW

CHAIR, MOOD = frozenset({Measure.CHAIR}), frozenset({Measure.MOOD})
NEW = Asked(enrolled_at=NOW - timedelta(hours=23), last={}, wanted=frozenset(), open_case=False, poor_balance=False)
MONTH = replace(NEW, enrolled_at=NOW - timedelta(days=30), last={Measure.FUNCTION: NOW - timedelta(days=1)})

WALKED = replace(MONTH, enrolled_at=NOW - timedelta(days=29))


@pytest.mark.parametrize(
    ("asked", "measure"),
    [
        (NEW, None),
        (replace(NEW, enrolled_at=NOW - timedelta(days=1)), Measure.FUNCTION),
        (replace(MONTH, last={Measure.FUNCTION: NOW - timedelta(days=14)}), Measure.FUNCTION),
        (MONTH, Measure.CHANGE),
        (replace(MONTH, enrolled_at=NOW - timedelta(days=29)), Measure.WALKING),
        (replace(WALKED, last={**WALKED.last, Measure.WALKING: NOW - timedelta(days=5)}), None),
        (replace(WALKED, last={**WALKED.last, Measure.WALKING: NOW - timedelta(days=6)}), Measure.WALKING),
        (replace(NEW, wanted=CHAIR), Measure.CHAIR),
        (replace(NEW, wanted=CHAIR, poor_balance=True), None),
        (replace(MONTH, open_case=True), None),
        (replace(NEW, wanted=MOOD), Measure.MOOD),
        (replace(NEW, wanted=MOOD, calm=False), None),
        (replace(NEW, wanted=MOOD, open_case=True), None),
        (replace(NEW, wanted=MOOD, last={Measure.MOOD: NOW - timedelta(days=29)}), None),
        (replace(NEW, wanted=MOOD, last={Measure.MOOD: NOW - timedelta(days=30)}), Measure.MOOD),
    ],
)
def test_what_is_due(asked: Asked, measure: Measure | None) -> None:
    assert due(asked, now=NOW) is measure


def test_one_that_was_begun_is_not_asked_for_again_before_its_time() -> None:
    begun = {measure: NOW - timedelta(days=5) for measure in Measure}
    assert due(replace(MONTH, last=begun, wanted=CHAIR), now=NOW) is None


def test_each_activity_is_asked_for_in_order() -> None:
    assert next_item(Measure.FUNCTION, [4, 7, 9], {}) == "activity.4"
    assert next_item(Measure.FUNCTION, [4, 7, 9], {"activity.4": "3", "activity.9": "1"}) == "activity.7"
    assert next_item(Measure.FUNCTION, [4], {"activity.4": "3"}) is None


def test_without_balance_or_a_helper_there_is_no_chair_stand() -> None:
    assert next_item(Measure.CHAIR, [], {}) == "poor_balance"
    for said in ("yes", "untold"):
        assert next_item(Measure.CHAIR, [], {"poor_balance": said}) is None
    assert next_item(Measure.CHAIR, [], {"poor_balance": "no"}) == "ready"
    assert next_item(Measure.CHAIR, [], {"poor_balance": "no", "ready": "yes"}) == "stands"
    assert next_item(Measure.CHAIR, [], {"poor_balance": "no", "ready": "no"}) is None


def test_falls_and_minutes_are_two_questions() -> None:
    assert next_item(Measure.WALKING, [], {}) == "falls"
    assert next_item(Measure.WALKING, [], {"falls": "skipped"}) == "walked"
    assert next_item(Measure.WALKING, [], {"falls": "0", "walked": "20"}) is None


@pytest.mark.parametrize(
    ("item", "value", "fits"),
    [
        ("activity.1", "10", True), ("activity.1", "11", False), ("activity.1", "-1", False), ("activity.1", "", False),
        ("change", "same", True), ("change", "3", False), ("ready", "yes", True), ("ready", "10", False),
        ("poor_balance", "untold", True), ("poor_balance", "0", False), ("falls", "3", True), ("falls", "4", False),
        ("falls", "skipped", True), ("walked", "90", True), ("walked", "91", False), ("walked", "skipped", True),
        ("joy", "3", True), ("joy", "4", False), ("low", "skipped", True), ("low", "", False),
        ("stands", "40", True), ("stands", "41", False), ("stands", "arms", True), ("activity.1", "arms", False),
    ],
)  # fmt: skip
def test_what_may_stand_as_an_answer(item: str, value: str, fits: bool) -> None:
    assert is_answer(item, value) is fits


@pytest.mark.parametrize(
    ("measure", "answers", "number"),
    [
        (Measure.FUNCTION, {"activity.1": "3", "activity.2": "4", "activity.3": "4"}, 3.7),
        (Measure.FUNCTION, {"activity.1": "3", "activity.2": "4"}, None),
        (Measure.CHANGE, {"change": CHANGES[0]}, 1),
        (Measure.CHANGE, {"change": CHANGES[6]}, 7),
        (Measure.CHANGE, {}, None),
        (Measure.CHAIR, {"ready": "yes", "stands": "12"}, 12),
        (Measure.CHAIR, {"ready": "yes", "stands": "arms"}, 0),
        (Measure.CHAIR, {"ready": "no"}, None),
        (Measure.WALKING, {"falls": "1", "walked": "20"}, 20),
        (Measure.WALKING, {"falls": "1", "walked": "skipped"}, None),
        (Measure.MOOD, {"joy": "2", "low": "3"}, 5),
        (Measure.MOOD, {"joy": "0", "low": "0"}, 0),
        (Measure.MOOD, {"joy": "3", "low": "skipped"}, None),
        (Measure.MOOD, {"joy": "3"}, None),
    ],
)
def test_what_it_adds_up_to(measure: Measure, answers: dict[str, Any], number: float | None) -> None:
    assert score(measure, answers) == number


@pytest.mark.parametrize(
    ("answers", "low"),
    [
        ({}, False),
        ({"joy": "2"}, False),
        ({"joy": "3"}, True),
        ({"joy": "1", "low": "1"}, False),
        ({"joy": "1", "low": "2"}, True),
        ({"joy": "skipped", "low": "3"}, True),
        ({"joy": "2", "low": "skipped"}, False),
    ],
)
def test_from_three_on_somebody_should_talk(answers: dict[str, str], low: bool) -> None:
    assert is_low(answers) is low
