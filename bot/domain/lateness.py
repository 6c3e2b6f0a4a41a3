"""Until when a reminder may still come. Source: safety.md §5.2."""

from datetime import datetime, time, timedelta

from bot.domain import wall
from bot.domain.lanes import LANES, Kind

EVENING = time(21)
"""A check-in that could not come by then is left out."""
SHORTEST = timedelta(minutes=60)
"""What a check-in late in the evening has at least."""
MIDNIGHT = time(0)


def expires(kind: Kind, due: datetime, zone: str) -> datetime:
    """The last instant at which a reminder that is due at `due` may leave."""
    day = wall.local(due, zone).date()
    if kind is Kind.TIP:
        return wall.instant(day + timedelta(days=1), MIDNIGHT, zone) - timedelta(seconds=1)
    late = LANES[kind].late
    assert late is not None
    if kind is Kind.CHECK_IN:
        return max(min(due + late, wall.instant(day, EVENING, zone)), due + SHORTEST)
    return due + late
