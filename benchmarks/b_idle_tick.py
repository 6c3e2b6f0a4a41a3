"""(b) A tick with nothing due, over few and over many stored reminders."""

from benchmarks.harness import Benchmark, Goal, Measures, Result, Row, median_of
from benchmarks.stored import apart, filled

SIZES = (10_000, 1_000_000)
RUNS = 3
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
MOST_MS, MOST_GROWTH_MS = 1.0, 0.5


def run() -> Result:
    found: dict[tuple[str, int], Measures] = {}
    for kind in NAMES:
        for size in SIZES:
            with filled(kind, size, 0) as url:
                found[kind, size] = median_of([apart("idle_ours", url) for _ in range(RUNS)])
    rows = [Row(f"{NAMES[kind]}, {size:,} stored", measures) for (kind, size), measures in found.items()]
    return Result(rows, _goals(found), NOTES)


def _goals(found: dict[tuple[str, int], Measures]) -> list[Goal]:
    medians = {key: float(measures["reminders median ms"]) for key, measures in found.items()}
    growth = max(medians[kind, SIZES[1]] - medians[kind, SIZES[0]] for kind in NAMES)
    return [
        Goal(f"under {MOST_MS:.0f} ms: at most {max(medians.values()):.2f} ms", max(medians.values()) < MOST_MS),
        Goal(f"flat: {growth:+.2f} ms from {SIZES[0]:,} to {SIZES[1]:,}", growth < MOST_GROWTH_MS),
    ]


NOTES = ("The job that looks for due reminders, its transaction included; then all jobs of a tick, one after another.",)

BENCHMARK = Benchmark("b", "An idle tick, at 10,000 and at 1,000,000 stored reminders", run)
