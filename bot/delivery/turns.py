"""Waiting for one's turn: the most urgent lane first, at the pace that Telegram allows."""

import asyncio
from dataclasses import dataclass, field

from bot.delivery.pace import Pace

PATIENCE = 2.0
"""Who would have to wait longer goes back into the outbox, where nothing holds a lease."""


@dataclass(frozen=True)
class Turn:
    """One's turn, with the moment it was given; or the seconds after which to ask again."""

    left: float = 0.0
    wait: float = 0.0


@dataclass(order=True)
class _Waiting:
    lane: int
    number: int
    chat: int = field(compare=False)
    turn: asyncio.Future[Turn] = field(compare=False)


class Turns:
    """Gives out the places of a Pace. Within a lane, who came first goes first."""

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self._waiting: list[_Waiting] = []
        self._number = 0
        self._timer: asyncio.TimerHandle | None = None

    async def take(self, lane: int, chat: int) -> Turn:
        """Return when it is one's turn and the place is taken, or at once when that would take too long."""
        loop = asyncio.get_running_loop()
        self._number += 1
        mine = _Waiting(lane, self._number, chat, loop.create_future())
        self._waiting.append(mine)
        self.serve()
        try:
            return await mine.turn
        finally:
            if mine in self._waiting:
                self._waiting.remove(mine)

    def serve(self) -> None:
        """Let everybody go whose turn it is, and come again when the next one's is."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        soonest: float | None = None
        kept = []
        for one in sorted(self._waiting):
            now = loop.time()
            wait = self.pace.wait(one.lane, one.chat, now)
            if one.turn.done():
                continue
            if wait == 0:
                self.pace.leave(one.lane, one.chat, now)
                one.turn.set_result(Turn(left=now))
            elif wait > PATIENCE:
                one.turn.set_result(Turn(wait=wait))
            else:
                kept.append(one)
                soonest = wait if soonest is None else min(soonest, wait)
        self._waiting = kept
        if soonest is not None:
            self._timer = loop.call_later(soonest, self.serve)
