"""A plan that is being written: each bad value names its field, and two people's changes come together."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.cautions import against, unknown
from bot.domain.drafting import changed, lay_on_top, merged
from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line, LineError
from bot.domain.recurrence import RuleError

TODAY = date(2026, 11, 24)
PUMPS = Line(Kind.EXERCISE, {"times": ["11:00"]}, "ankle_pumps")
TUCK = Line(Kind.EXERCISE, {"times": ["16:00"]}, "chin_tuck")
BREAKS = Line(Kind.NUDGE, {"every_minutes": 45, "start": "09:00", "end": "17:30"}, "stand_up_break")
NOTE = Line(Kind.NOTE, {"times": ["12:00"]}, note="Bring your shoes")
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def edited(line: Line, field: str, text: str) -> Line:
    return changed(line, field, text, today=TODAY, sitting=("09:00", "17:30"))


@pytest.mark.parametrize(
    ("line", "field", "text", "named"),
    [
        (PUMPS, "reps", "0", "dose"),
        (PUMPS, "reps", "500", "dose"),
        (PUMPS, "sets", "two", "dose"),
        (PUMPS, "times", "25:00", "times"),
        (PUMPS, "times", "", "times"),
        (PUMPS, "times", "-11:00", "times"),
        (PUMPS, "ends_on", "soon", "ends_on"),
        (PUMPS, "limit", "0", "limit"),
        (PUMPS, "every_days", "0", "every_days"),
        (PUMPS, "times_a_week", "4", "times_a_week"),
        (PUMPS, "times_a_week", "often", "times_a_week"),
        (BREAKS, "every_minutes", "0", "every_minutes"),
        (BREAKS, "window", "10:00-10:00", "end"),
        (BREAKS, "window", "", "start"),
        (BREAKS, "window", "07:00-12:00", "sitting"),
        (BREAKS, "window", "09:00-09:45", "every_minutes"),
        (NOTE, "note", " ", "note"),
    ],
)
def test_a_value_that_will_not_do_names_its_field(line: Line, field: str, text: str, named: str) -> None:
    with pytest.raises((LineError, RuleError), match=f"^{named}:"):
        edited(line, field, text)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(RuleError, match=r"^ends_on:"):
        edited(edited(PUMPS, "starts_on", "2026-12-10"), "ends_on", "2026-12-01")


def test_a_double_tap_counts_once() -> None:
    once = edited(PUMPS, "times", "+15:00")
    assert edited(once, "times", "+15:00") == once
    assert once.rule["times"] == ["11:00", "15:00"]
    assert edited(once, "times", "-15:00").rule["times"] == ["11:00"]
    assert edited(PUMPS, "days", "-6").rule["days"] == [0, 1, 2, 3, 4, 5]
    assert edited(PUMPS, "limit", "10").rule["starts_on"] == "2026-11-24"
    assert edited(edited(PUMPS, "reps", "12"), "reps", "-") == PUMPS


def test_counting_days_takes_the_place_of_weekdays_and_the_other_way_round() -> None:
    third = edited(edited(PUMPS, "days", "-6"), "every_days", "3")
    assert third.rule == {"times": ["11:00"], "every_days": 3, "anchor": "2026-11-24"}
    assert edited(third, "every_days", "-") == PUMPS
    twice = edited(third, "times_a_week", "2")
    assert twice.rule == {"times": ["11:00"], "times_a_week": 2}
    assert edited(twice, "days", "-0").rule == {"times": ["11:00"], "times_a_week": 2, "days": [1, 2, 3, 4, 5, 6]}
    assert edited(third, "days", "-0").rule == {"times": ["11:00"], "days": [1, 2, 3, 4, 5, 6]}


def test_a_template_is_added_and_changes_nothing_that_is_there() -> None:
    other_times = Line(Kind.EXERCISE, {"times": ["08:00"]}, "ankle_pumps")
    assert merged([PUMPS], [other_times, TUCK]) == ([TUCK], [other_times])


def test_two_people_s_changes_come_together() -> None:
    later = edited(PUMPS, "times", "12:00")
    assert lay_on_top([PUMPS, BREAKS], [PUMPS, BREAKS, TUCK], [later]) == [TUCK, later]
    assert lay_on_top([PUMPS], [PUMPS, TUCK], [PUMPS, NOTE]) == [PUMPS, TUCK, NOTE]
    theirs = edited(PUMPS, "times", "18:00")
    assert lay_on_top([PUMPS], [theirs], [later]) == [later]
    assert lay_on_top([PUMPS], [theirs], [PUMPS]) == [theirs]


def test_a_caution_counts_when_it_was_said_and_an_open_one_is_never_a_no() -> None:
    said = {
        "pregnancy": ("yes", NOW),
        "recent_surgery": ("yes", NOW - timedelta(weeks=13)),
        "osteoporosis": ("no", NOW),
    }
    assert against(["PR", "SS", "OP", "KN"], said, now=NOW) == ["PR"]
    assert against(["SS"], {"recent_surgery": ("yes", NOW - timedelta(weeks=11))}, now=NOW) == ["SS"]
    assert unknown(["PR", "OP", "DMF", "KN", "BAL"], said) == ["DMF", "KN", "BAL"]
    assert against(["BAL"], {"poor_balance": ("yes", NOW - timedelta(days=4000))}, now=NOW) == ["BAL"]
