"""The real bot before the emulator, and the cast with their phones."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from aiohttp import web

from bot.app import Stepwell
from bot.clock import StoppedClock
from bot.db import Database
from bot.delivery.client import client
from bot.settings import Settings
from tests.cast import ADA, ANA, MONDAY_MORNING, TOKEN, TOM, shipped_content
from tests.databases import SqliteFiles
from tests.emulator.emulator import Emulator
from tests.emulator.handset import EmulatedPhone


@dataclass
class EmulatedStage:
    """A bot, the emulator and the bot's clock. Time moves only by `passes`."""

    app: Stepwell
    emulator: Emulator
    clock: StoppedClock

    async def settle(self) -> None:
        await self.app.settle()

    async def passes(self, **much: float) -> None:
        goal = self.clock.now() + timedelta(**much)
        while (due := await self.app.next_due()) is not None and due <= goal:
            await self._at(due - self.clock.now())
        await self._at(goal - self.clock.now())

    async def _at(self, ahead: timedelta) -> None:
        self.clock.forward(ahead)
        await self.app.tick()
        await self.settle()

    def phone(self, person_id: int, name: str) -> EmulatedPhone:
        return EmulatedPhone(self.emulator, person_id, name, self.clock, self.settle)


@pytest.fixture
async def emulator() -> AsyncIterator[tuple[Emulator, str]]:
    """The emulator and its address. At the end none of the bot's calls may have been refused."""
    emulator = Emulator()
    runner = web.AppRunner(emulator.app(), access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield emulator, f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()
    assert [request for request in emulator.requests if request["status"] != 200] == []


@pytest.fixture
async def stage(emulator: tuple[Emulator, str], sqlite_files: SqliteFiles) -> AsyncIterator[EmulatedStage]:
    clock = StoppedClock(MONDAY_MORNING)
    server, address = emulator
    for url in sqlite_files.fresh():
        settings = Settings(
            telegram_bot_token=TOKEN,
            telegram_api_url=address,
            database_url=url,
            admin_telegram_ids=(ADA,),
            allow_local_telegram=True,
            _env_file=None,
        )
        app = Stepwell(settings, shipped_content(), clock, Database(url), client(TOKEN, address))
        await app.prepare()
        yield EmulatedStage(app, server, clock)
        await app.close()


@pytest.fixture
async def tom(stage: EmulatedStage) -> EmulatedPhone:
    """A therapist: Ada made him one."""
    ada, tom = stage.phone(ADA, "Ada"), stage.phone(TOM, "Tom")
    await ada.says("/start")
    await tom.says("/start")
    await ada.says("/people Tom")
    await ada.taps("Tom")
    await ada.taps("Make a therapist")
    return tom


@pytest.fixture
def ana(stage: EmulatedStage) -> EmulatedPhone:
    return stage.phone(ANA, "Ana")
