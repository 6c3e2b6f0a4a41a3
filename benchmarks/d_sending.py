"""(d) Sending at 30 a second: the rate that is reached, and how long an emergency waits behind 10,000 broadcasts."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import insert
from telegram.error import TelegramError
from telegram.ext import AIORateLimiter, ExtBot

from benchmarks import databases
from benchmarks.asking import Arrival, arrivals, ask, most_in_a_second
from benchmarks.enrolled import patients
from benchmarks.harness import Benchmark, Child, Goal, Measures, Result, Row, percentile
from bot import loop
from bot.clock import SystemClock
from bot.content import Content, load
from bot.db import Database
from bot.delivery import Delivery
from bot.delivery.client import client
from bot.domain.lanes import LANES, Kind
from bot.domain.message import Message
from bot.domain.policy import Policy
from bot.models import OutboxRow
from bot.services import outbox
from bot.settings import PROJECT

TOKEN = "7000000001:LOCAL-bench"
LATENCY = 0.08
BROADCASTS = 10_000
SECONDS, THEIR_SECONDS, BUSY_SECONDS = 60, 20, 10
EVERY = 0.7
"""Seconds between two emergencies."""
FIRST_URGENT = 1_000_000
LIMIT = 30


class Ours:
    """Our delivery, on a database with 10,000 broadcasts to as many patients."""

    def __init__(self, url: str, database_url: str, content: Content) -> None:
        self._clock = SystemClock()
        self._database = Database(database_url)
        self._bot = client(TOKEN, url)
        self._content = replace(content, policy=Policy(messages_per_second=LIMIT))
        self._delivery = Delivery(self._database, self._bot, self._content, self._clock, b"key")

    async def start(self) -> None:
        await self._bot.initialize()
        await self._owe_broadcasts()
        self._running = asyncio.create_task(self._delivery.run())

    async def _owe_broadcasts(self) -> None:
        now, lane = self._clock.now(), LANES[Kind.TIP]
        numbers = range(1, BROADCASTS + 1)
        async with self._database.begin() as session:
            await patients(session, BROADCASTS, now=now)
            connection = await session.connection()
            owed = [
                OutboxRow(
                    kind=Kind.TIP, priority=lane.priority, chat_id=n, patient_id=n, body=Message("A tip").document(),
                    queued_at=now, not_before=now,
                )
                for n in numbers
            ]  # fmt: skip
            await connection.execute(insert(OutboxRow), [row.model_dump(exclude={"id"}) for row in owed])

    async def urgent(self, chat: int) -> None:
        """Owe an emergency message, as a handler does."""
        async with self._database.begin() as session:
            message = Message("🚨 <b>Get emergency help: call 112 now.</b>")
            await outbox.queue(session, outbox.Address(chat), Kind.SAFETY, message, now=self._clock.now())
        self._delivery.wake()

    async def stop(self) -> None:
        self._running.cancel()
        await asyncio.wait([self._running])
        await self._bot.shutdown()
        await self._database.close()


class Theirs:
    """python-telegram-bot's own rate limiter, with a broadcast as people write it: a task a message."""

    def __init__(self, url: str) -> None:
        limiter = AIORateLimiter(overall_max_rate=LIMIT, overall_time_period=1, max_retries=3)
        self._bot: ExtBot[int] = ExtBot(TOKEN, base_url=f"{url}/bot", rate_limiter=limiter)
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        await self._bot.initialize()
        for chat in range(1, BROADCASTS + 1):
            self._begin(chat)
        await asyncio.sleep(0)

    def _begin(self, chat: int) -> None:
        task = asyncio.create_task(self._send(chat))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send(self, chat: int) -> None:
        try:
            await self._bot.send_message(chat, "A tip")
        except TelegramError:
            return

    async def urgent(self, chat: int) -> None:
        self._begin(chat)

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        await self._bot.shutdown()


async def measure(sender: Ours | Theirs, url: str, seconds: float, *, busy: bool) -> Measures:
    """Broadcasts and emergencies for some seconds; with `busy` Telegram answers 429 to the broadcasts."""
    ask(url, "/reset")
    if busy:
        ask(url, f"/busy?first=1&last={BROADCASTS}&retry=5")
    await sender.start()
    begun = time.monotonic()
    asked: dict[int, float] = {}
    while (now := time.monotonic()) < begun + seconds:
        chat = FIRST_URGENT + len(asked)
        asked[chat] = now
        await sender.urgent(chat)
        await asyncio.sleep(EVERY)
    ended = time.monotonic()
    await asyncio.sleep(2 if busy else 0.5)
    arrived = arrivals(url)
    await sender.stop()
    return _measures([one for one in arrived if begun <= one[0] < ended], arrived, asked, ended - begun)


def _measures(
    during: Sequence[Arrival], arrived: Sequence[Arrival], asked: dict[int, float], seconds: float
) -> Measures:
    waits = [(at - asked[chat]) * 1000 for at, chat, _ in arrived if chat in asked]
    lost = len(asked) - len(waits)
    return {
        "messages/s": len(during) / seconds,
        "most in any second": most_in_a_second(arrived),
        "emergencies": len(asked),
        "not delivered in the run": lost,
        "p50 ms": percentile(waits, 50) if waits else "–",
        "p99 ms": percentile(waits, 99) if waits and not lost else "–",
        "longest ms": max(waits) if waits and not lost else "–",
    }


def run() -> Result:
    content: Content = load(PROJECT / "content")
    rows: list[Row] = []
    with Child("server", "--latency", str(LATENCY)) as server:
        url = f"http://127.0.0.1:{server.said}"
        for kind in databases.KINDS:
            with databases.fresh(kind) as to:
                rows.append(Row(f"Stepwell, {kind}, {SECONDS} s", loop.run(_ours(url, to, content, SECONDS))))
        calm = [row.measures for row in rows]
        rows.append(Row(f"AIORateLimiter, {THEIR_SECONDS} s", asyncio.run(_theirs(url, THEIR_SECONDS))))
        with databases.fresh("sqlite") as to:
            refused = loop.run(_ours(url, to, content, BUSY_SECONDS, busy=True))
        rows.append(Row("Stepwell, sqlite, 429 to every broadcast", refused))
        theirs = asyncio.run(_theirs(url, BUSY_SECONDS, busy=True))
        rows.append(Row("AIORateLimiter, 429 to every broadcast", theirs))
    goals = (
        Goal("at least 28.7 messages/s over 60 s", all(_at_least(one["messages/s"], 28.7) for one in calm)),
        Goal("never more than 30 in any one second", all(_at_most(one["most in any second"], 30) for one in calm)),
        Goal("an emergency is at the server within 150 ms at p99", all(_at_most(one["p99 ms"], 150) for one in calm)),
        Goal("429 to every broadcast: an emergency within 2 s, always", _at_most(refused["longest ms"], 2000)),
    )
    notes = (
        f"One run each, with {BROADCASTS:,} broadcasts waiting and an emergency every {EVERY} s; "
        "waits are from the moment it is owed to its arrival at the server.",
        f"The server answers after {LATENCY * 1000:.0f} ms.",
    )
    return Result(rows, goals, notes)


async def _ours(url: str, database_url: str, content: Content, seconds: float, *, busy: bool = False) -> Measures:
    return await measure(Ours(url, database_url, content), url, seconds, busy=busy)


async def _theirs(url: str, seconds: float, *, busy: bool = False) -> Measures:
    return await measure(Theirs(url), url, seconds, busy=busy)


def _at_most(value: float | str, most: float) -> bool:
    return not isinstance(value, str) and value <= most


def _at_least(value: float | str, least: float) -> bool:
    return not isinstance(value, str) and value >= least


BENCHMARK = Benchmark("d", "Sending at 30 a second, with 10,000 broadcasts waiting", run)
