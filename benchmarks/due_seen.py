"""What others see committed while reminders are taken up, in a process of its own. `python -m benchmarks.due_seen URL`

It prints a line when it looks, looks again and again until its input ends, and then prints [[seconds, messages], ...],
on the clock that all processes of a machine share.
"""

import asyncio
import json
import select
import sqlite3
import sys
import time
from collections.abc import Awaitable, Callable

import asyncpg

EVERY = 0.002
"""Seconds from one look to the next."""
NEWEST = "SELECT max(id) FROM outbox"
Look = Callable[[], Awaitable[int | None]]


async def watch(url: str) -> list[tuple[float, int]]:
    look = _on_sqlite(url) if url.startswith("sqlite") else await _on_postgres(url)
    seen: list[tuple[float, int]] = []
    print("looking", flush=True)
    while not select.select([sys.stdin], [], [], EVERY)[0]:
        number = await look()
        seen.append((time.perf_counter(), number or 0))
    return seen


async def _on_postgres(url: str) -> Look:
    connection = await asyncpg.connect(url)
    return lambda: connection.fetchval(NEWEST)


def _on_sqlite(url: str) -> Look:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)

    async def look() -> int | None:
        number: int | None = connection.execute(NEWEST).fetchone()[0]
        return number

    return look


if __name__ == "__main__":
    print(json.dumps(asyncio.run(watch(sys.argv[1]))))
