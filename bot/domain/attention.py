"""Who of a caseload needs somebody first, and why. The first reason that holds decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.adherence import Tally
from bot.domain.triage import Tier

FEWEST = 5
"""Below this many reminders that reached somebody, a share of what was done says nothing."""
SETTLED = timedelta(days=7)
"""Nor does it in a patient's first week."""
LAST = 99
"""The rank of patients of whom nothing needs a look."""


@dataclass(frozen=True)
class Thresholds:
    """From where on an answer is worth a look: pain of 0 to 10, days without a check-in, percent done of asked; weeks
    of numbness, where 0 leaves it to the trend rule T1.
    """

    pain: int = 7
    silent_days: int = 3
    adherence: int = 50
    weeks: int = 0


@dataclass(frozen=True)
class Case:
    """A case that is not closed."""

    tier: Tier
    seen: bool


@dataclass(frozen=True)
class Facts:
    """What is known of one patient. `heard_at` is the last finished check-in, or else the end of enrolment."""

    enrolled_at: datetime | None
    held: bool
    paused_until: datetime | None
    cases: tuple[Case, ...]
    heard_at: datetime | None
    change: str | None
    pain: int | None
    asked_of_flags: bool
    worsened_at: datetime | None
    moves: Tally
    unread: bool = False
    """Whether an answer of theirs to a message has not been read."""


@dataclass(frozen=True)
class Place:
    """Rank 0 comes first; `reason` names the words for it."""

    rank: int
    reason: str


ORDER = (
    "crisis", "emergency", "urgent", "crisis_seen", "emergency_seen", "urgent_seen", "held", "worse", "made_worse",
    "wrote", "routine", "silent", "pain", "adherence", "unasked", "joining", "paused",
)  # fmt: skip
WORSENED_FOR = timedelta(days=7)


def place(facts: Facts, thresholds: Thresholds, *, now: datetime) -> Place:
    """Where a patient stands in the list."""
    wrote = {"wrote"} if facts.unread else set()
    holding = {*_of_cases(facts.cases), *_of_answers(facts, thresholds, now=now), *wrote}
    return next((Place(rank, reason) for rank, reason in enumerate(ORDER) if reason in holding), Place(LAST, "steady"))


def _of_cases(cases: Iterable[Case]) -> set[str]:
    """A case that nobody has seen stands before every one that somebody has."""
    found = set()
    for case in cases:
        if case.tier >= Tier.URGENT:
            found.add(f"{case.tier.word}_seen" if case.seen else case.tier.word)
        elif case.tier is Tier.ROUTINE:
            found.add("routine")
    return found


def _of_answers(facts: Facts, thresholds: Thresholds, *, now: datetime) -> set[str]:
    if facts.enrolled_at is None:
        return {"joining"}
    if facts.paused_until is not None and now < facts.paused_until:
        return {"held", "paused"} if facts.held else {"paused"}
    holds = {
        "held": facts.held,
        "worse": facts.change == "worse",
        "made_worse": facts.worsened_at is not None and now - facts.worsened_at < WORSENED_FOR,
        "silent": facts.heard_at is not None and now - facts.heard_at > timedelta(days=thresholds.silent_days),
        "pain": facts.pain is not None and facts.pain >= thresholds.pain,
        "adherence": now - facts.enrolled_at >= SETTLED and low(facts.moves, thresholds),
        "unasked": not facts.asked_of_flags,
    }
    return {reason for reason, true in holds.items() if true}


def low(moves: Tally, thresholds: Thresholds) -> bool:
    """Whether little was done of enough that was asked."""
    return moves.asked >= FEWEST and 100 * moves.done < thresholds.adherence * moves.asked
