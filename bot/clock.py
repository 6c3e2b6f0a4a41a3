"""What time it is. The only module that reads the machine's clock; everyone else takes `*, now`."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that can say the present instant, aware and in UTC."""

    def now(self) -> datetime: ...


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class MovableClock:
    """The machine's clock, moved ahead by a person who tries the bot out. It never goes back."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def forward(self, by: timedelta) -> None:
        """Move ahead by a positive duration. Raises ValueError for a negative one."""
        if by < timedelta(0):
            raise ValueError("a clock only goes forward")
        self._ahead += by


class StoppedClock:
    """A clock that stands still until it is told to move: tests decide what time it is."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        self._at = at.astimezone(UTC)

    def now(self) -> datetime:
        return self._at

    def forward(self, by: timedelta) -> None:
        """Move ahead by a positive duration. Raises ValueError for a negative one."""
        if by < timedelta(0):
            raise ValueError("a clock only goes forward")
        self._at += by
