"""What is known of a patient's health beside the answers: it makes some red flags weigh more, never less."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

FACTS = (
    "diabetes", "neuropathy", "pad", "cancer_history", "osteoporosis", "steroids", "anticoagulant",
    "immunosuppressed", "recent_surgery", "spinal_injection", "pregnancy", "poor_balance", "age_65",
)  # fmt: skip
"""All that can be known, in the order of asking. Source: safety.md §1.5; for balance and falls exercises.md BAL."""
COUNTS_FOR = {
    "recent_surgery": timedelta(weeks=6),
    "spinal_injection": timedelta(weeks=6),
    "pregnancy": timedelta(weeks=52),
}
"""What passes: it counts for so long after it was said. Source: safety.md C13."""


class Said(StrEnum):
    """What somebody answered; a fact that was not answered, or not told, is not known, which is never a 'no'."""

    YES = "yes"
    NO = "no"
    UNTOLD = "untold"


def holds(fact: str, said: str, said_at: datetime, *, now: datetime) -> bool:
    """Whether a fact counts at `now`."""
    lasting = COUNTS_FOR.get(fact)
    return said == Said.YES and (lasting is None or now - said_at <= lasting)


def unasked(answered: Iterable[str]) -> str | None:
    """The next fact to ask; None when all have an answer."""
    given = set(answered)
    return next((fact for fact in FACTS if fact not in given), None)
