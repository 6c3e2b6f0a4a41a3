"""Time that counts only while the clinic works."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.domain import wall

LONGEST = 366
"""Days after which the search for working hours gives up: a week without any would never end."""


@dataclass(frozen=True)
class WorkingHours:
    """The clinic's week on its own wall clock; weekdays are 0 for Monday to 6. The window may not cross midnight."""

    zone: str
    days: tuple[int, ...]
    window: wall.Window

    def works(self, at: datetime) -> bool:
        """Whether the clinic is at work at an instant."""
        here = wall.local(at, self.zone)
        return here.weekday() in self.days and self.window.holds(here.time())

    def after(self, start: datetime, much: timedelta) -> datetime:
        """The instant at which so much working time has passed. Without any working hours, plain time counts."""
        left, day = much, wall.local(start, self.zone).date()
        for _ in range(LONGEST):
            opens, shuts = self._opening(day)
            begins = max(start, opens)
            if begins < shuts:
                if left <= shuts - begins:
                    return begins + left
                left -= shuts - begins
            day += timedelta(days=1)
        return start + much

    def _opening(self, day: date) -> tuple[datetime, datetime]:
        """When a day's work begins and ends; both the same on a free day."""
        opens = wall.instant(day, self.window.start, self.zone)
        if day.weekday() not in self.days:
            return opens, opens
        return opens, wall.instant(day, self.window.end, self.zone)

    def day(self) -> timedelta:
        """How long a working day is; a plain day where there is none."""
        start, end = self.window.start, self.window.end
        minutes = (end.hour - start.hour) * 60 + end.minute - start.minute
        return timedelta(minutes=minutes) if minutes > 0 else timedelta(days=1)
