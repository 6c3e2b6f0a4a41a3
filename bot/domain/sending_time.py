"""When a broadcast comes for each of its readers, and until when it may still come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.domain import wall

DAY = timedelta(hours=24)
"""Who cannot get it within a day of its time, as for quiet hours or a long queue, does not get it, and why is kept."""
FIRST_ZONE = "Pacific/Kiritimati"
"""Where each day begins first."""
STAFF_QUIET = "21:00", "08:00"
"""The quiet hours of people who have set none."""


@dataclass(frozen=True)
class When:
    """Not before `starts_at`; with `local_at`, when it is that time on the reader's clock, from the day `starts_on`."""

    starts_at: datetime
    starts_on: date | None = None
    local_at: time | None = None


@dataclass(frozen=True)
class Slot:
    due_at: datetime
    until: datetime


def slot(when: When, zone: str, quiet: wall.Window) -> Slot:
    """A reader's own time: the wished one, or the end of the quiet hours that it lies in."""
    wished = when.starts_at if when.local_at is None else _local(when, when.local_at, zone)
    return Slot(quiet.end_after(wished, zone), wished + DAY)


def _local(when: When, at: time, zone: str) -> datetime:
    day = wall.local(when.starts_at, zone).date()
    day = day if when.starts_on is None else max(day, when.starts_on)
    found = wall.instant(day, at, zone)
    return found if found >= when.starts_at else wall.instant(day + timedelta(days=1), at, zone)


def begins(day: date, at: time) -> datetime:
    """The first instant at which it is that time of that day anywhere."""
    return wall.instant(day, at, FIRST_ZONE)
