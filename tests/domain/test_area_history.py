"""Maps that say the same are one drawing; what is new in a drawing is marked."""

from datetime import date

from bot.domain.area_history import Stretch, stretches
from bot.domain.spread import Marked


def marked(day: int, *areas: str) -> Marked:
    return Marked(date(2026, 3, day), frozenset(areas))


def test_equal_maps_are_one_stretch_from_the_first_to_the_last() -> None:
    found = stretches([marked(2, "left_foot"), marked(5, "left_foot"), marked(6, "left_foot", "left_toes")], 6)
    assert found == [
        Stretch(date(2026, 3, 2), date(2026, 3, 5), frozenset({"left_foot"})),
        Stretch(date(2026, 3, 6), date(2026, 3, 6), frozenset({"left_foot", "left_toes"}), frozenset({"left_toes"})),
    ]


def test_the_newest_are_shown_and_what_was_new_in_them_stays_so() -> None:
    found = stretches([marked(2, "left_foot"), marked(3, "right_foot"), marked(4)], 2)
    assert [(one.first.day, set(one.fresh)) for one in found] == [(3, {"right_foot"}), (4, set())]


def test_no_maps_no_stretches() -> None:
    assert stretches([], 6) == []
