"""How the places of numbness changed: the maps of many days, gathered into stretches that say the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.spread import Marked


@dataclass(frozen=True)
class Stretch:
    """Maps one after the other that mark the same. `fresh` is what the stretch before did not have."""

    first: date
    last: date
    areas: frozenset[str]
    fresh: frozenset[str] = frozenset()


def stretches(maps: Sequence[Marked], most: int) -> list[Stretch]:
    """The newest stretches in the order of time. Days without a map between two equal ones do not part them."""
    found: list[Stretch] = []
    for one in maps:
        before = found[-1] if found else None
        if before is not None and before.areas == one.areas:
            found[-1] = Stretch(before.first, one.day, before.areas, before.fresh)
        else:
            found.append(Stretch(one.day, one.day, one.areas, one.areas - before.areas if before else frozenset()))
    return found[-most:]
