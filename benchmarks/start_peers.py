"""PTB's JobQueue from a cold process: it forgets, so all is added again. `python -m benchmarks.start_peers N`"""

import asyncio
import json
import sys
import time
from datetime import timedelta

from telegram.ext import Application

from benchmarks import fired
from benchmarks.harness import Measures, resident
from bot.clock import SystemClock


async def measure(how_many: int) -> Measures:
    started = time.perf_counter()
    application = Application.builder().token("1:BENCH").updater(None).build()
    queue = application.job_queue
    assert queue is not None
    await queue.start()
    at = SystemClock().now() + timedelta(days=1)
    for number in range(how_many):
        queue.run_once(fired.fire, at + timedelta(seconds=number % 86_400))
    took = time.perf_counter() - started
    held = resident()
    await queue.stop(wait=False)
    return {"ready after s": took, "memory MB": held / 1e6}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(measure(int(sys.argv[1])))))
