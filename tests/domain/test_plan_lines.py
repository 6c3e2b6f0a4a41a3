"""A plan's next version: what stays, what ends, what takes whose place."""

from typing import Any

import pytest

from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line, LineError, reconcile
from bot.domain.recurrence import RuleError

NINE: dict[str, Any] = {"times": ["09:00"]}
TEN: dict[str, Any] = {"times": ["10:00"]}
CHECK_IN = Line(Kind.CHECK_IN, NINE)
PUMPS = Line(Kind.EXERCISE, NINE, "ankle_pumps")


def test_equal_lines_go_on_and_the_others_begin_and_end() -> None:
    later = Line(Kind.EXERCISE, TEN, "ankle_pumps")
    kept = reconcile([(CHECK_IN, 1), (PUMPS, 2)], [CHECK_IN, later, Line(Kind.NOTE, TEN, note="Brace on")])
    assert kept.stay == (1,)
    assert kept.end == (2,)
    assert [(line.kind, before) for line, before in kept.begin] == [(Kind.EXERCISE, 2), (Kind.NOTE, None)]


def test_two_equal_lines_stay_two() -> None:
    kept = reconcile([(PUMPS, 1), (PUMPS, 2)], [PUMPS, PUMPS])
    assert (kept.stay, kept.end, kept.begin) == ((1, 2), (), ())


def test_another_dose_is_another_line_in_the_same_place() -> None:
    more = Line(Kind.EXERCISE, NINE, "ankle_pumps", dose={"reps": 20})
    assert reconcile([(PUMPS, 1)], [more]).begin == ((more, 1),)


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"kind": Kind.NOTE, "rule": NINE}, "note"),
        ({"kind": Kind.NOTE, "rule": NINE, "note": "  "}, "note"),
        ({"kind": Kind.NOTE, "rule": NINE, "note": "x" * 601}, "note"),
        ({"kind": Kind.EXERCISE, "rule": NINE}, "exercise"),
        ({"kind": Kind.SAFETY, "rule": NINE}, "kind"),
        ({"kind": Kind.CHECK_IN, "rule": NINE, "dose": {"reps": 0}}, "dose"),
        ({"kind": Kind.CHECK_IN, "rule": NINE, "dose": {"tons": 3}}, "dose"),
    ],
)
def test_a_line_that_cannot_be_names_its_field(parts: dict[str, Any], said: str) -> None:
    with pytest.raises(LineError, match=said):
        Line(**parts)


def test_a_rule_that_names_no_moment_makes_no_line() -> None:
    with pytest.raises(RuleError):
        Line(Kind.CHECK_IN, {"times": []})
