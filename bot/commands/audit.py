"""`stepwell audit`: whether the record of who did what is whole."""

import asyncio
import sys

import click
from sqlalchemy.exc import DBAPIError

from bot.commands.ending import said, stop_with
from bot.db import Database
from bot.services.audit import Verdict
from bot.services.audit import verify as walk
from bot.settings import DatabaseSettings, SettingsError, load

BROKEN = 1
"""Exit status when the chain is not whole."""


@click.group()
def audit() -> None:
    """The record of who did what to whom."""


@audit.command()
def verify() -> None:
    """Walk the whole chain. Status 1 when an entry was changed, moved or taken away."""
    try:
        settings = load(DatabaseSettings)
        verdict = asyncio.run(_verify(settings))
    except (SettingsError, DBAPIError, OSError) as error:
        stop_with(said(error))
    if verdict.broken is not None:
        click.echo(
            f"The audit is broken at entry {verdict.broken}: {verdict.why}. The {verdict.entries} before are whole."
        )
        sys.exit(BROKEN)
    click.echo(f"The audit is whole: {verdict.entries} entries, {verdict.sealed} of them sealed.")


async def _verify(settings: DatabaseSettings) -> Verdict:
    database = Database(settings.database_url)
    key = settings.audit_key.get_secret_value().encode() if settings.audit_key else None
    try:
        database.look()
        async with database.begin() as session:
            return await walk(session, key)
    finally:
        await database.close()
