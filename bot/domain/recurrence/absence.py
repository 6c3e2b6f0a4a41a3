"""Why a rule names no moment on a day, and when it does next."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.recurrence.rule import Rule

A_YEAR = 366


class Off(StrEnum):
    """It begins later; it has ended; its limit is used up; it comes on another day."""

    NOT_YET = "not_yet"
    ENDED = "ended"
    USED_UP = "used_up"
    OTHER_DAY = "other_day"


@dataclass(frozen=True)
class Absence:
    """`day` is the next one, or the last one of a rule that has ended; None where there is none to tell."""

    why: Off
    day: date | None


def absence(rule: Rule, day: date) -> Absence | None:
    """None for a day on which the rule names a moment."""
    if rule.wall_times(day):
        return None
    ahead = (day + timedelta(days=days) for days in range(1, A_YEAR + 1))
    following = next((one for one in ahead if rule.wall_times(one)), None)
    begins = max((one for one in (rule.starts_on, rule.anchor) if one is not None), default=day)
    if begins > day:
        return Absence(Off.NOT_YET, following or begins)
    if following is not None:
        return Absence(Off.OTHER_DAY, following)
    if rule.ends_on is not None and (not rule.limit or rule.left_on(rule.ends_on + timedelta(days=1)) > 0):
        return Absence(Off.ENDED, rule.ends_on)
    return Absence(Off.USED_UP, None)
