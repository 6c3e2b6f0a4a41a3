"""A document's values as a rule's fields have them, or the line that says what to write instead."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from bot.domain import wall
from bot.domain.recurrence.days import MOST_WITH_REST, WeekdayError, weekdays

RANGES = {"every_minutes": (20, 120), "every_days": (1, 366), "times_a_week": (1, MOST_WITH_REST), "limit": (1, 10_000)}
"""Source of the first: exercises.md, anti-sitting reminders. The third leaves a day of rest between."""


class RuleError(ValueError):
    """A rule that names no moment; its text names the field and what to write."""


def time_of_day(name: str, text: Any) -> time:
    """The time that a field's text names. Raises RuleError."""
    try:
        return wall.parse(text)
    except (wall.WallTimeError, AttributeError):
        raise RuleError(f"{name}: '{text}' is no time of day; write it as in 09:00") from None


def number(name: str, value: Any) -> int:
    """A whole number within the field's range. Raises RuleError."""
    least, most = RANGES[name]
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise RuleError(f"{name}: '{value}' will not do; give a whole number from {least} to {most}")
    return value


def read(document: Mapping[str, Any]) -> dict[str, Any]:
    """A document's values as the rule's fields have them. Raises RuleError for what does not fit its field."""
    for name in document:
        if name not in FIELDS:
            raise RuleError(f"{name}: there is no such field; there are {', '.join(FIELDS)}")
    return {name: FIELDS[name](name, value) for name, value in document.items()}


def _clock(name: str, value: Any) -> str:
    text = _plain(value)
    time_of_day(name, text)
    return str(text)


def _plain(value: Any) -> Any:
    """A time of day as TOML has it, as text."""
    whole = isinstance(value, time) and not (value.second or value.microsecond)
    return wall.show(value) if whole else value


def _days(name: str, value: Any) -> tuple[int, ...]:
    """Numbers, or names as in 'mon-fri'."""
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list | tuple):
        raise RuleError(f"{name}: give a list of days, 0 for Monday to 6, or words as in mon-fri")
    found: set[int] = set()
    for part in parts:
        try:
            found.update(weekdays(part) if isinstance(part, str) else (_day_number(name, part),))
        except WeekdayError as error:
            raise RuleError(f"{name}: there is no day '{error}'; write them as in mon-fri or mon,wed,fri") from None
    return tuple(sorted(found))


def _day_number(name: str, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise RuleError(f"{name}: '{value}' is no day; 0 for Monday to 6, or words as in mon-fri")
    return value


def _texts(name: str, value: Any) -> tuple[str, ...]:
    found = [part.strip() for part in value.split(",")] if isinstance(value, str) else value
    parts = [_plain(part) for part in found] if isinstance(found, list | tuple) else []
    if not isinstance(found, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise RuleError(f'{name}: give a list of times, as in ["09:00", "15:00"]')
    return tuple(parts)


def _date(name: str, value: Any) -> date | None:
    """A date, as TOML has it, or its text as in '2026-03-27'."""
    if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
        return value
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise RuleError(f"{name}: '{value}' is no date; write it as in 2026-03-27") from None


FIELDS: dict[str, Callable[[str, Any], Any]] = {
    "days": _days,
    "times": _texts,
    "every_minutes": number,
    "start": _clock,
    "end": _clock,
    "every_days": number,
    "anchor": _date,
    "times_a_week": number,
    "starts_on": _date,
    "ends_on": _date,
    "limit": number,
}
