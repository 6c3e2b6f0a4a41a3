"""What every benchmark shares: its shape, its clocks, and how results become docs/benchmarks.md.

To add one, write a file in this folder whose name begins with its letter, as in `a_due_at_once.py`, that ends with

    BENCHMARK = Benchmark("a", "10,000 reminders due in one second", run)

`run()` takes nothing, is called in a process of its own, may call `asyncio.run`, and gives a Result:

    def run() -> Result:
        ours = median_of([asyncio.run(measure(...)) for _ in range(3)])     # each run: {"rows/s": 21_340.0, ...}
        return Result(
            rows=(Row("Stepwell, SQLite", ours), Row("APScheduler, SQLite", theirs)),
            goals=(Goal("at least 30 times APScheduler's store", ours["rows/s"] >= 30 * theirs["rows/s"]),),
            notes=("APScheduler was given 1,000 jobs: it does not hold 1,000,000.",),
        )

A column is named by its unit; rows need not have the same columns. `make bench BENCH=ad` runs two of them and leaves
the other results in docs/benchmarks.json as they are. All together should take less than ten minutes.
`databases.fresh("sqlite")` and `databases.fresh("postgres")` give migrated databases with the durability of production.
A server or a peer that must not share our interpreter is started with `Child`.
"""

import asyncio
import contextlib
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from types import TracebackType
from typing import Any

Measures = dict[str, float | str]
"""Column → value. A column's name carries its unit: 'rows/s', 'p99 ms', 'most in a second'."""
PROBE_SECONDS = 0.001


@dataclass(frozen=True)
class Row:
    """One line of a table: who was measured, and what came out."""

    subject: str
    measures: Measures


@dataclass(frozen=True)
class Goal:
    """What was to be reached, in words, and whether it was."""

    words: str
    met: bool


@dataclass(frozen=True)
class Result:
    rows: Sequence[Row]
    goals: Sequence[Goal] = ()
    notes: Sequence[str] = ()

    def document(self) -> dict[str, Any]:
        """As JSON."""
        document: dict[str, Any] = json.loads(json.dumps(asdict(self)))
        return document


@dataclass(frozen=True)
class Benchmark:
    letter: str
    title: str
    run: Callable[[], Result]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that `percent` of all do not exceed. Raises ValueError without values."""
    if not values:
        raise ValueError("no values were measured")
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100) - 1, 0)]


def median_of(runs: Sequence[Mapping[str, float | str]]) -> Measures:
    """The median of several runs, column by column; a column of words keeps its last."""
    merged: Measures = {}
    for name, last in runs[-1].items():
        numbers = [value for run in runs if isinstance(value := run[name], int | float)]
        merged[name] = statistics.median(numbers) if len(numbers) == len(runs) else last
    return merged


def resident() -> int:
    """Bytes of memory that this process holds now; on systems without /proc, the most that it ever held."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return peak()


def peak() -> int:
    """The most bytes of memory that this process ever held; not what its parent held when it was started."""
    with contextlib.suppress(OSError), open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


@dataclass
class Blocked:
    """The longest that the event loop did not turn, in milliseconds.

    `wall` counts what anybody did to it, other processes too; `cpu` only what this thread itself computed meanwhile.
    """

    wall: float = 0.0
    cpu: float = 0.0


@asynccontextmanager
async def loop_blocked() -> AsyncIterator[Blocked]:
    """Watch the running loop while the block lasts."""
    found = Blocked()
    task = asyncio.create_task(_watch(found))
    await asyncio.sleep(0)
    try:
        yield found
    finally:
        task.cancel()


async def _watch(found: Blocked) -> None:
    while True:
        wall, cpu = time.perf_counter(), time.thread_time()
        await asyncio.sleep(PROBE_SECONDS)
        found.wall = max(found.wall, (time.perf_counter() - wall - PROBE_SECONDS) * 1000)
        found.cpu = max(found.cpu, (time.thread_time() - cpu) * 1000)


@dataclass
class Child:
    """Another program of this folder, as `Child("server", "--latency", "0.08")`; `said` is the first line it prints."""

    module: str
    arguments: tuple[str, ...]
    said: str = field(default="", init=False)

    def __init__(self, module: str, *arguments: str) -> None:
        self.module, self.arguments = module, arguments

    def __enter__(self) -> "Child":
        command = [sys.executable, "-m", f"benchmarks.{self.module}", *self.arguments]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.said = self._process.stdout.readline().strip()
        if not self.said:
            raise RuntimeError(f"benchmarks.{self.module} did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()
