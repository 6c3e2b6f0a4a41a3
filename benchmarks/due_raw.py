"""The practical limit: the same rows by the database's own driver, in batches. `python -m benchmarks.due_raw URL`

The same work on the same tables: find what is due with its patient and person, write a message for each, mark it sent;
500 a transaction. No rules are looked at and no words are made: the message is always the same text.
"""

import asyncio
import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from typing import Any

import asyncpg

from benchmarks.due_ours import lateness
from benchmarks.harness import Measures, peak, resident
from benchmarks.stored import DUE
from bot.domain.message import Button, Message
from bot.models import OccurrenceState, OutboxRow

AT_ONCE = 500
WORDS = "x" * 700
ANSWERS = tuple((Button(word, "reminder.answer", ("123456", word)),) for word in ("done", "part", "skipped", "worse"))
BODY = Message(WORDS, buttons=ANSWERS).document()
FIND = """
SELECT o.id, o.patient_id, o.kind, o.exercise, o.due_at, person.telegram_id, person.language, person.zone,
       p.enrolled_at, p.left_at, p.paused_until, p.held_since, p.quiet_from, p.quiet_until
FROM occurrence o JOIN patient p ON p.person_id = o.patient_id JOIN person ON person.id = o.patient_id
WHERE o.state = '{state}' AND o.due_at <= {now} ORDER BY o.due_at, o.id LIMIT {limit}"""


def columns() -> dict[str, Any]:
    """The values that all messages share, by column, and None where each has its own."""
    row = OutboxRow(
        kind="exercise", priority=2, chat_id=0, patient_id=0, body=BODY, queued_at=DUE, not_before=DUE, expires_at=DUE
    )
    own = {"chat_id": None, "patient_id": None, "dedupe_key": None}
    own |= {"occurrence_id": None} if "occurrence_id" in OutboxRow.model_fields else {}
    return {name: value for name, value in row.model_dump().items() if name != "id"} | own


def of_row(names: Sequence[str], occurrence: int, patient: int, chat: int) -> tuple[Any, ...]:
    """One message's own values, in the columns' order."""
    own = {
        "chat_id": chat,
        "patient_id": patient,
        "dedupe_key": f"occurrence:{occurrence}",
        "occurrence_id": occurrence,
    }
    return tuple(own[name] for name in names)


def on_sqlite(url: str) -> list[tuple[float, int]]:
    """(seconds, messages committed by then)."""
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in ("busy_timeout=5000", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    shared = {name: _text(value) for name, value in columns().items()}
    own = own_of(shared)
    rest = [name for name in shared if name not in own]
    marks = ", ".join("?" * len(shared))
    insert = f"INSERT INTO outbox ({', '.join([*own, *rest])}) VALUES ({marks})"
    update = f"UPDATE occurrence SET state = '{OccurrenceState.SENT}', sent_at = ? WHERE id = ?"
    find = FIND.format(state=OccurrenceState.DUE.value, now="?", limit=AT_ONCE)
    now, fixed = _text(DUE), tuple(shared[name] for name in rest)
    seen: list[tuple[float, int]] = []
    started = time.perf_counter()
    while True:
        connection.execute("BEGIN IMMEDIATE")
        rows = connection.execute(find, (now,)).fetchall()
        connection.executemany(insert, [of_row(own, row[0], row[1], row[5]) + fixed for row in rows])
        connection.executemany(update, [(now, row[0]) for row in rows])
        connection.execute("COMMIT")
        if not rows:
            return seen
        seen.append((time.perf_counter() - started, (seen[-1][1] if seen else 0) + len(rows)))


def own_of(shared: dict[str, Any]) -> list[str]:
    """The columns in which messages differ."""
    return [name for name in ("chat_id", "patient_id", "dedupe_key", "occurrence_id") if name in shared]


def _text(value: Any) -> Any:
    """A value as the bot's own columns keep it on SQLite."""
    if isinstance(value, dict):
        return json.dumps(value)
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if hasattr(value, "strftime") else value


async def on_postgres(url: str) -> list[tuple[float, int]]:
    """(seconds, messages committed by then)."""
    connection = await asyncpg.connect(url)
    await connection.execute("SET enable_bitmapscan = off")
    shared = columns()
    own = own_of(shared)
    rest = [name for name in shared if name not in own and shared[name] is not None]
    kinds = {"chat_id": "bigint", "patient_id": "int", "dedupe_key": "text", "occurrence_id": "int"}
    arrays = ", ".join(f"${place}::{kinds[name]}[]" for place, name in enumerate(own, 1))
    casts = {"body": "::json"}
    fixed = ", ".join(f"${place}{casts.get(name, '')}" for place, name in enumerate(rest, len(own) + 1))
    insert = f"INSERT INTO outbox ({', '.join([*own, *rest])}) SELECT t.*, {fixed} FROM unnest({arrays}) AS t"
    update = f"UPDATE occurrence SET state = '{OccurrenceState.SENT}', sent_at = $1 WHERE id = ANY($2::int[])"
    find = FIND.format(state=OccurrenceState.DUE.value, now="$1", limit=AT_ONCE) + " FOR UPDATE OF o SKIP LOCKED"
    values = [json.dumps(shared[name]) if name == "body" else shared[name] for name in rest]
    seen: list[tuple[float, int]] = []
    started = time.perf_counter()
    while True:
        async with connection.transaction():
            rows = await connection.fetch(find, DUE)
            mine = [of_row(own, row[0], row[1], row[5]) for row in rows]
            if rows:
                await connection.execute(insert, *zip(*mine, strict=True), *values)
                await connection.execute(update, DUE, [row[0] for row in rows])
        if not rows:
            await connection.close()
            return seen
        seen.append((time.perf_counter() - started, (seen[-1][1] if seen else 0) + len(rows)))


def measure(url: str) -> Measures:
    before = resident()
    seen = on_sqlite(url) if url.startswith("sqlite") else asyncio.run(on_postgres(url))
    took, written = seen[-1]
    more = (peak() - before) / 1e6
    return {"written": written, "rows/s": written / took, **lateness(seen, written), "more memory MB": more}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
