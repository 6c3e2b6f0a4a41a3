"""Why a rule names no moment on a day."""

from datetime import date

import pytest

from bot.domain.recurrence import Off, Rule, absence

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("document", "why", "day"),
    [
        ({"days": "tue,fri"}, Off.OTHER_DAY, "2026-03-03"),
        ({"days": "tue", "starts_on": "2026-03-04"}, Off.NOT_YET, "2026-03-10"),
        ({"every_days": 3, "anchor": "2026-03-01"}, Off.OTHER_DAY, "2026-03-04"),
        ({"every_days": 3, "anchor": "2026-03-05"}, Off.NOT_YET, "2026-03-05"),
        ({"starts_on": "2028-01-01"}, Off.NOT_YET, "2028-01-01"),
        ({"ends_on": "2026-03-01"}, Off.ENDED, "2026-03-01"),
        ({"days": "tue", "ends_on": "2026-03-02"}, Off.ENDED, "2026-03-02"),
        ({"starts_on": "2026-03-01", "limit": 1}, Off.USED_UP, None),
        ({"starts_on": "2026-03-01", "limit": 1, "ends_on": "2026-03-31"}, Off.USED_UP, None),
        ({"starts_on": "2026-02-28", "limit": 9, "ends_on": "2026-03-01"}, Off.ENDED, "2026-03-01"),
    ],
)
def test_the_reason_and_the_next_day(document: dict[str, object], why: Off, day: str | None) -> None:
    found = absence(Rule.read({"times": ["09:00"], **document}), MONDAY)
    assert found is not None
    assert (found.why, found.day) == (why, date.fromisoformat(day) if day else None)


def test_a_day_that_is_named_has_none() -> None:
    assert absence(Rule(times=("09:00",)), MONDAY) is None
    assert absence(Rule(times=("09:00", "15:00"), starts_on=MONDAY, limit=1), MONDAY) is None
