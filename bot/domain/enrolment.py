"""The first conversation as data: the next step follows from what is stored."""

from dataclasses import dataclass
from enum import StrEnum

SIDES = ("left", "right")
AREAS = ("thigh", "calf", "foot", "toes")
PLACES = tuple(f"{side}_{area}" for area in AREAS for side in SIDES)
"""Where numbness can be: a leg and a part of it."""


class Step(StrEnum):
    WELCOME = "welcome"
    COUNTRY = "country"
    ZONE = "zone"
    PLACES = "places"
    DAY = "day"


@dataclass(frozen=True)
class Known:
    """What enrolment has learnt so far."""

    consented: bool
    country: str | None
    zone: str | None
    places_given: bool
    day_agreed: bool


def next_step(known: Known) -> Step | None:
    """What to ask next; None when the person is enrolled. Nothing is asked before consent."""
    answered = {
        Step.WELCOME: known.consented,
        Step.COUNTRY: known.country is not None,
        Step.ZONE: known.zone is not None,
        Step.PLACES: known.places_given,
        Step.DAY: known.day_agreed,
    }
    return next((step for step in Step if not answered[step]), None)
