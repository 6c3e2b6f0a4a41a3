"""When the clock cannot be trusted, everything but safety stands still. Source: safety.md §5.3."""

from dataclasses import dataclass
from datetime import datetime, timedelta

JUMP = timedelta(minutes=2)
FREEZE_SECONDS = 60.0


def leap(before: tuple[datetime, float], after: tuple[datetime, float]) -> timedelta:
    """How far the wall clock moved beyond the steady one between two looks, each (wall, steady seconds)."""
    (wall_then, steady_then), (wall_now, steady_now) = before, after
    return (wall_now - wall_then) - timedelta(seconds=steady_now - steady_then)


@dataclass
class Standstill:
    """What a running bot knows of its clock. Steady seconds come from a clock that nobody sets."""

    last_saved: datetime | None = None
    _looked: tuple[datetime, float] | None = None
    _until: float = float("-inf")

    def look(self, wall: datetime, steady: float) -> timedelta | None:
        """Compare the clocks; the leap if it was one, which freezes what can wait."""
        before, self._looked = self._looked, (wall, steady)
        moved = leap(before, self._looked) if before is not None else timedelta(0)
        if abs(moved) <= JUMP:
            return None
        self._until = steady + FREEZE_SECONDS
        return moved

    def holds(self, wall: datetime, steady: float) -> bool:
        """Whether what can wait has to wait now: also for a leap that the next look will find."""
        behind = self.last_saved is not None and wall < self.last_saved
        leapt = self._looked is not None and abs(leap(self._looked, (wall, steady))) > JUMP
        return behind or leapt or steady < self._until
