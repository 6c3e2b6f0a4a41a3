"""`stepwell db`: the database's version."""

import asyncio

import click
from sqlalchemy.exc import DBAPIError

from bot import migrations
from bot.commands.ending import database_line, stop_with
from bot.db import Database
from bot.settings import DatabaseSettings, SettingsError, load


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the database to the newest version. Safe to run again."""
    try:
        settings = load(DatabaseSettings)
    except SettingsError as error:
        stop_with(str(error))
    try:
        asyncio.run(_upgrade(Database(settings.database_url)))
    except (DBAPIError, OSError) as error:
        stop_with(database_line(error))
    click.echo(f"The database is at version {migrations.newest()}.")


async def _upgrade(database: Database) -> None:
    try:
        await migrations.upgrade(database)
    finally:
        await database.close()
