"""What time it is. The only module that reads the machine's clock; everyone else takes `*, now`."""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Anything that can say the present instant, aware and in UTC."""

    def now(self) -> datetime: ...

    def steady(self) -> float:
        """Seconds on a clock that nobody sets, from any beginning."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def steady(self) -> float:
        return time.monotonic()


class MovableClock:
    """The machine's clock, moved ahead by a person who tries the bot out. It never goes back."""

    def __init__(self) -> None:
        self._ahead = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._ahead

    def steady(self) -> float:
        return time.monotonic() + self._ahead.total_seconds()

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
        self._steady = 0.0

    def now(self) -> datetime:
        return self._at

    def steady(self) -> float:
        return self._steady

    def leaps(self, by: timedelta) -> None:
        """The wall clock is set, ahead or back, as if by hand."""
        self._at += by

    def forward(self, by: timedelta) -> None:
        """Move ahead by a positive duration. Raises ValueError for a negative one."""
        if by < timedelta(0):
            raise ValueError("a clock only goes forward")
        self._at += by
        self._steady += by.total_seconds()
