"""The cast and its stage: Ana the patient, Tom her therapist, Ada the admin, on a local Telegram."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.app import Stepwell
from bot.clock import StoppedClock
from bot.content import Content, load
from bot.delivery.client import client
from bot.models import Patient, Person
from bot.sandbox.phone import Phone
from bot.sandbox.server import SandboxServer
from bot.sandbox.telegram import Sandbox
from bot.settings import LOCAL_TOKEN_MARK, PROJECT, Settings
from tests.databases import opened

TOKEN = f"7000000001{LOCAL_TOKEN_MARK}for-tests-on-this-machine"
ANA, TOM, ADA = 101, 202, 303
MONDAY_MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
"""09:00 in Madrid, where Ana lives."""


on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""For a test that goes through a long table: each of its rows on one database is enough."""


@cache
def shipped_content() -> Content:
    """Read once a process. From then on the collector leaves alone what is there to stay: it, and every module; what a
    test leaves behind it need not look for as often as in a bot that runs for weeks.
    """
    content = load(PROJECT / "content")
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    return content


@dataclass
class Stage:
    """A bot, its local Telegram and its clock. Time moves only by `passes`."""

    app: Stepwell
    sandbox: Sandbox
    clock: StoppedClock

    async def settle(self) -> None:
        await self.app.settle()

    async def passes(self, **much: float) -> None:
        """Let time pass as `timedelta(**much)` says, stopping at whatever is due on the way."""
        goal = self.clock.now() + timedelta(**much)
        while (due := await self.app.next_due()) is not None and due <= goal:
            await self._at(due)
        await self._at(goal)

    async def _at(self, at: datetime) -> None:
        self.clock.forward(max(at - self.clock.now(), timedelta(0)))
        await self.app.tick()
        await self.settle()

    async def jumps(self, **much: float) -> None:
        """Let time pass with the bot away: nothing runs on the way, all of it at the end."""
        await self._at(self.clock.now() + timedelta(**much))

    def phone(self, person_id: int, name: str, language: str = "en") -> Phone:
        """The phone of somebody who is there already, or of a further person."""
        if person_id not in self.sandbox.people:
            self.sandbox.add_person(person_id, name, language_code=language)
        return Phone(self.sandbox, person_id, self.settle)

    @asynccontextmanager
    async def database(self) -> AsyncIterator[AsyncSession]:
        """Look into the database as the bot left it."""
        async with self.app.database.begin() as session:
            yield session

    async def patient(self, telegram_id: int = ANA) -> Patient:
        """A patient's record."""
        async with self.database() as session:
            found = select(Patient).where(Patient.person_id == Person.id, Person.telegram_id == telegram_id)
            return (await session.exec(found)).one()


@cache
def _settings() -> Settings:
    """What all stages have in common: read once, which takes as long as a tenth of a start."""
    return Settings(telegram_bot_token=TOKEN, admin_telegram_ids=(ADA,), allow_local_telegram=True, _env_file=None)


@asynccontextmanager
async def staged(
    database_url: str, sandbox: Sandbox | None = None, *, at: datetime = MONDAY_MORNING
) -> AsyncIterator[Stage]:
    """A stage with a real bot, real HTTP and a real database; `sandbox` has a past already."""
    sandbox = sandbox or Sandbox(TOKEN, StoppedClock(at))
    clock = sandbox.clock
    assert isinstance(clock, StoppedClock)
    server = SandboxServer(sandbox, port=0)
    await server.start()
    settings = _settings().model_copy(update={"telegram_api_url": server.url, "database_url": database_url})
    database = opened(database_url)
    app = Stepwell(settings, shipped_content(), clock, database, client(TOKEN, server.url))
    await app.prepare()
    try:
        yield Stage(app, sandbox, clock)
    finally:
        await app.close()
        await server.stop()


async def enrols(ana: Phone, country: str = "Spain", city: str = "Madrid") -> None:
    """Ana's way from the welcome to her first check-in with what is offered."""
    await ana.taps("Go on")
    await ana.taps("I am 18 or over")
    await ana.says(country)
    await ana.taps(city)
    await ana.taps("Left foot")
    await ana.taps("Done")
    await ana.taps("Start with these")
