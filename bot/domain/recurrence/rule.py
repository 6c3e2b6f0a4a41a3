"""The rule of a plan's line: which days, which times of the day, from when, until when, how often in all."""

from dataclasses import dataclass, fields
from datetime import date, time
from functools import cached_property
from typing import Any

from bot.domain import wall
from bot.domain.recurrence.days import EVERY_DAY, Days, spread
from bot.domain.recurrence.reading import RuleError, number, read, time_of_day

NUDGES_A_DAY = 10
"""No more than this many moments of an interval in a day. Source: exercises.md, anti-sitting reminders."""


@dataclass(frozen=True)
class Rule:
    """Set times, or every so many minutes inside a window; on weekdays, every n-th day, or so many days a week.

    `start` and `end` are the window's times on one date: the first moment comes `every_minutes` after `start`, the
    last before `end`. `every_days` counts from `anchor`, or else from `starts_on`. `times_a_week` chooses among
    `days`, the same ones each week, with a day of rest between. `starts_on` and `ends_on` are both included;
    `limit` is the number of moments in all from `starts_on`. Dates and times are the patient's own calendar.
    """

    days: tuple[int, ...] = EVERY_DAY
    times: tuple[str, ...] = ()
    every_minutes: int = 0
    start: str = ""
    end: str = ""
    every_days: int = 0
    anchor: date | None = None
    times_a_week: int = 0
    starts_on: date | None = None
    ends_on: date | None = None
    limit: int = 0

    def __post_init__(self) -> None:
        self._check_days()
        self._check_times()
        self._check_span()

    def _check_days(self) -> None:
        if not self.days or any(day not in EVERY_DAY for day in self.days):
            raise RuleError("days: name at least one day, 0 for Monday to 6, or as in mon-fri")
        for name in ("every_days", "times_a_week", "limit"):
            if getattr(self, name):
                number(name, getattr(self, name))
        if self.every_days and self.times_a_week:
            raise RuleError("times_a_week: give either times_a_week or every_days")
        if self.every_days and set(self.days) != set(EVERY_DAY):
            raise RuleError("days: give either days or every_days")
        if self.every_days and self.anchor is None and self.starts_on is None:
            raise RuleError("anchor: give the day from which every_days counts, as in 2026-03-27")
        if self.anchor is not None and not self.every_days:
            raise RuleError("anchor: it needs every_days")
        if self.times_a_week and not spread(self.days, self.times_a_week):
            raise RuleError(f"times_a_week: these days do not hold {self.times_a_week} with a day of rest between")

    def _check_times(self) -> None:
        if bool(self.times) == bool(self.every_minutes):
            raise RuleError("times: give either times or every_minutes")
        for text in self.times:
            time_of_day("times", text)
        if not self.every_minutes:
            if self.start or self.end:
                raise RuleError("start: a window needs every_minutes")
            return
        number("every_minutes", self.every_minutes)
        if not (self.start and self.end):
            raise RuleError("start: every_minutes needs a window, as in 09:00 to 17:30")
        if time_of_day("start", self.start) >= time_of_day("end", self.end):
            raise RuleError("end: the window must end after it starts, on the same day; one over midnight is two rules")

    def _check_span(self) -> None:
        if self.starts_on is not None and self.ends_on is not None and self.ends_on < self.starts_on:
            raise RuleError("ends_on: it is before starts_on")
        if self.limit and self.starts_on is None:
            raise RuleError("limit: it needs starts_on, the day from which it counts")

    @classmethod
    def read(cls, document: dict[str, Any]) -> "Rule":
        """The rule that a stored document describes. Raises RuleError."""
        return cls(**read(document))

    @classmethod
    def new(cls, document: dict[str, Any]) -> "Rule":
        """As `read`, of what somebody writes now: a window that holds no moment is refused too. Raises RuleError."""
        rule = cls.read(document)
        if not rule.moments_of_day:
            much, window = f"{rule.every_minutes} minutes", f"{rule.start} to {rule.end}"
            raise RuleError(f"every_minutes: {much} after the start, the window {window} is over; make it longer")
        return rule

    def document(self) -> dict[str, Any]:
        """As JSON, without what is as usual; `read` gives the same rule back."""
        given = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            field.name: _plain(given[field.name]) for field in fields(self) if given[field.name] != field.default
        } | {"days": list(self.days)}

    def wall_times(self, day: date) -> list[time]:
        """The times of this date, in order; a slot's number is its place in the list."""
        if not self.named_days.names(day):
            return []
        return list(self.moments_of_day[: self.left_on(day)] if self.limit else self.moments_of_day)

    def left_on(self, day: date) -> int:
        """How many of the limit are left when this date begins."""
        assert self.starts_on is not None
        return max(self.limit - self.named_days.before(day, self.starts_on) * len(self.moments_of_day), 0)

    @cached_property
    def named_days(self) -> Days:
        """The dates that the rule names, the limit aside."""
        if self.every_days:
            return Days(EVERY_DAY, self.every_days, self.anchor or self.starts_on, self.starts_on, self.ends_on)
        chosen = spread(self.days, self.times_a_week) if self.times_a_week else self.days
        return Days(chosen, first=self.starts_on, last=self.ends_on)

    @cached_property
    def moments_of_day(self) -> tuple[time, ...]:
        """The times of a day that is named. A time that is given twice counts once."""
        if self.times:
            return tuple(sorted({wall.parse(text) for text in self.times}))
        first, until = (at.hour * 60 + at.minute for at in (wall.parse(self.start), wall.parse(self.end)))
        grid = range(first + self.every_minutes, until, self.every_minutes)[:NUDGES_A_DAY]
        return tuple(time(*divmod(minute, 60)) for minute in grid)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
