"""The moment of the crash: Ana has ticked red flags and hands them in while the bot is away."""

import copy
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.sandbox import Phone, Sandbox, SandboxServer
from bot.services.outbox import LEASE
from tests.cast import ADA, ANA, MONDAY_MORNING, TOM, enrols, staged
from tests.crash.victim import Order, Point
from tests.scenes import link_in

NOTE = "It began at six."


@dataclass(frozen=True)
class Way:
    """A way to report red flags. `answers` are the rows that must be there once."""

    ticks: Callable[[Phone], Awaitable[None]]
    answers: dict[str, str]


async def _at_the_check_in(ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")


async def _in_the_urgent_list(ana: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("peeing")
    await ana.taps("between the legs")


CHECK_IN = {"flag.bladder": "ticked", "screen": "sent", "note": NOTE}
URGENT_LIST = {"flag.bladder": "ticked", "flag.saddle": "ticked", "screen": "sent"}
WAYS = {
    "check-in": Way(_at_the_check_in, CHECK_IN),
    "urgent list": Way(_in_the_urgent_list, URGENT_LIST),
}


@dataclass
class Scene:
    """A Telegram with people and waiting updates, and the bot's database."""

    sandbox: Sandbox
    database_url: str
    api_url: str

    def order(self, life: int, point: Point | None = None) -> Order:
        """A new life comes at once where the bot has the database for itself, and else when the lease is over."""
        away = timedelta(seconds=1) if self.database_url.startswith("sqlite") else LEASE + timedelta(seconds=1)
        return Order(self.database_url, self.api_url, MONDAY_MORNING + life * away, point)


async def rehearse(way: Way, database_url: str, *, to_the_end: bool = False) -> Sandbox:
    """Play up to the tick, with the bot in this process; the database stays as it is then. Or play all of it."""
    async with staged(database_url) as stage:
        ada, tom, ana = stage.phone(ADA, "Ada"), stage.phone(TOM, "Tom"), stage.phone(ANA, "Ana")
        await ada.starts()
        await tom.starts()
        await ada.says("/people Tom")
        await ada.taps("Tom")
        await ada.taps("Make a therapist")
        await tom.says("/invite")
        await ana.opens(link_in(tom))
        await enrols(ana)
        await way.ticks(ana)
        if to_the_end:
            await hands_in(ana)
            await stage.passes(minutes=1)
        sandbox = stage.sandbox
    sandbox.changes.ring()  # nobody waits for the old bell: the copies can be made
    return sandbox


class Rehearsals:
    """Each way is played once on SQLite; the scenes are copies."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._played: dict[str, tuple[Path, Sandbox]] = {}

    async def copied(self, name: str, path: Path) -> Sandbox:
        """The Telegram of a way, with its database copied to a path."""
        if name not in self._played:
            file = self._folder / f"{len(self._played)}.db"
            self._played[name] = file, await rehearse(WAYS[name], f"sqlite:///{file}")
        file, sandbox = self._played[name]
        shutil.copy(file, path)
        return copy.deepcopy(sandbox)


async def hands_in(ana: Phone) -> None:
    await ana.taps("Send th")
    await ana.says(NOTE)


@asynccontextmanager
async def played(sandbox: Sandbox, database_url: str) -> AsyncIterator[Scene]:
    """Ana sends what she has ticked, and types a note. Both updates wait for the bot."""
    server = SandboxServer(sandbox, port=0)
    await server.start()
    ana = Phone(sandbox, ANA, _at_once)
    await hands_in(ana)
    sandbox.transcript.clear()
    try:
        yield Scene(sandbox, database_url, server.url)
    finally:
        await server.stop()


async def _at_once() -> None:
    """No bot runs in this process: an action returns at once."""
