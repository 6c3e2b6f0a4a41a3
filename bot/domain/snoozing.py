"""How long a reminder can be put off: inside its window and outside the quiet hours only."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain import wall

MINUTES = (10, 30, 60)
EVENING = "evening"
THIS_EVENING = time(19)
CHOICES = (*(str(minutes) for minutes in MINUTES), EVENING)


@dataclass(frozen=True)
class Room:
    """Where a reminder may go: before `end`, which is its window's or its day's, and outside the quiet hours of the
    zone where the patient is.
    """

    zone: str
    quiet: wall.Window
    end: datetime


def instant_of(choice: str, zone: str, *, now: datetime) -> datetime:
    """The instant that a choice names. Raises KeyError for one that there is not."""
    if choice == EVENING:
        return wall.instant(wall.local(now, zone).date(), THIS_EVENING, zone)
    if choice not in CHOICES:
        raise KeyError(choice)
    return now + timedelta(minutes=int(choice))


def fits(at: datetime, room: Room, *, now: datetime) -> bool:
    return now < at < room.end and not room.quiet.holds(wall.local(at, room.zone).time())


def choices(room: Room, *, now: datetime) -> dict[str, datetime]:
    """The choices that work now, in order, with the instant that each names."""
    found = {choice: instant_of(choice, room.zone, now=now) for choice in CHOICES}
    return {choice: at for choice, at in found.items() if fits(at, room, now=now)}
