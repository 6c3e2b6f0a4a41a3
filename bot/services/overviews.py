"""What a patient's pictures are drawn from: the last days at a glance, and where it was numb over the weeks."""

from collections.abc import Sequence
from typing import Any

from bot.content import Words
from bot.domain.area_history import stretches
from bot.domain.fortnight import Fortnight
from bot.domain.spread import Marked
from bot.domain.triage import Tier

MAPS = 6
"""Drawings of the legs that a phone shows together."""


def fortnight(code: str, seen: Fortnight, say: Words) -> dict[str, Any]:
    """The numbers of each day, and the words on the picture. No name: a picture may be passed on."""
    first, last = seen.days[0].date, seen.days[-1].date
    words = {name: say.label(f"glance.{name}") for name in ("numbness", "pain", "check_in", "moves", "flags", "gap")}
    return {
        "kind": "fortnight",
        "dates": [(say.weekday(day.date.weekday()), str(day.date.day)) for day in seen.days],
        "numbness": [day.numbness for day in seen.days],
        "pain": [day.pain for day in seen.days],
        "check_in": [day.check_in for day in seen.days],
        "done": [day.moves.done for day in seen.days],
        "asked": [day.moves.asked for day in seen.days],
        "flag": [day.flag.word if day.flag is not Tier.NONE else None for day in seen.days],
        "words": {"title": say.label("glance.title", code=code, start=say.dated(first), end=say.dated(last)), **words},
    }


def whole_time(seen: Fortnight, say: Words) -> dict[str, Any]:
    """Numbness, pain and moves of many days as lines, for paper."""
    words = {name: say.label(f"progress.{name}") for name in ("numbness", "pain", "moved", "scale")}
    return {
        "kind": "progress",
        "days": [say.day(day.date) for day in seen.days],
        "numbness": [day.numbness for day in seen.days],
        "pain": [day.pain for day in seen.days],
        "moved": [day.moves.done for day in seen.days],
        "words": {"title": say.label("glance.whole", n=len(seen.days)), **words},
    }


def leg_maps(code: str, maps: Sequence[Marked], say: Words) -> dict[str, Any] | None:
    """The drawings of the newest stretches; None when nothing was ever marked."""
    found = stretches(maps, MAPS)
    if not found:
        return None
    words = {name: say.label(f"leg_map.{name}") for name in ("front", "back", "left", "right", "fresh")}
    return {
        "kind": "leg_map",
        "maps": [
            {
                "when": say.day(one.first)
                if one.first == one.last
                else say.label("leg_map.when", start=say.day(one.first), end=say.day(one.last)),
                "areas": sorted(one.areas),
                "fresh": sorted(one.fresh),
            }
            for one in found
        ],
        "words": {"title": say.label("leg_map.title", code=code), **words},
    }
