"""Standing in line for a file that takes one writer at a time.

SQLite lets those who wait ask again and again, each less often the longer it has waited: under load the unlucky one is
refused though nobody holds the file for long. Here whoever has waited for a while is next. Before that, who comes may
go first: work that follows on its own heels, as a crowd's updates do, then shares what a commit costs.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

LONG = 0.1
"""Seconds after which one that waits is the next."""
SOON = 0.001
"""Seconds that a free turn waits for who follows on its own heels."""
STILL = 0.2
"""Seconds without a move after which one tries without a turn: another program may hold the file."""
HUNG = 2.0
"""The same, while whoever has the turn has the file too: a slow disk is no other program."""


class Line:
    """One turn at a time. `long` is the patience of those who wait, in seconds."""

    def __init__(self, long: float = LONG) -> None:
        self._long = long
        self._taken = self._inside = False
        self._moves = 0
        self._waiting: deque[tuple[float, asyncio.Future[None]]] = deque()

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """A turn while the block lasts, or none where nothing moves."""
        mine = await self._take()
        try:
            yield
        finally:
            if mine:
                self._leave()

    def inside(self) -> None:
        """Whoever has the turn has the file."""
        self._inside = True

    async def _take(self) -> bool:
        if not self._taken and not self._overdue():
            self._taken = True
            return True
        loop = asyncio.get_running_loop()
        place = loop.time(), loop.create_future()
        self._waiting.append(place)
        try:
            return await self._given(place[1])
        except asyncio.CancelledError:
            if place[1].done():
                self._leave()
            raise
        finally:
            if place in self._waiting:
                self._waiting.remove(place)

    async def _given(self, turn: asyncio.Future[None]) -> bool:
        loop = asyncio.get_running_loop()
        moves, since = self._moves, loop.time()
        while not (await asyncio.wait([turn], timeout=STILL))[0]:
            if moves != self._moves:
                moves, since = self._moves, loop.time()
            elif not self._inside or loop.time() - since >= HUNG:
                return False
        return True

    def _leave(self) -> None:
        self._taken = self._inside = False
        self._moves += 1
        if self._overdue():
            self._hand_over()
        elif self._waiting:
            asyncio.get_running_loop().call_later(SOON, self._hand_over)

    def _overdue(self) -> bool:
        return bool(self._waiting) and asyncio.get_running_loop().time() - self._waiting[0][0] >= self._long

    def _hand_over(self) -> None:
        if self._waiting and not self._taken:
            self._taken = True
            self._waiting.popleft()[1].set_result(None)
