"""What was done of what was asked. Only what really reached the patient counts as asked."""

from collections.abc import Iterable
from dataclasses import dataclass

DONE = frozenset({"done", "part"})
ASKED = DONE | {"skipped", "worse", "expired", "sent"}
"""States that count. What was held, suppressed, missed by us, undeliverable or cancelled was never asked of anybody."""


@dataclass(frozen=True)
class Tally:
    done: int
    asked: int


def tally(states: Iterable[str]) -> Tally:
    """Done of asked over the states of some occurrences; part counts as done."""
    known = list(states)
    return Tally(sum(state in DONE for state in known), sum(state in ASKED for state in known))
