"""Migrations run up and down on both databases and end where the models are."""

import ast
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.default import DefaultDialect
from sqlmodel import SQLModel

import bot.models  # noqa: F401 - registers the tables
from bot import migrations
from bot.db import Database, UtcDateTime
from bot.settings import PROJECT

VERSIONS = sorted((PROJECT / "bot/migrations/versions").glob("*.py"))


async def test_down_and_up_again_and_the_same_as_the_models(database_url: str) -> None:
    database = Database(database_url, pooled=False)
    assert await migrations.current(database) == migrations.newest()
    await migrations.downgrade(database, "base")
    async with database.engine.connect() as connection:
        assert await connection.run_sync(lambda sync: inspect(sync).get_table_names()) == ["alembic_version"]
    await migrations.upgrade(database)
    await migrations.upgrade(database)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await database.close()


OLD = (
    "INSERT INTO person (id, telegram_id, first_name, language, created_at)"
    " VALUES (1, 101, 'Ana', 'en', '2026-03-02 08:00:00')",
    "INSERT INTO patient (person_id, code, places, sitting_from, sitting_until, sitting_days, quiet_from, quiet_until,"
    " check_in_at, tips_wanted)"
    " VALUES (1, 'A2B3', '[]', '09:00', '17:30', '[0]', '21:00', '08:00', '09:00', true)",
    "INSERT INTO plan (id, patient_id, starter, assigned_at, ended_at)"
    " VALUES (1, 1, 'starter', '2026-03-01 08:00:00', '2026-03-02 08:00:00')",
    "INSERT INTO plan (id, patient_id, starter, assigned_at) VALUES (2, 1, 'desk', '2026-03-02 08:00:00')",
    "INSERT INTO plan_item (id, plan_id, kind, rule) VALUES (1, 1, 'check_in', '{}'), (2, 2, 'check_in', '{}')",
    "INSERT INTO occurrence (id, item_id, patient_id, kind, local_date, slot, due_at, state)"
    " VALUES (1, 1, 1, 'check_in', '2026-03-02', 0, '2026-03-02 08:00:00', 'sent')",
    "INSERT INTO check_in (patient_id, occurrence_id, urgent, state, opened_at)"
    " VALUES (1, 1, false, 'open', '2026-03-02 08:00:00')",
)


async def test_what_was_there_before_the_reminder_engine_stays(database_url: str) -> None:
    database = Database(database_url, pooled=False)
    await migrations.downgrade(database, "0001")
    async with database.engine.begin() as connection:
        for statement in OLD:
            await connection.execute(text(statement))
    await migrations.upgrade(database)
    async with database.engine.connect() as connection:
        kept = await connection.execute(
            text("SELECT occurrence_id, snoozes FROM check_in JOIN occurrence o ON o.id = 1")
        )
        assert kept.one() == (1, 0)
        lines = await connection.execute(text("SELECT ended_by FROM plan_item ORDER BY id"))
        assert lines.scalars().all() == [2, None]
    await database.close()


def _differences(connection: Connection) -> list[object]:
    options = {"compare_type": _type_differs}
    return list(compare_metadata(MigrationContext.configure(connection, opts=options), SQLModel.metadata))


def _type_differs(_context: object, _column: object, _meta: object, _found: object, wanted: object) -> bool | None:
    """Our own type for instants is a plain timestamp in the database."""
    return False if isinstance(wanted, UtcDateTime) else None


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_numbered_says_what_it_does_and_imports_nothing_of_ours(path: Path) -> None:
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree)
    imported = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert not [node for node in imported if str(node.module).startswith(("bot", "handlers", "schedules"))]
    assert path.name[:4].isdigit()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_naive_instants_do_not_enter(kind: str) -> None:
    dialect: Dialect = DefaultDialect()
    dialect.name = kind
    with pytest.raises(ValueError, match="naive"):
        UtcDateTime().process_bind_param(datetime.fromisoformat("2026-01-01"), dialect)
