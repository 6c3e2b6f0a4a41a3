"""The check-in as data."""

import pytest

from bot.domain.checkin import Question, flags_in, is_answer, next_question, ticked


def test_the_safety_screen_comes_first_and_the_rest_in_order() -> None:
    answers: dict[str, str] = {}
    asked = []
    while (question := next_question(answers)) is not None:
        asked.append(question)
        answers[question] = "x"
    assert asked == [Question.SCREEN, Question.NUMBNESS, Question.PAIN, Question.CHANGE]


def test_a_ticked_flag_does_not_answer_the_screen() -> None:
    assert next_question({"flag.bladder": "ticked"}) is Question.SCREEN


def test_the_urgent_list_has_the_screen_alone() -> None:
    assert next_question({Question.SCREEN: "sent"}, urgent=True) is None


def test_a_tick_that_was_taken_back_does_not_count() -> None:
    assert ticked({"flag.bladder": "ticked", "flag.bowel": "unticked", "screen": "sent"}) == ["bladder"]


@pytest.mark.parametrize(
    ("question", "value", "fits"),
    [
        (Question.PAIN, "0", True),
        (Question.PAIN, "10", True),
        (Question.PAIN, "11", False),
        (Question.NUMBNESS, "-1", False),
        (Question.NUMBNESS, "better", False),
        (Question.CHANGE, "better", True),
        (Question.CHANGE, "5", False),
        (Question.SCREEN, "none", False),
    ],
)
def test_only_what_was_offered_is_an_answer(question: Question, value: str, fits: bool) -> None:
    assert is_answer(question, value) is fits


@pytest.mark.parametrize(("value", "flags"), [("7", []), ("8", ["severe_pain"]), ("10", ["severe_pain"])])
def test_strong_pain_is_the_flag_that_asks_for_it(value: str, flags: list[str]) -> None:
    assert flags_in(Question.PAIN, value) == flags


def test_worse_is_a_flag_and_numbness_alone_is_none() -> None:
    assert flags_in(Question.CHANGE, "worse") == ["worse"]
    assert flags_in(Question.CHANGE, "same") == []
    assert flags_in(Question.NUMBNESS, "10") == []
