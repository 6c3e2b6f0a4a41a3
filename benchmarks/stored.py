"""Databases with many stored reminders: filled once, copied for each run."""

import asyncio
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import insert, literal, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from benchmarks import databases
from benchmarks.harness import Child, Measures
from bot.db import Database
from bot.models import Occurrence, Patient, Person, Plan, PlanItem

DUE = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""The second in which the due reminders fall: nobody's quiet hours."""
MOST_PEOPLE = 10_000
EXERCISE = "knee_extension"
RULE = {"times": ["12:00"]}
BATCH = 2_000
numbers = count(1)


@contextmanager
def filled(kind: str, reminders: int, due: int) -> Iterator[str]:
    """The URL of a database with so many stored reminders of up to 10,000 patients, `due` of them at DUE."""
    with databases.fresh(kind) as url:
        asyncio.run(_fill(url, reminders, due))
        yield url


async def _fill(url: str, reminders: int, due: int) -> None:
    people = min(MOST_PEOPLE, reminders)
    database = Database(url)
    async with database.engine.begin() as connection:
        if not database.alone:
            await connection.execute(text("SET session_replication_role = replica"))  # references hold as they are made
        for table, rows in _tables(people, due):
            for place in range(0, people, BATCH):
                await connection.execute(insert(table), rows[place : place + BATCH])
        for slot in range(1, reminders // people):
            await _again(connection, slot)
    if not database.alone:
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))
    await database.close()


def _tables(people: int, due: int) -> list[tuple[type[SQLModel], list[dict[str, Any]]]]:
    """A person, a patient, a plan, its line and its first reminder for each."""
    numbered = range(1, people + 1)
    day = date(2026, 3, 2)
    return [
        (Person, [_row(Person(id=n, telegram_id=n, first_name="P", zone="UTC", created_at=DUE)) for n in numbered]),
        (Patient, [_row(_patient(n)) for n in numbered]),
        (Plan, [_row(Plan(id=n, patient_id=n, starter="starter", assigned_at=DUE)) for n in numbered]),
        (PlanItem, [_row(PlanItem(id=n, plan_id=n, kind="exercise", exercise=EXERCISE, rule=RULE)) for n in numbered]),
        (
            Occurrence,
            [
                _row(
                    Occurrence(
                        item_id=n,
                        patient_id=n,
                        kind="exercise",
                        exercise=EXERCISE,
                        local_date=day,
                        slot=0,
                        due_at=DUE if n <= due else DUE + timedelta(days=1),
                    )
                )
                for n in numbered
            ],
        ),
    ]


def _patient(number: int) -> Patient:
    return Patient(person_id=number, code=f"P{number}", country="ES", enrolled_at=DUE, planned_until=date(2099, 1, 1))


def _row(row: SQLModel) -> dict[str, Any]:
    """A row's values; a key that the database gives out is left to it."""
    return {name: value for name, value in row.model_dump().items() if (name, value) != ("id", None)}


async def _again(connection: AsyncConnection, slot: int) -> None:
    """One more reminder for everybody, on a later day, without going through this process."""
    table = SQLModel.metadata.tables["occurrence"]
    other = {"slot": slot, "due_at": DUE + timedelta(days=1 + slot)}
    columns = [column for column in table.columns if column.name != "id"]
    values = [
        literal(other[column.name], column.type) if column.name in other else column.label(column.name)
        for column in columns
    ]
    rows = select(*values).where(table.c.slot == 0)
    await connection.execute(insert(table).from_select([column.name for column in columns], rows))


@contextmanager
def copied(url: str) -> Iterator[str]:
    """A copy of a database that nobody uses, gone at the end of the block."""
    parsed = make_url(url)
    assert parsed.database is not None
    if parsed.drivername.startswith("sqlite"):
        path = f"{parsed.database}.{next(numbers)}"
        shutil.copy(parsed.database, path)
        yield f"sqlite:///{path}"
        for left in Path(path).parent.glob(f"{Path(path).name}*"):
            left.unlink()
        return
    name = f"copy_{next(numbers)}"
    beside = parsed.set(database="template1").render_as_string(hide_password=False)
    asyncio.run(_run(beside, f"CREATE DATABASE {name} TEMPLATE {parsed.database} STRATEGY FILE_COPY"))
    yield parsed.set(database=name).render_as_string(hide_password=False)
    asyncio.run(_run(beside, f"DROP DATABASE {name} WITH (FORCE)"))


async def _run(url: str, statement: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(statement)
    await connection.close()


def apart(module: str, *arguments: str) -> Measures:
    """What a program of this folder measured, in a process of its own: it prints one line of JSON."""
    with Child(module, *arguments) as child:
        measures: Measures = json.loads(child.said)
    return measures
