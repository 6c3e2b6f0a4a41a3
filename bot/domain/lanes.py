"""The classes of what the bot sends: what goes first, how late is too late, what a lost answer means.

Source: safety.md §5.2.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    SAFETY = "safety"
    REPLY = "reply"
    CHECK_IN = "check_in"
    EXERCISE = "exercise"
    NUDGE = "nudge"
    TIP = "tip"


@dataclass(frozen=True)
class Lane:
    """`late`: dropped when it would leave later than this. `again`: sent again when it may have arrived."""

    priority: int
    late: timedelta | None
    again: bool


LANES = {
    Kind.SAFETY: Lane(0, None, again=True),
    Kind.REPLY: Lane(1, None, again=True),
    Kind.CHECK_IN: Lane(2, timedelta(hours=6), again=False),
    Kind.EXERCISE: Lane(2, timedelta(minutes=60), again=False),
    Kind.NUDGE: Lane(2, timedelta(minutes=30), again=False),
    Kind.TIP: Lane(3, timedelta(hours=14), again=False),
}
BULK = 2
"""Lanes from this priority on are paced, and step aside for the ones before."""
