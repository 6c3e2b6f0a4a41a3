"""What a plan sends in the coming days, and what another one would change."""

from datetime import UTC, date, datetime

from bot.domain.outlook import Line, Outlook, difference, outlook
from bot.domain.recurrence import Rule
from bot.domain.wall import Window

NOW = datetime(2026, 3, 23, 7, 30, tzinfo=UTC)
"""08:30 on a Monday in Berlin, six days before the clocks go forward."""
CHECK_IN = Line("check_in", None, Rule(times=("09:00",)))
BREAKS = Line("nudge", "stand_up_break", Rule(days=(0, 1, 2, 3, 4), every_minutes=45, start="09:00", end="17:30"))


def ahead(*lines: Line, days: int = 14) -> Outlook:
    return outlook(lines, "Europe/Berlin", Window.of("21:00", "08:00"), now=NOW, days=days)


def test_fourteen_days_in_order() -> None:
    found = ahead(BREAKS, CHECK_IN)
    assert found.kinds == {"check_in": 14, "nudge": 100}
    assert [send.at for send in found.sends] == sorted(send.at for send in found.sends)
    assert list(found.days) == sorted(found.days)
    assert len(found.days[date(2026, 3, 28)]) == 1
    assert (found.quiet, found.moved) == ((), ())


def test_what_is_over_today_is_not_to_come() -> None:
    assert ahead(Line("exercise", "x", Rule(times=("08:30", "08:31"))), days=1).kinds == {"exercise": 1}


def test_quiet_hours_and_a_gap_are_seen() -> None:
    found = ahead(Line("exercise", "x", Rule(times=("02:30", "21:00"))))
    assert len(found.quiet) == len(found.sends) == 27
    assert [(send.local_date, send.at) for send in found.moved] == [
        (date(2026, 3, 29), datetime(2026, 3, 29, 1, 30, tzinfo=UTC))
    ]


def test_the_same_plan_changes_nothing() -> None:
    assert difference(ahead(CHECK_IN, BREAKS), ahead(BREAKS, CHECK_IN)).changes == 0


def test_another_hour_shifts_each_day() -> None:
    later = Line("check_in", None, Rule(times=("10:00",)))
    found = difference(ahead(CHECK_IN), ahead(later))
    assert (len(found.more), len(found.fewer), len(found.shifted)) == (0, 0, 14)
    assert all(before.local_date == after.local_date for before, after in found.shifted)


def test_what_comes_and_what_goes_is_told_apart() -> None:
    twice = Line("exercise", "x", Rule(times=("12:00", "18:00")))
    once = Line("exercise", "x", Rule(times=("12:00",)))
    found = difference(ahead(twice), ahead(once, CHECK_IN))
    assert (len(found.more), len(found.fewer), len(found.shifted)) == (14, 14, 0)
    assert {send.kind for send in found.more} == {"check_in"}
    assert {send.at.hour for send in found.fewer} <= {16, 17}
    assert found.changes == 28
