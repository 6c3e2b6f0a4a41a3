"""What was done of what was asked. Only what really reached the patient counts as asked."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

DONE = frozenset({"done", "part"})
ASKED = DONE | {"skipped", "worse", "expired", "sent"}
"""States that count. What was held, suppressed, missed by us, undeliverable or cancelled was never asked of anybody."""
NO_MOVES = frozenset({"check_in", "tip"})
"""Kinds of reminder that are no exercise and no break: the check-in counts by itself, a tip asks for nothing."""
APART = ("moved", "paused", "held", "suppressed", "undelivered", "missed")
"""What was planned and never asked, by whom it was kept back: the patient, the team, the rules, Telegram, the bot."""
OF_REASON = {"paused": "paused", "held": "held", "moved": "moved", "newer": "missed", "unreachable": "undelivered"}
OF_STATE = {"held": "held", "suppressed": "suppressed", "undeliverable": "undelivered", "missed": "missed"}


class Skip(StrEnum):
    """Why a patient left something for today, where they say so."""

    NO_TIME = "no_time"
    SORE = "sore"
    UNWELL = "unwell"


ASK_FOR_MORE = frozenset({Skip.SORE, Skip.UNWELL})
"""What may be a sign of more: the way to the red flags goes with the answer."""


@dataclass(frozen=True)
class Tally:
    done: int
    asked: int


def tally(states: Iterable[str]) -> Tally:
    """Done of asked over the states of some occurrences; part counts as done."""
    known = list(states)
    return Tally(sum(state in DONE for state in known), sum(state in ASKED for state in known))


def apart(ended: Iterable[tuple[str, str | None]]) -> dict[str, int]:
    """APART -> how many of these (state, reason) were kept back so, without those of which there are none."""
    found = Counter(OF_REASON.get(reason or "", OF_STATE[state]) for state, reason in ended if state in OF_STATE)
    return {name: found[name] for name in APART if found[name]}
