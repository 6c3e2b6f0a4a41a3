"""Which moments of a day a plan's line names."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.domain import wall

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
NUDGES_A_DAY = 10
"""No more than this many moments of one line in a day. Source: exercises.md, anti-sitting reminders."""


class RuleError(ValueError):
    """A rule that names no moment; its text names the field."""


@dataclass(frozen=True)
class Rule:
    """Either set times, or every so many minutes inside a window that starts `every` after its beginning."""

    days: tuple[int, ...] = EVERY_DAY
    times: tuple[str, ...] = ()
    every_minutes: int = 0
    start: str = ""
    end: str = ""

    def __post_init__(self) -> None:
        if not self.days or any(day not in EVERY_DAY for day in self.days):
            raise RuleError("days: name at least one day, 0 for Monday to 6")
        if bool(self.times) == bool(self.every_minutes):
            raise RuleError("times: give either times or every_minutes")
        if self.every_minutes and not 20 <= self.every_minutes <= 120:
            raise RuleError("every_minutes: between 20 and 120")
        if self.every_minutes and wall.parse(self.start) >= wall.parse(self.end):
            raise RuleError("end: the window ends before it starts")

    @classmethod
    def read(cls, document: dict[str, Any]) -> "Rule":
        """The rule that a stored document describes. Raises RuleError."""
        known = dict(document)
        for name in ("days", "times"):
            if name in known:
                known[name] = tuple(known[name])
        return cls(**known)

    def wall_times(self, day: date) -> list[time]:
        """The times of this day, in order; a slot's number is its place in the list."""
        if day.weekday() not in self.days:
            return []
        if self.times:
            return sorted(wall.parse(text) for text in self.times)
        return self._grid(day)

    def _grid(self, day: date) -> list[time]:
        step = timedelta(minutes=self.every_minutes)
        at = datetime.combine(day, wall.parse(self.start)) + step
        until = datetime.combine(day, wall.parse(self.end))
        found: list[time] = []
        while at < until and len(found) < NUDGES_A_DAY:
            found.append(at.time())
            at += step
        return found


def instants(rule: Rule, zone: str, day: date) -> list[tuple[int, datetime]]:
    """(slot, instant) for each moment that the rule names on a local date in this zone."""
    return [(slot, wall.instant(day, at, zone)) for slot, at in enumerate(rule.wall_times(day))]
