"""How Alembic reaches the database: on the connection it was given, or on DATABASE_URL from the command line."""

import asyncio
from typing import Any, Literal

from alembic import context
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

import bot.models
from bot.db import Database, UtcDateTime
from bot.settings import DatabaseSettings, load

TABLES = (bot.models, SQLModel.metadata)[1]


def plain_types(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """A migration imports nothing from `bot`: our instants are written as what they are in SQL."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def migrate(connection: Connection) -> None:
    context.configure(
        connection,
        target_metadata=TABLES,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=plain_types,
    )
    with context.begin_transaction():
        context.run_migrations()


async def from_command_line() -> None:
    database = Database(load(DatabaseSettings).database_url)
    async with database.engine.begin() as connection:
        await connection.run_sync(migrate)
    await database.close()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    asyncio.run(from_command_line())
