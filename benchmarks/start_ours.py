"""Ours from a cold process to ready. `python -m benchmarks.start_ours URL`"""

import json
import sys
import time

from benchmarks.due_ours import stepwell
from benchmarks.harness import Child, Measures, resident
from bot import collector
from bot.loop import run


async def measure(url: str, api_url: str) -> Measures:
    started = time.perf_counter()
    collector.rest()
    app = stepwell(url, api_url=api_url)
    await app.prepare()
    collector.leave_out_what_stays()
    await app.tick()
    took = time.perf_counter() - started
    held = resident()
    await app.close()
    return {"ready after s": took, "memory MB": held / 1e6}


if __name__ == "__main__":
    with Child("server", "--latency", "0") as server:
        print(json.dumps(run(measure(sys.argv[1], f"http://127.0.0.1:{server.said}"))))
