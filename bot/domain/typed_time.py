"""An instant that somebody typed: '18:30', '24.12 9:00', '2026-12-24 09:00', on their own clock."""

import re
from datetime import date, datetime, timedelta

from bot.domain import wall

ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DOTTED = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{4}))?\.?")


class TypedTimeError(ValueError):
    """Words that name no day and time."""


def read(text: str, zone: str, *, now: datetime) -> datetime:
    """The instant; a time alone is the next one of that name, a day without a year the next such day. May be past only
    when a year was given. Raises TypedTimeError.
    """
    *days, clock = text.replace(",", " ").split() or [""]
    try:
        at = wall.parse(clock)
    except wall.WallTimeError:
        raise TypedTimeError(text) from None
    today = wall.local(now, zone).date()
    if not days:
        found = wall.instant(today, at, zone)
        return found if found > now else wall.instant(today + timedelta(days=1), at, zone)
    if len(days) > 1:
        raise TypedTimeError(text)
    return wall.instant(_day(days[0], today), at, zone)


def _day(word: str, today: date) -> date:
    try:
        if (iso := ISO.fullmatch(word)) is not None:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if (dotted := DOTTED.fullmatch(word)) is not None:
            day, month, year = int(dotted[1]), int(dotted[2]), dotted[3]
            if year is not None:
                return date(int(year), month, day)
            found = date(today.year, month, day)
            return found if found >= today else date(today.year + 1, month, day)
    except ValueError:
        pass
    raise TypedTimeError(word)
