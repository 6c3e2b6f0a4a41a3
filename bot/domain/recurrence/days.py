"""Which days a rule names: weekdays, every n-th day, so many a week with rest between. Counted without walking."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEVERAL = {"daily": EVERY_DAY, "weekdays": EVERY_DAY[:5], "weekend": EVERY_DAY[5:]}
WEEK = 7
MOST_WITH_REST = 3
"""More days than this in a week cannot all have a day of rest between them."""


class WeekdayError(ValueError):
    """Words that name no weekday; its text is the word."""


def weekdays(text: str) -> tuple[int, ...]:
    """The weekdays of 'mon-fri', 'mon,wed,fri', 'fri-mon' (over the weekend), 'weekdays', 'weekend' or 'daily'.

    Raises WeekdayError.
    """
    found: set[int] = set()
    for part in re.split(r"[,\s]+", text.strip().lower().replace("–", "-")):
        first, dash, last = part.partition("-")
        if part in SEVERAL:
            found.update(SEVERAL[part])
        elif dash:
            start, end = _weekday(first), _weekday(last)
            found.update((start + place) % WEEK for place in range((end - start) % WEEK + 1))
        else:
            found.add(_weekday(part))
    return tuple(sorted(found))


def _weekday(word: str) -> int:
    """'mon' or 'monday'; a shorter word could be two days."""
    names = [place for place, name in enumerate(NAMES) if re.fullmatch(f"{name}[a-z]*day|{name}", word)]
    if len(names) != 1:
        raise WeekdayError(word)
    return names[0]


def spread(allowed: tuple[int, ...], how_many: int) -> tuple[int, ...]:
    """`how_many` of the allowed weekdays, as evenly as they can lie, never two in a row, Sunday and Monday included.

    The same choice every week: of equally even ones the earliest. Empty when there is none.
    """
    choices = [days for days in combinations(sorted(allowed), how_many) if min(_gaps(days)) > 1]
    return min(choices, key=lambda days: (sum(gap * gap for gap in _gaps(days)), days), default=())


def _gaps(days: tuple[int, ...]) -> list[int]:
    """Days from each to the next, the week being a circle."""
    return [(after - day - 1) % WEEK + 1 for day, after in zip(days, (*days[1:], days[0]), strict=True)]


@dataclass(frozen=True)
class Days:
    """The dates from `first` to `last`, both included, on the weekdays, and on every n-th day from `anchor`."""

    weekdays: tuple[int, ...] = EVERY_DAY
    every: int = 1
    anchor: date | None = None
    first: date | None = None
    last: date | None = None

    def names(self, day: date) -> bool:
        if (self.first is not None and day < self.first) or (self.last is not None and day > self.last):
            return False
        if self.anchor is None:
            return day.weekday() in self.weekdays
        return day >= self.anchor and (day - self.anchor).days % self.every == 0

    def before(self, day: date, first: date) -> int:
        """How many dates are named from `first` on, before `day`. Needs no walk over them."""
        span = (day - first).days
        if span <= 0:
            return 0
        if self.anchor is not None:
            return self._steps_before(day) - self._steps_before(first)
        weeks, rest = divmod(span, WEEK)
        left = sum((first + timedelta(days=place)).weekday() in self.weekdays for place in range(rest))
        return weeks * len(self.weekdays) + left

    def _steps_before(self, day: date) -> int:
        assert self.anchor is not None
        return max(0, -((self.anchor - day).days // self.every))
