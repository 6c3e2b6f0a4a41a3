"""When one therapist may offer their care of patients to another, and how long the offer waits."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

LONGEST_COVER = timedelta(days=92)


class Refusal(StrEnum):
    """Why nothing is offered. NO_THERAPIST is also said of somebody who is not there at all."""

    ONESELF = "oneself"
    NO_THERAPIST = "no_therapist"
    UNREACHABLE = "unreachable"
    THEIRS = "theirs"
    WAITING = "waiting"
    DATES = "dates"
    COVERED = "covered"
    AWAY = "away"
    COVERING = "covering"


@dataclass(frozen=True)
class Facts:
    """`theirs`: the receiver has this part of the care already. `waiting`: an offer about the same is open.

    `covered`: the giver has a cover for one of the days. `away`: the receiver is away on one of them.
    `covering`: the giver stands in for somebody on one of them, whose patients would be left to nobody.
    """

    oneself: bool
    therapist: bool
    reachable: bool
    theirs: bool = False
    waiting: bool = False
    dates: bool = True
    covered: bool = False
    away: bool = False
    covering: bool = False


def refuses(facts: Facts) -> Refusal | None:
    """The first reason against an offer, what the giver can see best first; None when it may be made."""
    reasons = (
        (facts.oneself, Refusal.ONESELF),
        (not facts.therapist, Refusal.NO_THERAPIST),
        (not facts.reachable, Refusal.UNREACHABLE),
        (facts.theirs, Refusal.THEIRS),
        (facts.waiting, Refusal.WAITING),
        (not facts.dates, Refusal.DATES),
        (facts.covered, Refusal.COVERED),
        (facts.away, Refusal.AWAY),
        (facts.covering, Refusal.COVERING),
    )
    return next((refusal for holds, refusal in reasons if holds), None)


def dates_hold(first: date, last: date, *, today: date) -> bool:
    """Whether somebody can be covered from the first up to and with the last of these days."""
    return today <= first <= last < first + LONGEST_COVER


def answer_by(offered_at: datetime, waits: timedelta, starts_at: datetime | None) -> datetime:
    """When an offer without an answer lapses: a cover that has still to begin no later than its beginning."""
    latest = offered_at + waits
    return min(latest, starts_at) if starts_at is not None and starts_at > offered_at else latest
