"""Where it is numb, beside where it was: both legs, the saddle, climbing."""

from datetime import date, timedelta

import pytest

from bot.domain.spread import AREAS, Marked, flags_of, height, sides

TODAY = date(2026, 3, 20)


def marked(ago: int, *areas: str) -> Marked:
    return Marked(TODAY - timedelta(days=ago), frozenset(areas))


@pytest.mark.parametrize(
    ("earlier", "today", "flags"),
    [
        ([marked(1, "left_foot")], ["left_foot", "right_toes"], ["both_legs"]),
        ([marked(14, "left_foot")], ["left_foot", "right_foot"], ["both_legs"]),
        ([marked(15, "left_foot")], ["left_foot", "right_foot"], []),
        ([marked(1, "left_foot", "right_foot")], ["left_foot", "right_foot"], []),
        ([], ["left_foot", "right_foot"], []),
        ([], ["saddle"], ["saddle"]),
        ([marked(1, "left_foot")], ["left_foot", "saddle"], ["saddle"]),
        ([marked(1, "saddle")], ["saddle"], []),
        ([marked(15, "saddle")], ["saddle"], ["saddle"]),
        ([marked(1, "left_toes")], ["left_foot"], ["spreading"]),
        ([marked(1, "left_foot")], ["left_calf_back"], ["spreading"]),
        ([marked(7, "left_calf_front")], ["left_thigh_front"], ["spreading"]),
        ([marked(8, "left_calf_front")], ["left_thigh_front"], []),
        ([marked(1, "left_thigh_front")], ["left_foot"], []),
        ([marked(1, "left_calf_front")], ["left_calf_back"], []),
        ([marked(1, "left_toes")], ["right_thigh_back"], []),
        ([marked(3, "left_toes"), marked(1, "left_calf_back")], ["left_calf_back"], ["spreading"]),
        ([marked(1, "left_thigh")], ["left_thigh_front"], []),
        ([marked(1)], ["left_thigh_front"], []),
        ([marked(0, "left_toes")], ["left_thigh_front"], []),
        ([marked(-1, "left_toes")], ["left_thigh_front"], []),
        ([marked(1, "left_toes")], [], []),
        ([marked(1, "left_toes")], ["left_thigh_back", "right_foot", "saddle"], ["both_legs", "saddle", "spreading"]),
    ],
)
def test_what_a_map_says_beside_the_days_before(earlier: list[Marked], today: list[str], flags: list[str]) -> None:
    assert flags_of(earlier, marked(0, *today)) == flags


def test_sides_and_heights() -> None:
    assert sides(["saddle"]) == frozenset()
    assert sides(AREAS) == {"left", "right"}
    assert height(["left_toes", "left_calf_back", "right_thigh_front"], "left") == 2
    assert height(["left_toes"], "right") is None
    assert len(AREAS) == 13
