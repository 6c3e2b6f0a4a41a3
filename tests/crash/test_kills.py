"""The bot is killed around a red-flag answer, like a power cut, and started again: nothing is lost, and nothing is
taken twice. The urgent words and the alert may come twice; they never fail to come.
"""

import asyncio
import shutil
import signal
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path

import pytest

from bot.db import Database
from bot.sandbox import Sandbox
from tests.crash.aftermath import assert_saved_once, assert_told, nothing_is_owed
from tests.crash.lives import living
from tests.crash.scene import WAYS, Rehearsals, Scene, Way, played, rehearse
from tests.crash.victim import Point
from tests.databases import PostgresServer, folder

POINTS = (
    Point("before getUpdates"),
    Point("after getUpdates"),
    Point("after a row of seen_update"),
    Point("after a row of answer"),
    Point("after a row of incident"),
    Point("after a row of incident_flag"),
    Point("after a row of outbox", 1),
    Point("after a row of outbox", 2),
    Point("after a row of outbox", 3),
    Point("after a row of alert"),
    Point("after a row of outbox", 4),
    Point("before the commit of the update"),
    Point("after the commit of the update"),
    Point("before answerCallbackQuery"),
    Point("after answerCallbackQuery"),
    Point("before the commit of the update", 2),
    Point("after the commit of the update", 2),
    Point("before getUpdates", 2),
    Point("before the commit of the claim"),
    Point("after the commit of the claim"),
    Point("before sendMessage of the urgent message"),
    Point("after sendMessage of the urgent message"),
    Point("before sendContact"),
    Point("after sendContact"),
    Point("before sendMessage of the alert"),
    Point("after sendMessage of the alert"),
    Point("before editMessageText"),
    Point("after editMessageText"),
    Point("before the commit of the record"),
    Point("after the commit of the record"),
    Point("before the commit of the record", 3),
    Point("after the commit of the record", 3),
)
CROSSED = (
    Point("after a row of alert"),
    Point("before the commit of the update"),
    Point("after the commit of the update"),
    Point("before getUpdates", 2),
    Point("before the commit of the claim"),
    Point("after the commit of the claim"),
    Point("after sendMessage of the urgent message"),
    Point("before the commit of the record"),
)
"""The places where the databases could differ, and where a second crash meets what the first has left."""
PATIENCE = 120
"""Seconds after which a life that neither ends nor comes to rest is an error."""


REHEARSED = "rehearsed"
"""The template on PostgreSQL of the moment of the crash."""


@pytest.fixture(scope="session")
def place() -> Iterator[Path]:
    """Where the scenes' databases are."""
    found = folder("crash")
    yield found
    shutil.rmtree(found)


@pytest.fixture(scope="session")
def rehearsals(place: Path) -> Rehearsals:
    return Rehearsals(place)


@pytest.fixture
def file(place: Path) -> Iterator[Path]:
    """A database's file of a test's own."""
    yield place / "scene.db"
    for left in place.glob("scene.db*"):
        left.unlink()


@pytest.fixture(scope="session")
def rehearsed_there(postgres: PostgresServer) -> Sandbox:
    """The Telegram of the check-in's way, played once on PostgreSQL."""
    for url in postgres.fresh():
        sandbox = asyncio.run(rehearse(WAYS["check-in"], url))
        postgres.keep(url, REHEARSED)
    return sandbox


@pytest.fixture
def there(postgres: PostgresServer, rehearsed_there: Sandbox) -> Iterator[str]:
    yield from postgres.fresh(REHEARSED)


async def survives(scene: Scene, way: Way, point: Point, *, kills: int = 1) -> None:
    """Kill the bot at the point, let a last one live, and look at what there is."""
    database = Database(scene.database_url, pooled=False)

    async def at_rest() -> bool:
        return await nothing_is_owed(database)

    async with asyncio.timeout(PATIENCE):
        for life in range(kills):
            async with living(scene.order(life, point), scene.sandbox) as victim:
                await victim.until(at_rest)
                assert victim.ended == -signal.SIGKILL or life > 0, f"never came by {point}: {victim.passed}"
        async with living(scene.order(kills), scene.sandbox) as survivor:
            await survivor.until(at_rest)
            assert survivor.ended is None
    await assert_saved_once(database, way)
    assert_told(scene.sandbox)
    await database.close()


def test_there_are_fifty_kills_and_more() -> None:
    assert len(POINTS) * len(WAYS) >= 50


@pytest.mark.parametrize("name", WAYS)
@pytest.mark.parametrize("point", POINTS, ids=str)
async def test_a_kill_loses_nothing(rehearsals: Rehearsals, file: Path, name: str, point: Point) -> None:
    async with played(await rehearsals.copied(name, file), f"sqlite:///{file}") as scene:
        await survives(scene, WAYS[name], point)


@pytest.mark.parametrize("point", CROSSED, ids=str)
async def test_a_second_kill_loses_nothing_either(rehearsals: Rehearsals, file: Path, point: Point) -> None:
    async with played(await rehearsals.copied("check-in", file), f"sqlite:///{file}") as scene:
        await survives(scene, WAYS["check-in"], point, kills=2)


@pytest.mark.parametrize("point", CROSSED, ids=str)
async def test_a_kill_loses_nothing_on_postgresql_either(there: str, rehearsed_there: Sandbox, point: Point) -> None:
    async with played(deepcopy(rehearsed_there), there) as scene:
        await survives(scene, WAYS["check-in"], point)
