"""Ours with nothing due: one job's tick, and all of them. `python -m benchmarks.idle_ours URL`"""

import json
import statistics
import sys
import time
from collections.abc import Awaitable, Callable

from benchmarks.due_ours import REMINDERS, stepwell
from benchmarks.harness import Measures, percentile
from bot.loop import run

WARM, TICKS = 20, 200


async def measure(url: str) -> Measures:
    app = stepwell(url)
    one, every = await _timed(lambda: app._tick_one(REMINDERS)), await _timed(app.tick)
    await app.database.close()
    return {
        "reminders median ms": statistics.median(one),
        "reminders p99 ms": percentile(one, 99),
        "all jobs median ms": statistics.median(every),
    }


async def _timed(work: Callable[[], Awaitable[None]]) -> list[float]:
    """Milliseconds of each of many calls."""
    found = []
    for _ in range(WARM + TICKS):
        started = time.perf_counter()
        await work()
        found.append((time.perf_counter() - started) * 1000)
    return found[WARM:]


if __name__ == "__main__":
    print(json.dumps(run(measure(sys.argv[1]))))
