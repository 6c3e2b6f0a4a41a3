"""The bot is killed around a red-flag answer, like a power cut, and started again: nothing is lost, and nothing is
taken twice. The urgent words and the alert may come twice; they never fail to come.
"""

import asyncio
import os
import shutil
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from copy import deepcopy
from functools import partial
from pathlib import Path

import pytest

from bot.db import Database
from bot.sandbox import Sandbox
from tests.cast import ADA, ANA, TOM
from tests.crash.aftermath import assert_saved_once, assert_told, nothing_is_owed, written
from tests.crash.lives import living
from tests.crash.scene import WAYS, Rehearsals, Scene, Way, played, rehearse
from tests.crash.victim import Point
from tests.databases import PostgresServer, folder
from tests.forked import in_one_worker

pytestmark = in_one_worker
BEFORE_THE_COMMIT = (
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
)
"""A kill here leaves everything as it was: the next life begins where this one did."""
FROM_THE_COMMIT_ON = (
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
"""A kill here leaves something done: each has a last life of its own."""
CROSSED = (
    Point("before the commit of the update"),
    Point("after the commit of the update"),
    Point("before getUpdates", 2),
    Point("before the commit of the claim"),
    Point("after the commit of the claim"),
    Point("after sendMessage of the urgent message"),
    Point("before the commit of the record"),
    Point("after a row of alert"),
)
"""The places where the databases could differ, and where a second crash meets what the first has left."""
EVERYTHING = "KILLS" in os.environ
"""Whether each way meets each point, and each crossed place is met on both databases and twice: `make kills`."""
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
    async with asyncio.timeout(PATIENCE), looking(scene) as database:
        for life in range(kills):
            await dies(scene, database, life, point, surely=life == 0)
        await lives_on(scene, database, way, kills)


async def dies(scene: Scene, database: Database, life: int, point: Point, *, surely: bool = True) -> None:
    """One life that ends at the point; a later one may find the way to it done already."""
    async with living(scene.order(life, point), scene.sandbox) as victim:
        await victim.until(partial(nothing_is_owed, database))
        assert victim.ended == -signal.SIGKILL or not surely, f"never came by {point}: {victim.passed}"


async def lives_on(scene: Scene, database: Database, way: Way, life: int) -> None:
    """The last life comes to rest, and everything is there."""
    async with living(scene.order(life), scene.sandbox) as survivor:
        await survivor.until(partial(nothing_is_owed, database))
        assert survivor.ended is None
    await assert_saved_once(database, way)
    assert_told(scene.sandbox)


@asynccontextmanager
async def looking(scene: Scene) -> AsyncIterator[Database]:
    """The scene's database, to look into from here."""
    database = Database(scene.database_url, pooled=False)
    try:
        yield database
    finally:
        await database.close()


def spread(points: tuple[Point, ...], *, first: int = 0, step: int) -> tuple[Point, ...]:
    """All, or every `step`th, from the `first` on."""
    return points if EVERYTHING else points[first::step]


@pytest.mark.parametrize("name", WAYS if EVERYTHING else ["check-in"])
async def test_a_kill_before_the_commit_leaves_everything_as_it_was(
    rehearsals: Rehearsals, file: Path, name: str
) -> None:
    """One life after the other dies, each a place further on; nothing is written, sent or confirmed, so that a last
    life after any of them would begin as this last one does.
    """
    async with (
        played(await rehearsals.copied(name, file), f"sqlite:///{file}") as scene,
        asyncio.timeout(PATIENCE),
        looking(scene) as database,
    ):
        before = await written(database), said(scene.sandbox)
        for life, point in enumerate(BEFORE_THE_COMMIT):
            await dies(scene, database, life, point)
            assert (await written(database), said(scene.sandbox)) == before, point
        await lives_on(scene, database, WAYS[name], len(BEFORE_THE_COMMIT))


def said(sandbox: Sandbox) -> tuple[int, ...]:
    """How many updates wait, how many taps have no answer, and how many messages each person has."""
    chats = [len(sandbox.chat(person).messages) for person in (ANA, TOM, ADA)]
    return len(sandbox.queue.waiting), len(sandbox.unanswered), *chats


@pytest.mark.parametrize(
    ("point", "name"),
    [
        (point, name)
        for place, point in enumerate(FROM_THE_COMMIT_ON)
        for turn, name in enumerate(WAYS)
        if EVERYTHING or place % len(WAYS) == turn
    ],
    ids=str,
)
async def test_a_kill_after_the_commit_loses_nothing(
    rehearsals: Rehearsals, file: Path, point: Point, name: str
) -> None:
    async with played(await rehearsals.copied(name, file), f"sqlite:///{file}") as scene:
        await survives(scene, WAYS[name], point)


@pytest.mark.parametrize("point", spread(CROSSED, first=2, step=2), ids=str)
async def test_a_second_kill_loses_nothing_either(rehearsals: Rehearsals, file: Path, point: Point) -> None:
    async with played(await rehearsals.copied("check-in", file), f"sqlite:///{file}") as scene:
        await survives(scene, WAYS["check-in"], point, kills=2)


@pytest.mark.parametrize("point", spread(CROSSED, step=2), ids=str)
async def test_a_kill_loses_nothing_on_postgresql_either(there: str, rehearsed_there: Sandbox, point: Point) -> None:
    async with played(deepcopy(rehearsed_there), there) as scene:
        await survives(scene, WAYS["check-in"], point)
