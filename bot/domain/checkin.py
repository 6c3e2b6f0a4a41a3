"""The check-in as data: the next question follows from the answers saved so far."""

from collections.abc import Mapping
from enum import StrEnum

FLAG = "flag."
"""Answers about red flags are kept as 'flag.<id>'."""
TICKED, UNTICKED = "ticked", "unticked"
NONE_OF_THESE, SENT = "none", "sent"
SCALE = tuple(str(number) for number in range(11))
CHANGES = ("better", "same", "worse")
SEVERE_PAIN = 8
"""From here on the pain scale says what the red flag `severe_pain` asks. Source: safety.md §1.2."""


class Question(StrEnum):
    SCREEN = "screen"
    NUMBNESS = "numbness"
    PAIN = "pain"
    CHANGE = "change"


ORDER = tuple(Question)
NOTE = "note"
"""Kept beside the answers when the patient types something; never asked for."""


def ticked(answers: Mapping[str, str]) -> list[str]:
    """The red flags that are ticked, in the order of the answers."""
    return [name[len(FLAG) :] for name, value in answers.items() if name.startswith(FLAG) and value == TICKED]


def next_question(answers: Mapping[str, str], *, urgent: bool = False) -> Question | None:
    """What to ask next; None when nothing is left. The list under /urgent has the safety screen alone."""
    questions = ORDER[:1] if urgent else ORDER
    return next((question for question in questions if question not in answers), None)


def is_answer(question: Question, value: str) -> bool:
    """Whether a value may stand as the answer to a scale or choice question."""
    if question in (Question.NUMBNESS, Question.PAIN):
        return value in SCALE
    return question is Question.CHANGE and value in CHANGES


def flags_in(question: Question, value: str) -> list[str]:
    """The red flags that an ordinary answer amounts to."""
    if question is Question.PAIN and int(value) >= SEVERE_PAIN:
        return ["severe_pain"]
    if question is Question.CHANGE and value == "worse":
        return ["worse"]
    return []
