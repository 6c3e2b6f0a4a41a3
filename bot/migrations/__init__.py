"""The tables' history. `upgrade` brings a database to the newest version; several processes may call it at once."""

from functools import cache
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.db import Database

ONE_AT_A_TIME = 7326571
"""The number of the PostgreSQL lock that lets one process migrate while the others wait."""


def config(connection: Connection | None = None) -> Config:
    """Alembic's own settings: they need no bot token."""
    settings = Config()
    settings.set_main_option("script_location", "bot:migrations")
    settings.attributes["connection"] = connection
    return settings


@cache
def newest() -> str:
    """The number of the newest migration."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


async def current(database: Database) -> str | None:
    """The migration that the database stands at; None when it is empty."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def upgrade(database: Database, to: str = "head") -> None:
    """Apply what is missing. Existing rows stay."""

    def work(connection: Connection) -> None:
        if to != "head" or MigrationContext.configure(connection).get_current_revision() != newest():
            command.upgrade(config(connection), to)

    await _on_connection(database, work)


async def downgrade(database: Database, to: str) -> None:
    """Undo migrations down to a number, or to 'base'."""
    await _on_connection(database, lambda connection: command.downgrade(config(connection), to))


async def _on_connection(database: Database, work: Any) -> None:
    """In one transaction. SQLite rebuilds a table to change it, and would take the rows that refer to it for lost:
    it looks at them after the work instead. Raises IntegrityError for a row that refers to nothing.
    """
    if database.engine.dialect.name == "sqlite":
        database.look()
        async with database.engine.connect() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            assert driver is not None
            await driver.execute("PRAGMA journal_mode=WAL")
            await driver.execute("PRAGMA foreign_keys=OFF")
            try:
                await _in_transaction(connection, work)
            finally:
                await driver.execute("PRAGMA foreign_keys=ON")
        return
    async with database.engine.connect() as connection:
        await _in_transaction(connection, work)


async def _in_transaction(connection: AsyncConnection, work: Any) -> None:
    async with connection.begin():
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT pg_advisory_xact_lock(:n)"), {"n": ONE_AT_A_TIME})
        await connection.run_sync(work)
        if connection.dialect.name == "sqlite":
            found = await connection.exec_driver_sql("PRAGMA foreign_key_check")
            lost = found.mappings().first()
            if lost is not None:
                said = f"a row of {lost['table']} refers to nothing in {lost['parent']}"
                raise IntegrityError(said, None, ValueError("migration"))
