"""Who is on call: the weekly rota, unless somebody has taken over for a while."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from bot.domain import wall

AHEAD = timedelta(hours=24)
"""How far ahead a gap is looked for."""
Week = Mapping[int, Collection[int]]
"""weekday, 0 for Monday to 6 -> the people of that day, from midnight to midnight of the clinic's zone."""


@dataclass(frozen=True)
class Watch:
    """A time that one person has taken over. It counts only when they have confirmed it."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    confirmed_at: datetime | None

    def runs(self, at: datetime) -> bool:
        return self.confirmed_at is not None and self.starts_at <= at < self.ends_at


def on_call(week: Week, watches: Iterable[Watch], zone: str, *, at: datetime) -> frozenset[int]:
    """The people on call at an instant: who confirmed last, or else the day's people of the rota.

    `watches` are in the order in which they were offered: of two that were confirmed at once, the later one counts.
    """
    running = sorted((watch for watch in watches if watch.runs(at)), key=lambda watch: watch.confirmed_at or at)
    if running:
        return frozenset({running[-1].person_id})
    return frozenset(week.get(wall.local(at, zone).weekday(), ()))


def day_ends(zone: str, *, now: datetime) -> datetime:
    """The next midnight on the clinic's clock: until then somebody takes over."""
    day = wall.local(now, zone).date() + timedelta(days=1)
    return wall.instant(day, time(), zone)


def gap(week: Week, watches: Collection[Watch], zone: str, *, now: datetime) -> datetime | None:
    """The first instant within the next day at which nobody is on call; None when there is none.

    A clinic that keeps no rota has no gaps: its alerts go to every therapist.
    """
    if not any(week.values()):
        return None
    edges = [now, day_ends(zone, now=now), *(watch.ends_at for watch in watches)]
    ahead = sorted(at for at in edges if now <= at <= now + AHEAD)
    return next((at for at in ahead if not on_call(week, watches, zone, at=at)), None)
