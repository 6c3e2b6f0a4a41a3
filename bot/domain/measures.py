"""Measures over weeks: which is due, what it asks next, what its numbers add up to. A missing answer is no answer.

Sources and licences: safety.md §6. The patient-specific functional scale is free to use with its citation (Stratford
and others, 1995); the global change scale is generic; the 30-second chair stand is by the CDC's STEADI, free of fees.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Measure(StrEnum):
    """FUNCTION: three activities of the patient's own, 0 to 10 each. CHANGE: better or worse since the start, of
    seven. CHAIR: how often the patient stands up in 30 seconds, only when the therapist asks for it.
    """

    FUNCTION = "function"
    CHANGE = "change"
    CHAIR = "chair"


EVERY = {
    Measure.FUNCTION: timedelta(days=14),
    Measure.CHANGE: timedelta(days=30),
    Measure.CHAIR: timedelta(days=30),
}
FIRST = {Measure.FUNCTION: timedelta(days=1), Measure.CHANGE: timedelta(days=30), Measure.CHAIR: timedelta(0)}
"""How long after enrolment a measure is asked for the first time."""
ACTIVITIES = 3
CHANGES = ("much_better", "better", "little_better", "same", "little_worse", "worse", "much_worse")
CHAIR_MOST = 40
READY, USED_ARMS = "ready", "arms"


@dataclass(frozen=True)
class Asked:
    """What decides over asking one patient. `last` is when each measure was last begun."""

    enrolled_at: datetime
    last: Mapping[Measure, datetime]
    chair_wanted: bool
    open_case: bool
    poor_balance: bool


def due(asked: Asked, *, now: datetime) -> Measure | None:
    """The one measure to ask for now; None when nothing is due. While a case is open nothing is."""
    if asked.open_case:
        return None
    return next((measure for measure in Measure if _may(measure, asked) and _time(measure, asked, now=now)), None)


def _may(measure: Measure, asked: Asked) -> bool:
    """The chair stand needs the therapist's wish, and balance."""
    return measure is not Measure.CHAIR or (asked.chair_wanted and not asked.poor_balance)


def _time(measure: Measure, asked: Asked, *, now: datetime) -> bool:
    if measure in asked.last:
        return now - asked.last[measure] >= EVERY[measure]
    return now - asked.enrolled_at >= FIRST[measure]


def items(measure: Measure, activities: Sequence[int]) -> list[str]:
    """What one measuring asks, in order; `activities` are the numbers of the patient's own."""
    if measure is Measure.FUNCTION:
        return [f"activity.{number}" for number in activities]
    return ["change"] if measure is Measure.CHANGE else [READY, "stands"]


def next_item(measure: Measure, activities: Sequence[int], answers: Mapping[str, str]) -> str | None:
    """What to ask next; None when nothing is left. Without a helper and a firm chair there is no chair stand."""
    if measure is Measure.CHAIR and answers.get(READY) == "no":
        return None
    return next((item for item in items(measure, activities) if item not in answers), None)


def is_answer(item: str, value: str) -> bool:
    """Whether a value may stand as the answer to an item."""
    if item == "change":
        return value in CHANGES
    if item == READY:
        return value in ("yes", "no")
    most = CHAIR_MOST if item == "stands" else 10
    return (item == "stands" and value == USED_ARMS) or (value.isdecimal() and int(value) <= most)


def score(measure: Measure, answers: Mapping[str, str]) -> float | None:
    """The number that a finished measuring is followed by: the mean of the activities (0 to 10), the change from 1
    (much better) to 7 (much worse), or the stands, which are 0 when the arms helped. None where it is incomplete.
    """
    if measure is Measure.FUNCTION:
        numbers = [int(value) for item, value in answers.items() if item.startswith("activity.")]
        return round(sum(numbers) / len(numbers), 1) if len(numbers) == ACTIVITIES else None
    if measure is Measure.CHANGE:
        return CHANGES.index(answers["change"]) + 1 if answers.get("change") in CHANGES else None
    stands = answers.get("stands")
    return None if stands is None else 0 if stands == USED_ARMS else int(stands)
