"""Ours: the tick of the job that takes up reminders, many being due. `python -m benchmarks.due_ours URL`"""

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlmodel import func, select

from benchmarks.due_seen import EVERY
from benchmarks.harness import Measures, loop_blocked, peak, resident
from benchmarks.stored import DUE
from bot import collector
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


def stepwell(url: str, *, api_url: str = NOBODY) -> Stepwell:
    """The bot on a database, at the instant at which the reminders are due."""
    settings = Settings(telegram_bot_token=TOKEN, telegram_api_url=api_url, database_url=url, _env_file=None)
    return Stepwell(settings, load(PROJECT / "content"), StoppedClock(DUE), Database(url), client(TOKEN, api_url))


async def measure(url: str) -> Measures:
    app = stepwell(url)
    async with app.database.begin() as session:
        await session.exec(select(OutboxRow).limit(1))
    collector.leave_out_what_stays()  # as `stepwell run` does
    before = resident()
    with committed(url) as seen:
        async with loop_blocked() as blocked:
            started = time.perf_counter()
            await app._tick_one(REMINDERS)
            took = time.perf_counter() - started
        await asyncio.sleep(EVERY * 10)
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
    """How many messages another program saw committed, and when: full at the end of the block."""
    seen: list[tuple[float, int]] = []
    command = [sys.executable, "-m", "benchmarks.due_seen", url]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as looking:
        assert looking.stdout is not None
        looking.stdout.readline()
        yield seen
        seen += json.loads(looking.communicate()[0])


if __name__ == "__main__":
    print(json.dumps(run(measure(sys.argv[1]))))
