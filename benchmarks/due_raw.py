"""The practical limit: the same rows by the database's own driver. `python -m benchmarks.due_raw URL`

Two statements a transaction, of as many as ours: take up what is due, write a message for each. No rule is looked at.
"""

import asyncio
import json
import sqlite3
import sys
import time
from typing import Any

import asyncpg

from benchmarks.due_ours import lateness
from benchmarks.harness import Measures, peak, resident
from benchmarks.stored import DUE
from bot.db import PRAGMAS
from bot.models import OccurrenceState, OutboxRow
from bot.services.reminders import AT_ONCE

TAKE_UP = f"""
UPDATE occurrence SET state = '{OccurrenceState.SENT}', sent_at = {{now}} WHERE id IN (
SELECT id FROM occurrence WHERE state IN ('due', 'snoozed') AND due_at <= {{now}}
ORDER BY due_at, id LIMIT {AT_ONCE} {{lock}}) RETURNING id"""
OWN = {
    "chat_id": "person.telegram_id",
    "patient_id": "o.patient_id",
    "occurrence_id": "o.id",
    "dedupe_key": "'occurrence:' || o.id",
}
"""The columns in which messages differ, and where they are from."""
OWE = """
INSERT INTO outbox ({columns}) SELECT {values} FROM occurrence o JOIN person ON person.id = o.patient_id
WHERE o.id {among} ORDER BY o.due_at, o.id"""
Seen = list[tuple[float, int]]
"""(seconds, messages committed by then)."""


def shared() -> dict[str, Any]:
    """The values that all messages have in common, by column."""
    row = OutboxRow(kind="exercise", priority=2, chat_id=0, queued_at=DUE, not_before=DUE, expires_at=DUE)
    return {name: value for name, value in row.model_dump().items() if value is not None and name not in OWN}


def own() -> dict[str, str]:
    return {name: source for name, source in OWN.items() if name in OutboxRow.model_fields}


def on_sqlite(url: str) -> Seen:
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")
    fixed = {name: _text(value) for name, value in shared().items()}
    columns, values = ", ".join([*own(), *fixed]), ", ".join([*own().values(), *("?" * len(fixed))])
    take_up = TAKE_UP.format(now="?1", lock="")
    owe = OWE.format(columns=columns, values=values, among="IN (SELECT value FROM json_each(?))")
    seen: Seen = []
    started = time.perf_counter()
    while True:
        connection.execute("BEGIN IMMEDIATE")
        ids = [row[0] for row in connection.execute(take_up, (_text(DUE),)).fetchall()]
        connection.execute(owe, (*fixed.values(), json.dumps(ids)))
        connection.execute("COMMIT")
        if not ids:
            return seen
        _note(seen, started, len(ids))


def _text(value: Any) -> Any:
    """A value as the bot's own columns keep it on SQLite."""
    if isinstance(value, dict):
        return json.dumps(value)
    return value.strftime("%Y-%m-%d %H:%M:%S.%f") if hasattr(value, "strftime") else value


async def on_postgres(url: str) -> Seen:
    connection = await asyncpg.connect(url)
    await connection.execute("SET enable_bitmapscan = off")
    fixed = shared()
    marks = [f"${place}{'::json' if name == 'body' else ''}" for place, name in enumerate(fixed, 2)]
    columns, values = ", ".join([*own(), *fixed]), ", ".join([*own().values(), *marks])
    given = [json.dumps(value) if name == "body" else value for name, value in fixed.items()]
    take_up = TAKE_UP.format(now="$1", lock="FOR UPDATE SKIP LOCKED")
    owe = OWE.format(columns=columns, values=values, among="= ANY($1::int[])")
    seen: Seen = []
    started = time.perf_counter()
    while True:
        async with connection.transaction():
            ids = [row[0] for row in await connection.fetch(take_up, DUE)]
            if ids:
                await connection.execute(owe, ids, *given)
        if not ids:
            await connection.close()
            return seen
        _note(seen, started, len(ids))


def _note(seen: Seen, started: float, more: int) -> None:
    seen.append((time.perf_counter() - started, (seen[-1][1] if seen else 0) + more))


def measure(url: str) -> Measures:
    before = resident()
    seen = on_sqlite(url) if url.startswith("sqlite") else asyncio.run(on_postgres(url))
    took, written = seen[-1]
    more = (peak() - before) / 1e6
    return {"written": written, "rows/s": written / took, **lateness(seen, written), "more memory MB": more}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
