"""Wall-clock time: 'HH:MM' on a person's own calendar, and the instant that it names."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Literal
from zoneinfo import ZoneInfo, available_timezones

from whenever import PlainDateTime

WALL = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")


class WallTimeError(ValueError):
    """Words that name no time of day."""


def parse(text: str) -> time:
    """The time of day that '7:30', '07.30' or '7' names. Raises WallTimeError."""
    text = text.strip()
    found = WALL.fullmatch(text) or WALL.fullmatch(f"{text}:00")
    if found is None:
        raise WallTimeError(text)
    return time(int(found[1]), int(found[2]))


def show(at: time) -> str:
    """'HH:MM', the form that the database keeps."""
    return f"{at:%H:%M}"


def instant(day: date, at: time, zone: str) -> datetime:
    """The instant of a wall-clock time; in a gap it moves forward by the gap, in a fold it is the first.

    Source: RFC 5545 §3.3.5 and Temporal's "compatible".
    """
    return _instant(day, at, zone, "compatible")


def _instant(day: date, at: time, zone: str, which: Literal["compatible", "later"]) -> datetime:
    plain = PlainDateTime(day.year, day.month, day.day, at.hour, at.minute)
    return plain.assume_tz(zone, disambiguation=which).to_instant().to_stdlib()


@cache
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name, held for good: ZoneInfo itself keeps only a few."""
    return ZoneInfo(name)


NO_PLACE = frozenset({"localtime", "Factory"})
"""Names in some zone databases that say 'wherever this computer is', or nothing."""


def is_zone(name: str) -> bool:
    return name in zones()


@cache
def zones() -> frozenset[str]:
    """Every IANA name that this computer knows."""
    return frozenset(available_timezones()) - NO_PLACE


def local(at: datetime, zone: str) -> datetime:
    """The same instant as its wall clock shows it."""
    return at.astimezone(zone_of(zone))


@dataclass(frozen=True)
class Window:
    """From one time of day up to, not including, another; it may cross midnight. Equal ends mean never."""

    start: time
    end: time

    @classmethod
    def of(cls, start: str, end: str) -> "Window":
        return cls(parse(start), parse(end))

    def holds(self, at: time) -> bool:
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end

    def end_after(self, at: datetime, zone: str) -> datetime:
        """When the window is over that holds `at`; `at` itself when none does. In an hour that the clocks repeat it is
        the end that is still ahead.
        """
        here = local(at, zone)
        if not self.holds(here.time()):
            return at
        day = here.date() if here.time() < self.end else here.date() + timedelta(days=1)
        end = instant(day, self.end, zone)
        return end if end > at else _instant(day, self.end, zone, "later")
