"""Ours: the tick of the job that takes up reminders, many being due. `python -m benchmarks.due_ours URL`"""

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

import asyncpg
from sqlmodel import func, select

from benchmarks.harness import Measures, loop_blocked, peak, resident
from benchmarks.stored import DUE
from bot.app import Stepwell
from bot.clock import StoppedClock
from bot.content import load
from bot.db import Database
from bot.delivery.client import client
from bot.loop import run
from bot.models import OutboxRow
from bot.settings import PROJECT, Settings
from schedules.tables import JOBS

TOKEN = "7000000001:BENCH"
(REMINDERS,) = (job for job in JOBS if job.name == "queue_reminders")
NOBODY = "http://127.0.0.1:9"
LOOK_SECONDS = 0.002


def stepwell(url: str, *, api_url: str = NOBODY) -> Stepwell:
    """The bot on a database, at the instant at which the reminders are due."""
    settings = Settings(telegram_bot_token=TOKEN, telegram_api_url=api_url, database_url=url, _env_file=None)
    return Stepwell(settings, load(PROJECT / "content"), StoppedClock(DUE), Database(url), client(TOKEN, api_url))


async def measure(url: str) -> Measures:
    app = stepwell(url)
    async with app.database.begin() as session:
        await session.exec(select(OutboxRow).limit(1))
    before = resident()
    with committed(url) as seen:
        async with loop_blocked() as blocked:
            started = time.perf_counter()
            await app._tick_one(REMINDERS)
            took = time.perf_counter() - started
        await asyncio.sleep(LOOK_SECONDS * 10)
    async with app.database.begin() as session:
        written = (await session.exec(select(func.count()).select_from(OutboxRow))).one()
    await app.database.close()
    return {
        "written": written,
        "rows/s": written / took,
        **lateness([(at - started, number) for at, number in seen], written),
        "loop blocked ms": blocked.wall,
        "of it computing ms": blocked.cpu,
        "more memory MB": (peak() - before) / 1e6,
    }


def lateness(seen: list[tuple[float, int]], written: int) -> Measures:
    """From (seconds, messages committed by then): how late half and 99 of 100 were."""

    def by(share: float) -> float:
        return next((at for at, number in seen if number >= share * written), float("nan"))

    return {"p50 s late": by(0.5), "p99 s late": by(0.99)}


@contextmanager
def committed(url: str) -> Iterator[list[tuple[float, int]]]:
    """How many messages other connections can see, again and again, from a thread of its own."""
    seen: list[tuple[float, int]] = []
    done = Event()
    thread = Thread(target=lambda: asyncio.run(_look(url, seen, done)))
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


async def _look(url: str, seen: list[tuple[float, int]], done: Event) -> None:
    look, close = await _on_postgres(url) if not url.startswith("sqlite") else _on_sqlite(url)
    while not done.is_set():
        number = await look()
        seen.append((time.perf_counter(), number or 0))
        await asyncio.sleep(LOOK_SECONDS)
    await close()


NEWEST = "SELECT max(id) FROM outbox"
Look = tuple[Callable[[], Awaitable[int | None]], Callable[[], Awaitable[None]]]


async def _on_postgres(url: str) -> Look:
    connection = await asyncpg.connect(url)
    return lambda: connection.fetchval(NEWEST), connection.close


def _on_sqlite(url: str) -> Look:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)

    async def look() -> int | None:
        number: int | None = connection.execute(NEWEST).fetchone()[0]
        return number

    async def close() -> None:
        connection.close()

    return look, close


if __name__ == "__main__":
    print(json.dumps(run(measure(sys.argv[1]))))
