"""(h) A therapist with 500 patients of 90 days each: the list, a card, the legs, an export; the pictures alone."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from telegram import Update

from benchmarks import databases
from benchmarks.caseload_filled import FIRST, NOW, THERAPIST, fill
from benchmarks.harness import Benchmark, Child, Goal, Measures, Result, Row, loop_blocked, percentile
from bot import collector, loop
from bot.clock import StoppedClock
from bot.content import Content, load
from bot.db import Database
from bot.delivery import Delivery, drawing
from bot.delivery.client import client
from bot.domain import signing
from bot.models import OutboxRow
from bot.settings import PROJECT
from handlers.ask import Rights
from handlers.menus import menu
from handlers.routing import Door

TOKEN, KEY = "7000000001:LOCAL-bench", b"key"
PATIENTS, DAYS = 500, 90
TIMES = 100
DRAWN = 100
GOAL, DRAWING_GOAL, BLOCKED_GOAL = 300, 400, 50
"""Milliseconds."""


class Chat:
    """The therapist's chat: each thing asked is timed from the update to the last call that answers it."""

    def __init__(self, url: str, database: Database, content: Content) -> None:
        clock = StoppedClock(NOW)
        self._bot = client(TOKEN, url)
        self._delivery = Delivery(database, self._bot, content, clock, KEY)
        self._door = Door(database, content, clock, Rights("bench_bot", frozenset(), menu), KEY)
        self._number = 0

    async def start(self) -> None:
        await self._bot.initialize()
        await self._door.warm()
        collector.leave_out_what_stays()

    async def stop(self) -> None:
        await self._bot.shutdown()

    async def says(self, words: str) -> float:
        command = {"type": "bot_command", "offset": 0, "length": len(words)}
        return await self._asks({"message": {**self._message(), "from": _WHO, "text": words, "entities": [command]}})

    async def taps(self, action: str, *args: str) -> float:
        data = signing.sign(KEY, THERAPIST, action, args)
        query = {"id": "1", "from": _WHO, "chat_instance": "1", "message": self._message(), "data": data}
        return await self._asks({"callback_query": query})

    def _message(self) -> dict[str, Any]:
        return {"message_id": self._number + 1, "date": 1772438400, "chat": {**_WHO, "type": "private"}}

    async def _asks(self, what: dict[str, Any]) -> float:
        self._number += 1
        update = Update.de_json({"update_id": self._number, **what}, self._bot)
        begun = time.perf_counter()
        await self._door.take(update)
        await self._delivery.drain()
        return (time.perf_counter() - begun) * 1000


_WHO = {"id": THERAPIST, "is_bot": False, "first_name": "Tom", "language_code": "en"}


async def measure(url: str, database_url: str, content: Content) -> list[tuple[str, Measures]]:
    database = Database(database_url)
    await fill(database, PATIENTS, DAYS)
    chat = Chat(url, database, content)
    await chat.start()
    await chat.says("/patients")
    cards = [str(FIRST + number) for number in range(TIMES)]
    found = [
        ("/patients", await _timed(lambda _: chat.says("/patients"), cards)),
        ("a card with its picture", await _timed(lambda one: chat.taps("patients.card", one), cards)),
        ("the drawings of the legs", await _timed(lambda one: chat.taps("patients.map", one), cards)),
    ]
    send = "export.send"
    found.append(
        ("a patient's 90 days as tables", await _timed(lambda one: chat.taps(send, one, "csv", "90", "0"), cards))
    )
    await chat.stop()
    await database.close()
    return found


async def _timed(ask: Callable[[str], Awaitable[float]], those: Sequence[str]) -> Measures:
    async with loop_blocked() as blocked:
        waits = [await ask(one) for one in those]
    return {"p50 ms": percentile(waits, 50), "p99 ms": percentile(waits, 99), "loop blocked ms (cpu)": blocked.cpu}


async def pictures(database_url: str) -> list[tuple[str, Measures]]:
    """The drawing alone, in a thread as delivery does it."""
    from sqlmodel import select

    database = Database(database_url)
    async with database.begin() as session:
        bodies = [row.body["picture"] for row in (await session.exec(select(OutboxRow))).all() if "picture" in row.body]
    await database.close()
    kinds = {body["kind"]: body for body in bodies}

    async def draw(kind: str) -> float:
        begun = time.perf_counter()
        await asyncio.to_thread(drawing.draw, kinds[kind])
        return (time.perf_counter() - begun) * 1000

    return [(f"drawing: {kind}", await _timed(draw, [kind] * DRAWN)) for kind in sorted(kinds)]


def run() -> Result:
    content, rows, goals = load(PROJECT / "content"), [], []
    with Child("server", "--latency", "0") as server:
        url = f"http://127.0.0.1:{server.said}"
        for kind in databases.KINDS:
            with databases.fresh(kind) as database_url:
                found = loop.run(measure(url, database_url, content))
                drawn = loop.run(pictures(database_url)) if kind == databases.KINDS[0] else []
            rows += [Row(f"{kind}: {name}", measures) for name, measures in found]
            rows += [Row(name, measures) for name, measures in drawn]
            goals += [_goal(f"{kind}: {name}", measures, GOAL) for name, measures in found[:2]]
            goals += [_goal(name, measures, DRAWING_GOAL) for name, measures in drawn]
            goals += [_blocked(f"{kind}: {name}", measures) for name, measures in found]
    notes = (
        f"{PATIENTS} patients of {DAYS} days: {PATIENTS * DAYS * 10:,} reminders and {PATIENTS * DAYS * 4:,} answers.",
        f"Each is asked {TIMES} times, one after the other: from the update to the last call that answers it, with the "
        "commits between; the server answers at once.",
        "Pictures are drawn in a thread. The loop is blocked by what it computes itself.",
    )
    return Result(rows, goals, notes)


def _goal(name: str, measures: Measures, most: float) -> Goal:
    found = float(measures["p99 ms"])
    return Goal(f"{name}: under {most} ms p99 ({found:.0f} ms)", found < most)


def _blocked(name: str, measures: Measures) -> Goal:
    found = float(measures["loop blocked ms (cpu)"])
    return Goal(f"{name}: the loop blocked for under {BLOCKED_GOAL} ms ({found:.0f} ms)", found < BLOCKED_GOAL)


BENCHMARK = Benchmark("h", "A caseload of 500 patients", run)
