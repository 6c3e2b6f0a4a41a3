"""The database: SQLite by default, PostgreSQL by URL, one code path."""

import json
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import ARRAY, BigInteger, BindParameter, ColumnElement, DateTime, event, func, select, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, Connection, Dialect, make_url
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import onehop
from bot.line import Line

BUSY_MILLISECONDS = 2000
"""How long a writer waits for another one; longer is trouble, and a person hears so. Source: safety.md §5.3."""
PRAGMAS = (f"busy_timeout={BUSY_MILLISECONDS}", "foreign_keys=ON", "synchronous=FULL", "wal_autocheckpoint=4000")
"""FULL: a commit survives a power cut. What was committed moves into the file every 16 MB, a quarter as often as by
default: what is written again and again moves once, and a burst of commits takes two thirds of the time."""
DRIVERS = {"sqlite": onehop.DRIVER, "postgres": "postgresql+asyncpg", "postgresql": "postgresql+asyncpg"}

Instant = datetime | BindParameter[datetime]
"""An instant, or the place in a statement where one will be filled in."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC. Refuses naive values; SQLite forgets the zone, so it is put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime may not enter the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def async_url(url: str) -> URL:
    """The same database with the asynchronous driver's name filled in."""
    parsed = make_url(url)
    return parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername))


def would_fail_again(error: DBAPIError) -> bool:
    """Whether what was to be written is at fault and not the database: then trying again cannot help."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return isinstance(error, IntegrityError | DataError) or state[:2] in {"22", "23"}


class Database:
    """An engine and the two ways to open a transaction on it."""

    def __init__(self, url: str, *, pooled: bool = True) -> None:
        options: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
        self.engine: AsyncEngine = create_async_engine(async_url(url), hide_parameters=True, **options)
        if self.alone:
            self._line = Line()
            _prepare_sqlite(self.engine, self._line)
        self.seal: bytes | None = None
        """The key of the audit's seals, if the deployment has one."""

    @property
    def alone(self) -> bool:
        """Whether one process has the database for itself, as with a file of SQLite."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path | None:
        """The file of an SQLite database; None for every other."""
        name = (self.engine.url.database or "").removeprefix("file:") if self.alone else ""
        return Path(name).absolute() if name and ":memory:" not in name else None

    def look(self) -> None:
        """Raise OSError for an SQLite file that cannot be opened: its asynchronous driver fails less quietly."""
        if self.alone:
            (name,), options = self.engine.dialect.create_connect_args(self.engine.url)
            try:
                sqlite3.connect(name, uri=bool(options.get("uri"))).close()
            except sqlite3.Error as error:
                raise OSError(str(error)) from None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """A transaction that commits at the end of the block and rolls back on any error."""
        info = {"audit_seal": self.seal}
        async with (
            self._line.turn() if self.alone else nullcontext(),
            AsyncSession(self.engine, expire_on_commit=False, info=info) as session,
            session.begin(),
        ):
            yield session

    async def close(self) -> None:
        await self.engine.dispose()


async def insert_new(session: AsyncSession, table: type[SQLModel], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in one statement; a row whose unique key is there already is left as it is."""
    if rows:
        await session.exec(_insert_new(session, table), params=list(rows))


async def inserted(session: AsyncSession, key: Any, rows: Sequence[Mapping[str, Any]]) -> set[Any]:
    """The same for the table of `key`, a column of it: its values in the rows that were not there yet."""
    found = await (await session.connection()).execute(_insert_new(session, key.class_).returning(key), list(rows))
    return set(found.scalars())


def _insert_new(session: AsyncSession, table: type[SQLModel]) -> Any:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def among(column: ColumnElement[int], ids: BindParameter[Any], dialect: str) -> ColumnElement[bool]:
    """Whether a number is one of a list that goes as a single value: the statement is the same for any length, and
    neither compiling nor binding hundreds of values holds up the event loop. Give the list by `id_list`.
    """
    if dialect == "postgresql":
        return column == func.any(type_coerce(ids, ARRAY(BigInteger)))
    return column.in_(select(func.json_each(ids).table_valued("value").c.value))


def id_list(ids: Sequence[int], dialect: str) -> Sequence[int] | str:
    """A list of numbers as the value that `among` takes."""
    return list(ids) if dialect == "postgresql" else json.dumps(list(ids))


def _prepare_sqlite(engine: AsyncEngine, line: Line) -> None:
    """IMMEDIATE: a transaction that reads first can still write."""

    def on_connect(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def on_begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        line.inside()

    event.listen(engine.sync_engine, "connect", on_connect)
    event.listen(engine.sync_engine, "begin", on_begin)
