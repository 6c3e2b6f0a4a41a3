"""Migrations run up and down on both databases and end where the models are."""

import ast
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect
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
