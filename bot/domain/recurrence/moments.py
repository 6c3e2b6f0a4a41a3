"""From the wall clock to instants.

One occurrence for each local slot: the key is (local date, slot), so a change of the clocks neither doubles nor
loses one. In a gap it moves forward by the gap, in a fold it is the first. A grid is laid on the wall clock: in a
fold the repeated hour is not nudged twice; in a gap a moved slot may meet the instant of a later one, and both
stay, each with its own key: of two that are due at once, sending takes the newer.

A date that a zone leaves out (Pacific/Apia has no 2011-12-30) moves by its gap onto the date after, and gives way
there: it counts only when the rule names nothing on that date.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from bot.domain import wall
from bot.domain.recurrence.rule import Rule

DAY = timedelta(days=1)
MIDNIGHT = time(0)


class Moment(NamedTuple):
    """One local slot and its instant."""

    local_date: date
    slot: int
    at: datetime


def instants(rule: Rule, zone: str, day: date) -> list[tuple[int, datetime]]:
    """(slot, instant) for each moment that the rule names on a local date in this zone."""
    times = rule.wall_times(day)
    if not times or (_left_out(day, zone) and rule.wall_times(day + DAY)):
        return []
    return [(slot, wall.instant(day, at, zone)) for slot, at in enumerate(times)]


def _left_out(day: date, zone: str) -> bool:
    """Whether a zone's calendar jumps over a date: then it begins when the next one does."""
    return wall.instant(day, MIDNIGHT, zone) == wall.instant(day + DAY, MIDNIGHT, zone)


def moments(rule: Rule, zone: str, first: date, days: int) -> Iterator[Moment]:
    """The moments of so many local dates from `first` on, by date and slot."""
    for ahead in range(days):
        day = first + timedelta(days=ahead)
        for slot, at in instants(rule, zone, day):
            yield Moment(day, slot, at)
