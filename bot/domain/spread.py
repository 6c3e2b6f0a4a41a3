"""Where it is numb, day by day: what no score can express. Source: safety.md A8, A11, §1.2."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

SIDES = ("left", "right")
PARTS = ("thigh_front", "thigh_back", "calf_front", "calf_back", "foot", "toes")
SADDLE = "saddle"
AREAS = (*(f"{side}_{part}" for part in PARTS for side in SIDES), SADDLE)
"""Every area of the map: a side and a part of the leg, or the parts that one sits on."""
HEIGHT = {"toes": 0, "foot": 1, "calf": 2, "thigh": 3}
"""How high up the leg a part is."""
NEW_WITHIN = timedelta(days=14)
"""What was not there this long ago is new. Source: safety.md §1.2."""
CLIMBS_WITHIN = timedelta(days=7)
"""Climbing in hours or days is spreading; slower is not. Source: safety.md §1.2, `spreading`."""


@dataclass(frozen=True)
class Marked:
    """The areas that were marked on one local day."""

    day: date
    areas: frozenset[str]


def sides(areas: Iterable[str]) -> frozenset[str]:
    """The legs that have a mark."""
    return frozenset(side for side in SIDES if any(area.startswith(f"{side}_") for area in areas))


def height(areas: Iterable[str], side: str) -> int | None:
    """How high the highest mark of a leg is; None for a leg without one."""
    parts = [area.split("_")[1] for area in areas if area.startswith(f"{side}_")]
    return max((HEIGHT[part] for part in parts), default=None)


def flags_of(earlier: Sequence[Marked], today: Marked) -> list[str]:
    """The red flags that today's map amounts to, beside the days before. A day without a map says nothing."""
    found = {
        "both_legs": _became_both(_since(earlier, today, NEW_WITHIN), today),
        SADDLE: _reached_saddle(_since(earlier, today, NEW_WITHIN), today),
        "spreading": _climbed(_since(earlier, today, CLIMBS_WITHIN), today),
    }
    return [flag for flag, holds in found.items() if holds]


def _since(earlier: Sequence[Marked], today: Marked, within: timedelta) -> list[Marked]:
    """The maps before today's that are near enough to compare with, and have a mark."""
    return [one for one in earlier if one.areas and timedelta(0) < today.day - one.day <= within]


def _became_both(earlier: Sequence[Marked], today: Marked) -> bool:
    return len(sides(today.areas)) == len(SIDES) and any(len(sides(one.areas)) == 1 for one in earlier)


def _reached_saddle(earlier: Sequence[Marked], today: Marked) -> bool:
    return SADDLE in today.areas and not any(SADDLE in one.areas for one in earlier)


def _climbed(earlier: Sequence[Marked], today: Marked) -> bool:
    return any(_higher(height(one.areas, side), height(today.areas, side)) for one in earlier for side in SIDES)


def _higher(before: int | None, after: int | None) -> bool:
    return before is not None and after is not None and after > before
