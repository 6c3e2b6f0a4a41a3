"""What people reach for today, with as many jobs due in one second. `python -m benchmarks.due_peers KIND N [FILE]`

KIND: jobqueue (python-telegram-bot's, in memory) or store (APScheduler's SQLAlchemyJobStore on an SQLite FILE),
each with `-patient` for misfire grace off; store also with `-tuned` for that, WAL and synchronous=NORMAL.
Their jobs do nothing but note the time: theirs is the easier work.
"""

import asyncio
import json
import logging
import pickle
import sys
from datetime import datetime, timedelta
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_EXECUTED, EVENT_JOB_MISSED
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy import Engine, Table, create_engine, event
from telegram.ext import Application

from benchmarks import fired
from benchmarks.harness import Measures, loop_blocked, peak, percentile, resident
from bot.clock import SystemClock

LONGEST_WAIT = 120


def _when(how_many: int, a_second: int) -> datetime:
    """An instant by which all jobs have surely been added."""
    return SystemClock().now() + timedelta(seconds=3 + how_many / a_second)


async def jobqueue(how_many: int, options: dict[str, Any], queue: Any) -> tuple[AsyncIOScheduler, datetime]:
    await queue.start()
    at = _when(how_many, 2_000)
    for _ in range(how_many):
        queue.run_once(fired.fire, at, job_kwargs=options)
    return queue.scheduler, at


async def store(how_many: int, options: dict[str, Any], path: str, *, tuned: bool) -> tuple[AsyncIOScheduler, datetime]:
    engine = create_engine(f"sqlite:///{path}")
    if tuned:
        event.listen(engine, "connect", _tune)
    kept = SQLAlchemyJobStore(engine=engine)
    scheduler = AsyncIOScheduler(timezone="UTC", jobstores={"default": kept})
    scheduler.start(paused=True)
    at = _when(how_many, 5_000)
    scheduler.add_job("benchmarks.fired:fire", "date", run_date=at, **options)
    _many(engine, kept.jobs_t, how_many)
    scheduler.resume()
    return scheduler, at


def _many(engine: Engine, table: Table, how_many: int) -> None:
    """The one job that is stored, so many times: each by itself would take minutes, and is not what is measured."""
    with engine.begin() as connection:
        row = connection.execute(table.select()).one()
        state = pickle.loads(row.job_state)
        ids = [f"{number:032x}" for number in range(1, how_many)]
        copies = [{**row._mapping, "id": id_, "job_state": pickle.dumps({**state, "id": id_})} for id_ in ids]
        connection.execute(table.insert(), copies)


def _tune(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")


async def measure(kind: str, how_many: int, path: str) -> Measures:
    name, _, manner = kind.partition("-")
    options = {"misfire_grace_time": None} if manner else {}
    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # it has a line for each job that it misses
    before = resident()
    application = Application.builder().token("1:BENCH").updater(None).build()
    if name == "jobqueue":
        scheduler, at = await jobqueue(how_many, options, application.job_queue)
    else:
        scheduler, at = await store(how_many, options, path, tuned=manner == "tuned")
    assert SystemClock().now() < at, "the jobs could not be added in time"
    over, ended = asyncio.Event(), [0]

    def end(_: Any) -> None:
        ended[0] += 1
        if ended[0] == how_many:
            over.set()

    scheduler.add_listener(end, EVENT_JOB_EXECUTED | EVENT_JOB_MISSED | EVENT_JOB_ERROR)
    await asyncio.sleep((at - SystemClock().now()).total_seconds() - 0.1)
    async with loop_blocked() as blocked:
        await asyncio.wait_for(over.wait(), LONGEST_WAIT)
    return _measures(how_many, at, before) | {"loop blocked ms": blocked.wall, "of it computing ms": blocked.cpu}


def _measures(how_many: int, at: datetime, before: int) -> Measures:
    late = [one - at.timestamp() for one in fired.at] or [float("nan")]
    return {
        "lost": how_many - len(fired.at),
        "rows/s": len(fired.at) / max(late) if fired.at else 0.0,
        "p50 s late": percentile(late, 50),
        "p99 s late": percentile(late, 99),
        "more memory MB": (peak() - before) / 1e6,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(sys.argv[1], int(sys.argv[2]), "".join(sys.argv[3:])))))
