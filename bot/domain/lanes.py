"""The classes of what the bot sends: what goes first, how late is too late, what a lost answer means.

Source: safety.md §5.2.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Kind(StrEnum):
    """TIDY takes the buttons from a message that is over: it makes no sound and no new message. NEWS is what an admin
    sends to many that is no tip. LETTER is what a therapist writes to one patient.
    """

    SAFETY = "safety"
    REPLY = "reply"
    CHECK_IN = "check_in"
    FOLLOW_UP = "follow_up"
    LETTER = "letter"
    NOTE = "note"
    EXERCISE = "exercise"
    WALK = "walk"
    NUDGE = "nudge"
    TIDY = "tidy"
    TIP = "tip"
    NEWS = "news"


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
    Kind.FOLLOW_UP: Lane(2, timedelta(hours=2), again=False),
    Kind.LETTER: Lane(2, None, again=True),
    Kind.NOTE: Lane(2, timedelta(minutes=60), again=False),
    Kind.EXERCISE: Lane(2, timedelta(minutes=60), again=False),
    Kind.WALK: Lane(2, timedelta(minutes=60), again=False),
    Kind.NUDGE: Lane(2, timedelta(minutes=30), again=False),
    Kind.TIDY: Lane(3, None, again=True),
    Kind.TIP: Lane(3, timedelta(hours=14), again=False),
    Kind.NEWS: Lane(3, None, again=False),
}
BULK = 2
"""Lanes from this priority on are paced, and step aside for the ones before."""
PAID = 4
"""The priority of a broadcast that pays for its pace: it has one of its own, and takes no place from the others."""


class Stream(StrEnum):
    """What is taken from the outbox apart from the rest, so that it never waits behind it: URGENT never waits for
    what can, BULK shares the free places, PAID has its own.
    """

    URGENT = "urgent"
    BULK = "bulk"
    PAID = "paid"


def stream_of(priority: int) -> Stream:
    """The stream of a lane."""
    if priority < BULK:
        return Stream.URGENT
    return Stream.PAID if priority >= PAID else Stream.BULK


PRIORITIES = (*sorted({lane.priority for lane in LANES.values()}), PAID)
BY_WEIGHT = (Kind.CHECK_IN, Kind.NOTE, Kind.EXERCISE, Kind.WALK, Kind.NUDGE, Kind.TIP)
"""What a plan can ask for; where not all of it may come, the first stay."""


def weight(kind: Kind) -> int:
    """0 for what stays longest."""
    return BY_WEIGHT.index(kind)
