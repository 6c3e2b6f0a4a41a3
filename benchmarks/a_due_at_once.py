"""(a) Many reminders due in the same second, out of many stored."""

import tempfile
from pathlib import Path

from benchmarks.harness import Benchmark, Goal, Measures, Result, Row, median_of
from benchmarks.stored import apart, copied, filled

STORED, DUE_AT_ONCE = 1_000_000, 10_000
THEIRS = 2_000
"""What their store is given as it comes: with more a run takes minutes."""
RUNS = 3
NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}
MOST_LATE, MOST_COMPUTING = 0.6, 10.0


def run() -> Result:
    ours: dict[str, Measures] = {}
    limit: dict[str, Measures] = {}
    for kind in NAMES:
        with filled(kind, STORED, DUE_AT_ONCE) as url:
            ours[kind] = _lost(median_of([_once("due_ours", url) for _ in range(RUNS)]))
            limit[kind] = _lost(median_of([_once("due_raw", url) for _ in range(RUNS)]))
    queue = {manner: _peer(f"jobqueue{manner}", DUE_AT_ONCE) for manner in ("", "-patient")}
    store = {manner: _peer(f"store{manner}", THEIRS) for manner in ("", "-patient", "-tuned")}
    tuned = _peer("store-tuned", DUE_AT_ONCE)
    rows = [Row(f"Stepwell, {NAMES[kind]}", ours[kind]) for kind in NAMES]
    rows += [Row(f"raw driver, {NAMES[kind]}: the practical limit", limit[kind]) for kind in NAMES]
    rows += [
        Row(f"PTB JobQueue, {DUE_AT_ONCE:,} in memory", queue[""]),
        Row(f"PTB JobQueue, {DUE_AT_ONCE:,}, misfire grace off", queue["-patient"]),
        Row(f"APScheduler store, SQLite, {THEIRS:,}", store[""]),
        Row(f"APScheduler store, {THEIRS:,}, misfire grace off", store["-patient"]),
        Row(f"APScheduler store, {THEIRS:,}, grace off, WAL", store["-tuned"]),
        Row(f"APScheduler store, {DUE_AT_ONCE:,}, grace off, WAL", tuned),
    ]
    return Result(rows, _goals(ours, limit, store["-patient"], tuned), NOTES)


def _once(module: str, url: str) -> Measures:
    with copied(url) as mine:
        return apart(module, mine)


def _lost(measures: Measures) -> Measures:
    """What was to be written and was not, in the place of what was."""
    written = measures.pop("written")
    assert isinstance(written, float | int)
    return {"lost": DUE_AT_ONCE - written, **measures}


def _peer(kind: str, how_many: int) -> Measures:
    with tempfile.TemporaryDirectory() as folder:
        return median_of([apart("due_peers", kind, str(how_many), str(Path(folder, f"{n}.db"))) for n in range(RUNS)])


def _goals(ours: dict[str, Measures], limit: dict[str, Measures], store: Measures, tuned: Measures) -> list[Goal]:
    def of(measures: Measures, name: str) -> float:
        return float(measures[name])

    def rate(measures: Measures) -> float:
        return of(measures, "rows/s")

    shares = {kind: rate(ours[kind]) / rate(limit[kind]) for kind in NAMES}
    said = ", ".join(f"{share:.0%} on {NAMES[kind]}" for kind, share in shares.items())
    return [
        Goal("none lost", all(of(ours[kind], "lost") == 0 for kind in NAMES)),
        Goal(f"at least 70 % of the raw driver on the same database: {said}", min(shares.values()) >= 0.7),
        Goal("at least 30 times APScheduler's store as it comes", rate(ours["sqlite"]) >= 30 * rate(store)),
        Goal("at least 10 times APScheduler's store tuned, as many due", rate(ours["sqlite"]) >= 10 * rate(tuned)),
        Goal(f"late by at most {MOST_LATE} s at p99", all(of(ours[kind], "p99 s late") <= MOST_LATE for kind in NAMES)),
        Goal(
            f"the loop never computing for over {MOST_COMPUTING:.0f} ms",
            all(of(ours[kind], "of it computing ms") <= MOST_COMPUTING for kind in NAMES),
        ),
    ]


NOTES = (
    "Ours is the job's tick as the scheduler calls it, from the due second on; a reminder is late until its message is "
    "committed. The raw driver runs the two statements that it takes, with nothing around them.",
    "Jobs of the peers do nothing but note the time.",
    f"A persistent store of APScheduler does not hold {STORED:,}. Tuned it is given as many as are due with ours, and "
    f"{THEIRS:,}; as it comes {THEIRS:,}, since with more a run takes minutes. There it drops what is late by over a "
    "second; the goal compares with misfire grace off, where it fires all.",
)

BENCHMARK = Benchmark("a", "10,000 reminders due in one second, out of 1,000,000 stored", run)
