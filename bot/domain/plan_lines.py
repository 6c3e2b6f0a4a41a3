"""The lines of a plan, and what becomes of them when the plan changes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from bot.domain.lanes import BY_WEIGHT, Kind
from bot.domain.recurrence import Rule

NOTE_LENGTH = 600
DOSE = frozenset({"sets", "reps", "hold_seconds", "minutes"})


class LineError(ValueError):
    """A line that cannot be; its text names the field."""


@dataclass(frozen=True)
class Line:
    """What to remind of, and by which rule (domain.recurrence.Rule as JSON). `note` is a therapist's own text;
    `override` is the reason why it is given although a caution rules it out.
    """

    kind: Kind
    rule: dict[str, Any] = field(hash=False)
    exercise: str | None = None
    note: str | None = None
    dose: dict[str, int] = field(default_factory=dict, hash=False)
    override: str | None = None

    def __post_init__(self) -> None:
        if self.kind not in BY_WEIGHT:
            raise LineError(f"kind: a plan has no '{self.kind}'")
        if self.kind is Kind.NOTE and not 0 < len((self.note or "").strip()) <= NOTE_LENGTH:
            raise LineError(f"note: write 1 to {NOTE_LENGTH} characters")
        if self.kind in (Kind.EXERCISE, Kind.NUDGE, Kind.WALK) and self.exercise is None:
            raise LineError("exercise: name one")
        if not set(self.dose) <= DOSE or any(not 0 < amount <= 200 for amount in self.dose.values()):
            raise LineError("dose: sets, reps, hold_seconds or minutes, between 1 and 200")
        Rule.read(self.rule)

    @property
    def what(self) -> tuple[str, str | None, str | None]:
        """What it is about, whatever the rule and the dose."""
        return str(self.kind), self.exercise, self.note


Known = TypeVar("Known")


@dataclass(frozen=True)
class Kept(Generic[Known]):
    """`stay` go on untouched; `end` end; `begin` are new, each with the line whose place it takes, if any."""

    stay: tuple[Known, ...]
    end: tuple[Known, ...]
    begin: tuple[tuple[Line, Known | None], ...]


def reconcile(before: Sequence[tuple[Line, Known]], wanted: Sequence[Line]) -> Kept[Known]:
    """Match the lines of a plan with those of its next version: equal ones stay, like ones are replaced."""
    left = list(before)
    stay: list[Known] = []
    changed: list[Line] = []
    for line in wanted:
        same = next((pair for pair in left if pair[0] == line), None)
        if same is None:
            changed.append(line)
        else:
            left.remove(same)
            stay.append(same[1])
    end = tuple(known for _, known in left)
    begin: list[tuple[Line, Known | None]] = []
    for line in changed:
        like = next((pair for pair in left if pair[0].what == line.what), None)
        if like is not None:
            left.remove(like)
        begin.append((line, like[1] if like else None))
    return Kept(tuple(stay), end, tuple(begin))
