"""The sitting clock: nudges count from the last movement that was reported, not from the last nudge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Replanned:
    """The new instants of the first slots, in order; the slots behind them have no place in the window any more."""

    at: tuple[datetime, ...]
    left_out: int


def replan(since: datetime, every: timedelta, end: datetime, slots: int, *, not_before: datetime) -> Replanned:
    """Lay the waiting slots on a grid of `every` from `since` on, inside the window that ends at `end`.

    Nothing comes before `not_before`: a meeting moves the first one to its end, and the others follow.
    """
    first = max(since + every, not_before)
    grid = [at for place in range(slots) if (at := first + every * place) < end]
    return Replanned(tuple(grid), slots - len(grid))


def earns_a_break(moved_at: datetime | None, every: timedelta, *, now: datetime) -> bool:
    """Whether a reported movement takes the place of the next break: not when the last one is hardly over."""
    return moved_at is None or now - moved_at >= every / 2


def meeting_ends(choices: Sequence[timedelta], end: datetime, *, now: datetime) -> list[datetime]:
    """The ends of a meeting that fall into the window."""
    return [at for much in choices if (at := now + much) < end]
