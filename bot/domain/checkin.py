"""The check-in as data: the next question follows from the answers saved so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.triage import Tier

FLAG = "flag."
"""Answers about red flags are kept as 'flag.<id>'."""
COUNTED = "counted."
"""That a red flag of a list asked one by one went to triage is kept as 'counted.<id>'."""
TICKED, UNTICKED = "ticked", "unticked"
YES, NO, UNSURE = "yes", "no", "unsure"
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


@dataclass(frozen=True)
class Item:
    """A red flag as it is asked one by one. `instead` are its other answers; with `after` it is asked only when
    one of these was reported.
    """

    flag: str
    tier: Tier
    instead: tuple[str, ...] = ()
    after: frozenset[str] = frozenset()

    def choices(self) -> tuple[str, ...]:
        """The values that may stand as its answer."""
        return (YES, *self.instead, NO, UNSURE)

    def reported(self, value: str | None) -> str | None:
        """The red flag that an answer reports. 'Not sure' about an emergency is a yes; no answer is no 'no'."""
        if value in (YES, TICKED) or (value == UNSURE and self.tier is Tier.EMERGENCY):
            return self.flag
        return value if value in self.instead else None


def reported(items: Sequence[Item], answers: Mapping[str, str]) -> list[str]:
    """All red flags that the answers report, in the order of asking."""
    found = (item.reported(answers.get(FLAG + item.flag)) for item in items)
    return [flag for flag in found if flag is not None]


def denied_by_tap(answers: Mapping[str, str], shown: Sequence[str]) -> list[str]:
    """The red flags that were answered with a plain 'no': one by one, or all that were shown by 'none of these'."""
    if answers.get(Question.SCREEN) == NONE_OF_THESE:
        return list(shown)
    return [name[len(FLAG) :] for name, value in answers.items() if name.startswith(FLAG) and value == NO]


def to_ask(items: Sequence[Item], answers: Mapping[str, str]) -> list[Item]:
    """The questions that the list has, with the ones that follow from the answers so far."""
    given = set(reported(items, answers))
    return [item for item in items if not item.after or item.after & given]


def next_item(items: Sequence[Item], answers: Mapping[str, str]) -> Item | None:
    """The next question of the list; None when all are answered."""
    return next((item for item in to_ask(items, answers) if FLAG + item.flag not in answers), None)


def uncounted(items: Sequence[Item], answers: Mapping[str, str]) -> list[str]:
    """The reported red flags that have not gone to triage yet."""
    return [flag for flag in reported(items, answers) if COUNTED + flag not in answers]
