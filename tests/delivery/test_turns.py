"""Turns: when a place is free, the most urgent takes it."""

import asyncio

from bot.delivery.pace import Pace
from bot.delivery.turns import PATIENCE, Turns


class Gate(Pace):
    """A pace that lets nobody through until it is opened, and tells some chats to come back later."""

    def __init__(self) -> None:
        super().__init__(1000, 1000)
        self.closed = 1.0
        self.later: dict[int, float] = {}

    def wait(self, lane: int, chat: int, now: float) -> float:
        return self.later.get(chat, self.closed)


async def test_the_urgent_first_and_within_a_lane_in_order() -> None:
    gate = Gate()
    turns, went = Turns(gate), []

    async def goes(lane: int, chat: int) -> None:
        assert (await turns.take(lane, chat)).wait == 0
        went.append((lane, chat))

    tasks = [asyncio.create_task(goes(*one)) for one in [(3, 1), (2, 1), (3, 2), (1, 1), (0, 1), (2, 2), (0, 2)]]
    await asyncio.sleep(0)
    gate.closed = 0.0
    turns.serve()
    await asyncio.gather(*tasks)
    assert went == [(0, 1), (0, 2), (1, 1), (2, 1), (2, 2), (3, 1), (3, 2)]


async def test_who_would_wait_long_is_told_when_to_come_back() -> None:
    gate = Gate()
    gate.later[7] = PATIENCE + 30
    assert (await Turns(gate).take(3, 7)).wait == PATIENCE + 30


async def test_one_who_is_gone_does_not_take_a_place() -> None:
    gate = Gate()
    turns = Turns(gate)
    gone, stays = asyncio.create_task(turns.take(3, 1)), asyncio.create_task(turns.take(3, 2))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.wait([gone])
    gate.closed = 0.0
    turns.serve()
    assert (await stays).wait == 0
    assert len(gate._left) == 1
