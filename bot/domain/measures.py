"""Measures over weeks: which is due, what it asks next, what its numbers add up to. A missing answer is no answer.

Sources and licences: safety.md §6. The patient-specific functional scale is free to use with its citation (Stratford
and others, 1995); the global change scale is generic; the 30-second chair stand is by the CDC's STEADI, free of fees;
the two questions about mood are those of the PHQ-2 (Kroenke, Spitzer and Williams, 2003), free to copy and translate.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.profile import Said


class Measure(StrEnum):
    """FUNCTION: three activities of the patient's own, 0 to 10 each. CHANGE: better or worse since the start, of
    seven. CHAIR: how often the patient stands up in 30 seconds, only when the therapist asks for it. WALKING: falls
    in the last seven days, and minutes walked on an ordinary day of them. MOOD: how often, in two weeks, there was
    little joy in things and how often a low mood, only when the therapist asks for it.
    """

    FUNCTION = "function"
    CHANGE = "change"
    CHAIR = "chair"
    WALKING = "walking"
    MOOD = "mood"


EVERY = {
    Measure.FUNCTION: timedelta(days=14),
    Measure.CHANGE: timedelta(days=30),
    Measure.CHAIR: timedelta(days=30),
    Measure.WALKING: timedelta(days=6),
    Measure.MOOD: timedelta(days=30),
}
"""For walking a week less a day: three answers then lie within 14 days. Source: safety.md T5, T7."""
FIRST = {
    Measure.FUNCTION: timedelta(days=1),
    Measure.CHANGE: timedelta(days=30),
    Measure.CHAIR: timedelta(0),
    Measure.WALKING: timedelta(days=3),
    Measure.MOOD: timedelta(0),
}
"""How long after enrolment a measure is asked for the first time."""
ACTIVITIES = 3
CHANGES = ("much_better", "better", "little_better", "same", "little_worse", "worse", "much_worse")
CHAIR_MOST = 40
READY, USED_ARMS = "ready", "arms"
BALANCE = "poor_balance"
"""The fact of the profile that the chair stand asks for anew each time: balance changes."""
FALLS = ("0", "1", "2", "3")
"""The last one stands for three and more."""
MINUTES = ("0", "5", "10", "20", "30", "45", "60", "90")
WISHED = frozenset({Measure.CHAIR, Measure.MOOD})
"""What is asked only of those of whom a therapist wants it."""
MOOD_ITEMS = ("joy", "low")
MOOD_OFTEN = ("0", "1", "2", "3")
"""Not at all, on some days, on more than half of them, nearly every day."""
LOW_MOOD = 3
"""From this sum on somebody should talk with the patient. It is no finding. Source: safety.md §3.2, §6."""
SKIPPED = "skipped"
"""A question about walking or mood that was left out: it is not known, which is never a 'none'."""
ANSWERS = {
    "change": CHANGES,
    READY: ("yes", "no"),
    BALANCE: tuple(Said),
    "falls": (*FALLS, SKIPPED),
    "walked": (*MINUTES, SKIPPED),
    **dict.fromkeys(MOOD_ITEMS, (*MOOD_OFTEN, SKIPPED)),
}


@dataclass(frozen=True)
class Asked:
    """What decides over asking one patient. `last` is when each measure was last begun; `wanted` is what a therapist
    wants of the patient; `calm`: neither quiet hours nor a pause nor a hold.
    """

    enrolled_at: datetime
    last: Mapping[Measure, datetime]
    wanted: frozenset[Measure]
    open_case: bool
    poor_balance: bool
    calm: bool = True


def due(asked: Asked, *, now: datetime) -> Measure | None:
    """The one measure to ask for now; None when nothing is due. While a case is open nothing is."""
    if asked.open_case:
        return None
    return next((measure for measure in Measure if _may(measure, asked) and _time(measure, asked, now=now)), None)


def _may(measure: Measure, asked: Asked) -> bool:
    """Some need the therapist's wish; the chair stand needs balance too, and what is asked about mood a calm time."""
    if measure in WISHED and measure not in asked.wanted:
        return False
    return not (measure is Measure.CHAIR and asked.poor_balance) and (measure is not Measure.MOOD or asked.calm)


def _time(measure: Measure, asked: Asked, *, now: datetime) -> bool:
    if measure in asked.last:
        return now - asked.last[measure] >= EVERY[measure]
    return now - asked.enrolled_at >= FIRST[measure]


def items(measure: Measure, activities: Sequence[int]) -> list[str]:
    """What one measuring asks, in order; `activities` are the numbers of the patient's own."""
    if measure is Measure.FUNCTION:
        return [f"activity.{number}" for number in activities]
    return {
        Measure.CHANGE: ["change"],
        Measure.CHAIR: [BALANCE, READY, "stands"],
        Measure.WALKING: ["falls", "walked"],
        Measure.MOOD: [*MOOD_ITEMS],
    }[measure]


def next_item(measure: Measure, activities: Sequence[int], answers: Mapping[str, str]) -> str | None:
    """What to ask next; None when nothing is left. Without balance, a helper and a firm chair there is no chair stand,
    nor where somebody would rather not say how the balance is.
    """
    if measure is Measure.CHAIR and (answers.get(READY) == "no" or answers.get(BALANCE, Said.NO) != Said.NO):
        return None
    return next((item for item in items(measure, activities) if item not in answers), None)


def is_answer(item: str, value: str) -> bool:
    """Whether a value may stand as the answer to an item."""
    if item in ANSWERS:
        return value in ANSWERS[item]
    most = CHAIR_MOST if item == "stands" else 10
    return (item == "stands" and value == USED_ARMS) or (value.isdecimal() and int(value) <= most)


def score(measure: Measure, answers: Mapping[str, str]) -> float | None:
    """The number that a finished measuring is followed by: the mean of the activities (0 to 10), the change from 1
    (much better) to 7 (much worse), the stands, which are 0 when the arms helped, the minutes walked, or the sum of the
    two about mood (0 to 6). None where it is incomplete.
    """
    if measure is Measure.FUNCTION:
        numbers = [int(value) for item, value in answers.items() if item.startswith("activity.")]
        return round(sum(numbers) / len(numbers), 1) if len(numbers) == ACTIVITIES else None
    if measure is Measure.CHANGE:
        return CHANGES.index(answers["change"]) + 1 if answers.get("change") in CHANGES else None
    if measure is Measure.WALKING:
        return counted(answers, "walked")
    if measure is Measure.MOOD:
        often = [counted(answers, item) for item in MOOD_ITEMS]
        return sum(known) if len(known := [one for one in often if one is not None]) == len(MOOD_ITEMS) else None
    stands = answers.get("stands")
    return None if stands is None else 0 if stands == USED_ARMS else int(stands)


def counted(answers: Mapping[str, str], item: str) -> int | None:
    """What an answer counts; None where it was left out."""
    value = answers.get(item, SKIPPED)
    return int(value) if value.isdecimal() else None


def is_low(answers: Mapping[str, str]) -> bool:
    """Whether what is answered about mood so far comes to the sum from which somebody should talk with the patient: one
    answer may be enough, and an unanswered question takes nothing away.
    """
    return sum(counted(answers, item) or 0 for item in MOOD_ITEMS) >= LOW_MOOD
