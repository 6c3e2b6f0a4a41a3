"""(c) From a cold process to ready, and what memory stored reminders cost."""

from benchmarks.harness import Benchmark, Goal, Measures, Result, Row, median_of
from benchmarks.stored import apart, filled

SIZES = (1_000, 100_000, 1_000_000)
IN_MEMORY = 10_000
"""What the peer is given: each that it adds is sorted in among the others, so ten times as many take far longer."""
RUNS = 3
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
MOST_SECONDS, MOST_MB = 1.0, 5.0


def run() -> Result:
    found: dict[tuple[str, int], Measures] = {}
    for kind in NAMES:
        for size in SIZES:
            with filled(kind, size, 0) as url:
                found[kind, size] = median_of([apart("start_ours", url) for _ in range(RUNS)])
    rows = [Row(f"Stepwell, {NAMES[kind]}, {size:,} stored", measures) for (kind, size), measures in found.items()]
    rows.append(Row(f"PTB JobQueue, {IN_MEMORY:,} added again", apart("start_peers", str(IN_MEMORY))))
    return Result(rows, _goals(found), NOTES)


def _goals(found: dict[tuple[str, int], Measures]) -> list[Goal]:
    slowest = max(float(found[kind, 100_000]["ready after s"]) for kind in NAMES)
    least, most = SIZES[0], SIZES[-1]
    growth = max(float(found[kind, most]["memory MB"]) - float(found[kind, least]["memory MB"]) for kind in NAMES)
    return [
        Goal(f"ready in under {MOST_SECONDS:.0f} s with 100,000: {slowest:.2f} s", slowest < MOST_SECONDS),
        Goal(f"under {MOST_MB:.0f} MB more from {least:,} to {most:,}: {growth:+.1f} MB", growth < MOST_MB),
    ]


NOTES = (
    "From the settings to the end of the first tick: content loaded and checked, database migrated, Telegram asked.",
    "As `stepwell run` does, it makes no rounds of the garbage collector until everything is read.",
    "PTB's JobQueue keeps nothing: after each start a bot adds every reminder again.",
)

BENCHMARK = Benchmark("c", "Start-up with 100,000 stored reminders, and memory up to 1,000,000", run)
