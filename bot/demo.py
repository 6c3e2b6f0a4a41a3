"""The demonstration: the bot, a local Telegram and three people, in one process on this machine."""

import asyncio
from contextlib import AsyncExitStack
from datetime import datetime, time, timedelta
from pathlib import Path

from sqlmodel import col, select

from bot.app import Stepwell
from bot.clock import MovableClock
from bot.content import load
from bot.db import Database
from bot.delivery.client import client
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import Patient, Person
from bot.models.person import Role
from bot.sandbox.server import SandboxServer
from bot.sandbox.telegram import Sandbox
from bot.services import outbox, people
from bot.settings import LOCAL_TOKEN_MARK, Settings
from handlers.menus import menu, signature

FOLDER = Path(".demo")
TOKEN = f"1000000001{LOCAL_TOKEN_MARK}this-bot-lives-on-this-machine-only"
ANA, TOM, ADA = 101, 202, 303
MORNING = time(8, 40)
STEPS = {"15m": timedelta(minutes=15), "1h": timedelta(hours=1)}
MOST_STOPS = 300
A_DAY_IN_SECONDS = 1000
"""Messages to one chat: its clock is moved by hand, so what a day brings may all come in one second."""


class Demo:
    """Ana the patient, Tom her therapist and Ada the admin, each with a phone on one page."""

    def __init__(self, port: int, content_dir: Path) -> None:
        self._ends = AsyncExitStack()
        self.clock = MovableClock()
        self.clock.forward(_until_a_working_morning(self.clock.now()))
        self.sandbox = Sandbox(TOKEN, self.clock)
        self.server = SandboxServer(self.sandbox, port=port, on_clock=self.move)
        self.content_dir = content_dir

    async def start(self) -> str:
        """Start everything; gives the page's address. Raises OSError when the port is taken."""
        self.sandbox.add_person(ANA, "Ana", language_code="en", about="patient")
        self.sandbox.add_person(TOM, "Tom", language_code="en", about="therapist", started=True)
        self.sandbox.add_person(ADA, "Ada", language_code="en", about="admin", started=True)
        await self.server.start()
        self._ends.push_async_callback(self.server.stop)
        _forget_the_last_time()
        settings = Settings(
            telegram_bot_token=TOKEN,
            telegram_api_url=self.server.url,
            database_url=f"sqlite:///{FOLDER / 'stepwell.db'}",
            admin_telegram_ids=(ADA,),
            content_dir=self.content_dir,
            allow_local_telegram=True,
            messages_per_chat_second=A_DAY_IN_SECONDS,
            _env_file=None,
        )
        database = Database(settings.database_url)
        bot = client(TOKEN, self.server.url)
        self.app = Stepwell(settings, load(self.content_dir), self.clock, database, bot)
        self._ends.push_async_callback(self.app.close)
        await self.app.prepare()
        await self._give_roles()
        return self.server.url

    async def _give_roles(self) -> None:
        now = self.clock.now()
        async with self.app.database.begin() as session:
            for telegram_id, name, role in ((TOM, "Tom", Role.THERAPIST), (ADA, "Ada", Role.ADMIN)):
                person = await people.meet(session, telegram_id, name, "en", now=now)
                await people.grant(session, person.id, role, by=None, now=now)
                say, roles = self.app.content.say("en"), frozenset({role})
                person.menu = signature(say, roles)
                for message in (Message(say(f"role.given.{role}")), menu(say, roles)):
                    await outbox.queue(session, outbox.Address(telegram_id), Kind.REPLY, message, now=now)

    async def run(self) -> None:
        """Run until cancelled."""
        await self.app.run()

    async def stop(self) -> None:
        """End what was started, the last first."""
        await self._ends.aclose()

    async def move(self, step: str) -> str:
        """Move the clock, stopping wherever something is due; says what happened. Raises ValueError."""
        if step == "next":
            goal = await self.app.next_due()
            if goal is None:
                return "Nothing is due yet: enrol Ana first."
        else:
            goal = self.clock.now() + STEPS[step] if step in STEPS else await self._tomorrow(step)
        stops = await self._stop_by_stop(goal)
        return "It was time for something." if stops else "Nothing was due on the way."

    async def _stop_by_stop(self, goal: datetime) -> int:
        stops = 0
        while (due := await self.app.next_due()) is not None and due <= goal and stops < MOST_STOPS:
            await self._forward_to(due)
            stops += 1
        await self._forward_to(goal)
        return stops

    async def _forward_to(self, at: datetime) -> None:
        self.clock.forward(max(at - self.clock.now(), timedelta(0)))
        await self.app.tick()
        await self.app.delivery.drain()

    async def _tomorrow(self, step: str) -> datetime:
        if step != "morning":
            raise ValueError("a step is one of 15m, 1h, morning, next")
        async with self.app.database.begin() as session:
            first = select(Person.zone, Patient.check_in_at).where(Person.id == Patient.person_id)
            row = (await session.exec(first.order_by(col(Person.id)).limit(1))).first()
        zone, check_in_at = (row[0] or "UTC", row[1]) if row else ("UTC", "09:00")
        day = wall.local(self.clock.now(), zone).date() + timedelta(days=1)
        return wall.instant(day, wall.parse(check_in_at), zone)


def _forget_the_last_time() -> None:
    """Every demonstration begins with an empty database."""
    FOLDER.mkdir(exist_ok=True)
    for old in FOLDER.glob("stepwell.db*"):
        old.unlink()


def _until_a_working_morning(now: datetime) -> timedelta:
    """How long it is, on this machine's wall clock, until a weekday at 08:40: a day like a patient's."""
    here = now.astimezone()
    morning = datetime.combine(here.date(), MORNING, here.tzinfo)
    while morning < here or morning.weekday() > 4:
        morning += timedelta(days=1)
    return morning - here


async def serve(port: int, content_dir: Path, ready: asyncio.Future[str] | None = None) -> None:
    """Run the demonstration until cancelled; `ready` is told the page's address."""
    demo = Demo(port, content_dir)
    try:
        url = await demo.start()
        if ready is not None:
            ready.set_result(url)
        await demo.run()
    finally:
        await demo.stop()
