"""When a therapist is asked whether a dose should step up or down, and to what. No dose changes by itself.

Source: exercises.md: the ranges of its doses, "halve it next time", "never auto-increase".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

FEWEST_PAINS = 4
"""With fewer answers about pain nothing says that it has not risen, and no step up is offered."""
RISE = 2
"""Points on the 0 to 10 scale that make a change. Source: safety.md T2."""
HELD_LONG = 10
"""Seconds from which on a hold grows by five, else by one."""
UPWARD = ("reps", "hold_seconds", "minutes", "sets")
DOWNWARD = ("sets", "reps", "minutes", "hold_seconds")

Dose = Mapping[str, int]


class Way(StrEnum):
    UP = "up"
    DOWN = "down"


@dataclass(frozen=True)
class Evidence:
    """What one line with its present dose has come to in some days. `done` is all of it, `days` on how many days;
    `pains` are the answers to the question about pain, 0 to 10, the oldest first.
    """

    asked: int
    done: int
    part: int
    worse: int
    days: int
    pains: tuple[int, ...] = ()


@dataclass(frozen=True)
class Limits:
    """From where on a step is offered: `pain` is the patient's own threshold, 0 to 10."""

    up_days: int
    up_percent: int
    down_parts: int
    pain: int


def way(evidence: Evidence, limits: Limits) -> Way | None:
    """Which step is worth a therapist's look, if any. What speaks against a dose always weighs more."""
    if not evidence.asked:
        return None
    if _too_much(evidence, limits):
        return Way.DOWN
    done_well = evidence.days >= limits.up_days and 100 * evidence.done >= limits.up_percent * evidence.asked
    return Way.UP if done_well and _pain_is_known_not_to_rise(evidence.pains) else None


def _too_much(evidence: Evidence, limits: Limits) -> bool:
    in_part = evidence.part >= limits.down_parts and 2 * evidence.part >= evidence.asked
    return evidence.worse > 0 or in_part or hurts(evidence.pains, limits.pain) or rise(evidence.pains) >= RISE


def hurts(pains: Sequence[int], threshold: int) -> bool:
    """Whether the last answer is at the threshold or above."""
    return bool(pains) and pains[-1] >= threshold


def rise(pains: Sequence[int]) -> float:
    """By how much the later half of the answers is above the earlier one; 0 with too few of them."""
    if len(pains) < FEWEST_PAINS:
        return 0
    half = len(pains) // 2
    return median(pains[half:]) - median(pains[:half])


def _pain_is_known_not_to_rise(pains: Sequence[int]) -> bool:
    return len(pains) >= FEWEST_PAINS and rise(pains) <= 0


def stepped(dose: Dose, which: Way, most: Dose) -> dict[str, int] | None:
    """The dose one step on; None where there is none. `most` is how far each part of it may go up."""
    return _more(dose, most) if which is Way.UP else _less(dose)


def _more(dose: Dose, most: Dose) -> dict[str, int] | None:
    """One part a little higher, never above its bound; what the dose does not have is not added."""
    for part in UPWARD:
        room = most.get(part, 0) - dose.get(part, 0)
        if dose.get(part, 0) and room > 0:
            return {**dose, part: dose[part] + min(room, _stride(part, dose[part]))}
    return None


def _stride(part: str, amount: int) -> int:
    if part == "hold_seconds":
        return 5 if amount >= HELD_LONG else 1
    return 1 if part == "sets" else 2


def _less(dose: Dose) -> dict[str, int] | None:
    """Half of the rounds, or else of the times, the minutes, the hold."""
    for part in DOWNWARD:
        if dose.get(part, 0) > 1:
            return {**dose, part: (dose[part] + 1) // 2}
    return None
