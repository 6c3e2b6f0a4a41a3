"""Which exercises a patient's profile rules out, until a therapist gives a reason."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from bot.domain.profile import Said, holds

FACTS = {
    "OP": ("osteoporosis",),
    "PR": ("pregnancy",),
    "SS": ("recent_surgery",),
    "DMF": ("diabetes", "neuropathy"),
    "BAL": ("poor_balance",),
}
"""The facts that set a caution. Of the other cautions the profile knows nothing: the therapist looks."""
AFTER_SURGERY = timedelta(weeks=12)
"""Longer than for red flags. Source: exercises.md SS."""


def against(codes: Iterable[str], said: Mapping[str, tuple[str, datetime]], *, now: datetime) -> list[str]:
    """Of an exercise's cautions, those that the profile sets. `said` is fact -> (answer, when)."""
    return [code for code in codes if any(_counts(fact, said, now) for fact in FACTS.get(code, ()))]


def unknown(codes: Iterable[str], said: Mapping[str, tuple[str, datetime]]) -> list[str]:
    """Of an exercise's cautions, those of which nobody has said yes or no: they never count as a no."""
    answers = {fact: answer for fact, (answer, _) in said.items()}
    return [
        code
        for code in codes
        if not FACTS.get(code) or any(answers.get(fact) not in (Said.YES, Said.NO) for fact in FACTS[code])
    ]


def _counts(fact: str, said: Mapping[str, tuple[str, datetime]], now: datetime) -> bool:
    answer, at = said.get(fact, ("", now))
    if fact == "recent_surgery":
        return answer == Said.YES and now - at <= AFTER_SURGERY
    return holds(fact, answer, at, now=now)
