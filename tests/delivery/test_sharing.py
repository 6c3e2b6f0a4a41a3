"""Several processes on one database send no faster than one alone."""

import asyncio

import pytest

from bot.delivery.pace import Pace
from bot.delivery.sharing import EVERY_SECONDS, Sharing
from bot.domain.lanes import LANES, Kind, Stream
from bot.services.processes import GONE
from tests.cast import Stage

TIP, REPLY = LANES[Kind.TIP].priority, LANES[Kind.REPLY].priority


def at_once(pace: Pace, now: float) -> int:
    """How many answers may leave at one moment, each to another chat."""
    chat = 0
    while pace.wait(REPLY, chat, now) == 0:
        pace.leave(REPLY, chat, now)
        chat += 1
    return chat


@pytest.fixture
def paces() -> list[Pace]:
    return [Pace(30, 1) for _ in range(3)]


@pytest.fixture
def processes(stage: Stage, paces: list[Pace]) -> list[Sharing]:
    return [Sharing(stage.app.database, stage.clock, pace) for pace in paces]


async def test_each_keeps_to_its_part_and_gets_more_when_another_ends(
    stage: Stage, processes: list[Sharing], paces: list[Pace]
) -> None:
    first, second, third = processes
    for one in (first, second, third, first, second):
        await one.look()
    assert [at_once(pace, now=100) for pace in paces] == [10, 10, 10]
    await third.end()
    for one in (first, second):
        await one.look()
    assert [at_once(pace, now=200) for pace in paces[:2]] == [15, 15]
    stage.clock.forward(2 * GONE)  # the second was killed, and says nothing any more
    await first.look()
    assert at_once(paces[0], now=300) == 30


async def test_a_new_one_among_others_first_lets_what_can_wait_wait(
    processes: list[Sharing], paces: list[Pace]
) -> None:
    alone, new, _ = processes
    await alone.look()
    await new.look()
    now = asyncio.get_running_loop().time()
    assert paces[0].wait(TIP, 1, now) == 0
    assert paces[1].wait(TIP, 1, now) > EVERY_SECONDS
    assert paces[1].halted(Stream.BULK, now) > EVERY_SECONDS
    assert paces[1].wait(REPLY, 1, now) == 0
