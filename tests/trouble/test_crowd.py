"""Many who write to one SQLite file at once: each comes to its turn, and nobody is refused."""

import asyncio

import pytest

from bot import line
from bot.line import Line
from tests.cast import Stage, on_sqlite
from tests.trouble.test_database import NOT_SAVED, running, with_pragma

CROWD = 80
FOR_EVER = 3600.0


class People:
    """Who had a turn, in order. Each is told to leave."""

    def __init__(self, waits: Line) -> None:
        self.line, self.order = waits, list[str]()
        self.has_a_turn: dict[str, asyncio.Event] = {}
        self._leave: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def comes(self, name: str) -> None:
        """Into the line, and as far as it goes."""
        self.has_a_turn[name], self._leave[name] = asyncio.Event(), asyncio.Event()
        self.tasks[name] = asyncio.create_task(self._has_a_turn(name))
        await asyncio.sleep(0)

    async def _has_a_turn(self, name: str) -> None:
        async with self.line.turn():
            self.order.append(name)
            self.has_a_turn[name].set()
            await self._leave[name].wait()

    async def leaves(self, name: str) -> None:
        self._leave[name].set()
        await self.tasks[name]

    async def all_leave(self) -> None:
        for event in self._leave.values():
            event.set()
        await asyncio.wait(self.tasks.values())


async def test_who_has_waited_for_long_goes_before_who_comes() -> None:
    people = People(Line(long=0))
    await people.comes("Ana")
    await people.comes("Tom")
    await people.leaves("Ana")
    await people.comes("Ada")
    await people.all_leave()
    assert people.order == ["Ana", "Tom", "Ada"]


async def test_before_that_who_comes_may_go_first() -> None:
    people = People(Line(long=FOR_EVER))
    await people.comes("Ana")
    await people.comes("Tom")
    await people.leaves("Ana")
    await people.comes("Ada")
    assert people.order == ["Ana", "Ada"]
    await people.all_leave()
    assert people.order == ["Ana", "Ada", "Tom"]


async def test_a_turn_that_nobody_takes_any_more_goes_on() -> None:
    people = People(Line(long=0))
    for name in ("Ana", "Tom", "Ada"):
        await people.comes(name)
    await people.leaves("Ana")
    people.tasks["Tom"].cancel()
    await people.all_leave()
    assert people.order == ["Ana", "Ada"]


async def test_whoever_has_the_file_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "STILL", 0)
    people = People(Line())
    await people.comes("Ana")
    people.line.inside()
    await people.comes("Tom")
    for _ in range(20):
        await asyncio.sleep(0)
    assert people.order == ["Ana"]
    monkeypatch.setattr(line, "HUNG", 0)
    await people.has_a_turn["Tom"].wait()
    await people.all_leave()


async def test_where_nothing_moves_one_tries_without_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line, "STILL", 0.01)
    people = People(Line())
    await people.comes("Ana")
    await people.comes("Tom")
    await people.has_a_turn["Tom"].wait()
    assert not people.tasks["Ana"].done()
    await people.all_leave()
    assert people.order == ["Ana", "Tom"]


@on_sqlite
async def test_eighty_who_start_at_once_are_all_answered(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """No transaction finds the file taken by another of this process, not even for a moment."""
    monkeypatch.setattr(line, "STILL", FOR_EVER)
    with_pragma(stage, "busy_timeout=0")
    people = [stage.phone(5000 + number, "Reader") for number in range(CROWD)]
    async with running(stage):
        for reader in people:
            stage.sandbox.person_starts(reader.id)
        for reader in people:
            await stage.sandbox.wait_for(lambda reader=reader: reader.sees() != "")  # type: ignore[misc]
    assert not [reader for reader in people if NOT_SAVED in reader.sees()]
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
