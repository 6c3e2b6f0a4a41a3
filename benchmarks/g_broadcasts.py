"""(g) Broadcasts: the ledger of 100,000, the pace, an emergency in the middle, and how soon a pause holds."""

import asyncio
import time
from dataclasses import replace

from sqlmodel import func, select

from benchmarks import databases
from benchmarks.asking import Arrival, arrivals, ask, most_in_a_second
from benchmarks.enrolled import patients
from benchmarks.harness import Benchmark, Child, Goal, Measures, Result, Row, loop_blocked, percentile
from bot import loop
from bot.clock import SystemClock
from bot.content import Content, load
from bot.db import Database
from bot.delivery import Delivery
from bot.delivery.client import client
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.domain.policy import Policy
from bot.models import BroadcastRecipient, Person
from bot.services import broadcast_life, broadcast_run, broadcasts, outbox
from bot.services.broadcast_life import Wish
from bot.settings import PROJECT

TOKEN = "7000000001:LOCAL-bench"
LATENCY = 0.08
FEW, MANY = 1_000, 100_000
SECONDS = {"sqlite": 40, "postgres": 20}
EVERY = 0.7
FIRST_URGENT = 10_000_000
POLICY = Policy(
    broadcast_undo_seconds=0, broadcast_canary=0, broadcast_approval_above=10 * MANY, broadcasts_a_week=1000
)


class Sending:
    """Our engine with its delivery, on a database with so many patients."""

    def __init__(self, url: str, database_url: str, content: Content) -> None:
        self._clock, self._database, self._bot = SystemClock(), Database(database_url), client(TOKEN, url)
        self._content = replace(content, policy=POLICY)
        self._delivery = Delivery(self._database, self._bot, self._content, self._clock, b"key")
        self._number = 0

    async def people(self, number: int) -> None:
        async with self._database.begin() as session:
            await patients(session, number, now=self._clock.now())

    async def schedule(self) -> None:
        now = self._clock.now()
        async with self._database.begin() as session:
            ada = await session.get_one(Person, 1)
            row = await broadcasts.draft(session, self._content, ada, now=now)
            await broadcasts.write(session, row, "en", "A tip")
            assert await broadcast_life.schedule(session, self._content, row.id, Wish(), ada, now=now) is None
            self._number = row.id

    async def tick(self) -> bool:
        async with self._database.begin() as session:
            return await broadcast_run.step(session, self._content, now=self._clock.now())

    async def queue(self) -> Measures:
        """From the click to the whole ledger, as the job does it."""
        async with loop_blocked() as blocked:
            started = time.perf_counter()
            await self.schedule()
            while await self.tick():
                pass
            took = time.perf_counter() - started
        async with self._database.begin() as session:
            mine = select(func.count()).where(BroadcastRecipient.broadcast_id == self._number)
            written = (await session.exec(mine)).one()
        return {
            "recipients": written,
            "s to queue": took,
            "µs each": took / written * 1e6,
            "loop blocked ms": blocked.wall,
            "of it computing ms": blocked.cpu,
        }

    async def run(self) -> None:
        await self._bot.initialize()
        self._tasks = [asyncio.create_task(self._delivery.run()), asyncio.create_task(self._ticks())]

    async def _ticks(self) -> None:
        while True:
            while await self.tick():
                pass
            self._delivery.wake()
            await asyncio.sleep(1)

    async def urgent(self, chat: int) -> None:
        async with self._database.begin() as session:
            message = Message("🚨 <b>Get emergency help: call 112 now.</b>")
            await outbox.queue(session, outbox.Address(chat), Kind.SAFETY, message, now=self._clock.now())
        self._delivery.wake()

    async def pause(self) -> None:
        async with self._database.begin() as session:
            ada = await session.get_one(Person, 1)
            await broadcast_life.pause(session, self._number, ada, now=self._clock.now())

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        await self._bot.shutdown()

    async def close(self) -> None:
        await self._database.close()


async def queueing(database_url: str, content: Content, number: int) -> Measures:
    sending = Sending("http://127.0.0.1:9", database_url, content)
    await sending.people(number)
    measures = await sending.queue()
    await sending.close()
    return measures


async def under_way(url: str, database_url: str, content: Content, seconds: float) -> Measures:
    """The pace, emergencies meanwhile, and at the end a pause."""
    ask(url, "/reset")
    sending = Sending(url, database_url, content)
    await sending.people(10_000)
    await sending.queue()
    await sending.run()
    owed: dict[int, float] = {}
    started = time.monotonic()
    while time.monotonic() < started + seconds:
        await asyncio.sleep(EVERY)
        chat = FIRST_URGENT + len(owed)
        owed[chat] = time.monotonic()
        await sending.urgent(chat)
    paused = time.monotonic()
    await sending.pause()
    await asyncio.sleep(3)
    await sending.stop()
    await sending.close()
    return measured(arrivals(url), owed, paused)


def measured(seen: list[Arrival], owed: dict[int, float], paused: float) -> Measures:
    bulk = sorted(at for at, chat, _ in seen if chat < FIRST_URGENT)
    steady = sorted(at for at, _, _ in seen if bulk[0] + 2 <= at <= paused)
    waits = [(at - owed[chat]) * 1000 for at, chat, _ in seen if chat in owed]
    return {
        "messages/s": (len(steady) - 1) / (steady[-1] - steady[0]),
        "most in a second": most_in_a_second(seen),
        "emergency p99 ms": percentile(waits, 99),
        "s until a pause holds": max(bulk[-1] - paused, 0.0),
    }


def run() -> Result:
    content, rows, goals = load(PROJECT / "content"), [], []
    for kind in databases.KINDS:
        found = {}
        for number in (FEW, MANY):
            with databases.fresh(kind) as database_url:
                found[number] = loop.run(queueing(database_url, content, number))
            rows.append(Row(f"the ledger of {number:,}, {kind}", found[number]))
        many, few = found[MANY], found[FEW]
        flat = float(many["µs each"]) / float(few["µs each"])
        goals += [
            Goal(f"{kind}: {MANY:,} queued in under 10 s", float(many["s to queue"]) < 10),
            Goal(f"{kind}: the loop is never computing for 50 ms", float(many["of it computing ms"]) < 50),
            Goal(f"{kind}: a recipient of {MANY:,} costs no more than one of {FEW:,} ({flat:.2f})", flat < 1.25),
        ]
    with Child("server", "--latency", str(LATENCY)) as server:
        url = f"http://127.0.0.1:{server.said}"
        for kind in databases.KINDS:
            with databases.fresh(kind) as database_url:
                sent = loop.run(under_way(url, database_url, content, SECONDS[kind]))
            rows.append(Row(f"sending, {kind}", sent))
            goals += [
                Goal(f"{kind}: 29 to 30 messages a second", 28.9 <= float(sent["messages/s"]) <= 30.1),
                Goal(f"{kind}: an emergency arrives within 150 ms (p99)", float(sent["emergency p99 ms"]) <= 150),
                Goal(f"{kind}: a pause holds within a second", float(sent["s until a pause holds"]) <= 1),
            ]
    notes = (
        "The ledger: from the click to a row for everybody, a thousand people a transaction.",
        "Broadcasts use 29 of 30 places a second, so that an urgent message finds one at any time; both count.",
        "An emergency is measured to its arrival at the server, which notes it before it waits 80 ms to answer.",
    )
    return Result(rows, goals, notes)


BENCHMARK = Benchmark("g", "A broadcast to 100,000", run)
