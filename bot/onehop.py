"""SQLite by way of aiosqlite, with one visit to its thread for each statement instead of four.

aiosqlite makes a cursor, executes, fetches and closes in four visits, each of which wakes a thread and then the event
loop. Here the thread executes and fetches in one go; making and closing a cursor touch no file and need no thread.
"""

from collections import deque
from collections.abc import Sequence
from typing import Any

from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_cursor
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_dbapi,
    SQLiteDialect_aiosqlite,
)
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

DRIVER = "sqlite+onehop"


class Cursor(AsyncAdapt_dbapi_cursor):
    """The cursor of the standard library itself; only what may wait for the file goes to the thread."""

    __slots__ = ()
    _awaitable_cursor_close = False

    def _make_new_cursor(self, connection: Any) -> Any:
        return connection._conn.cursor()

    def _aenter_cursor(self, cursor: Any) -> Any:
        return cursor

    async def _execute_async(self, operation: Any, parameters: Any) -> None:
        async with self._adapt_connection._execute_mutex:
            self._rows = await self._in_thread(self._run, operation, () if parameters is None else parameters)

    async def _executemany_async(self, operation: Any, seq_of_parameters: Sequence[Any]) -> None:
        async with self._adapt_connection._execute_mutex:
            await self._in_thread(self._cursor.executemany, operation, seq_of_parameters)

    async def _in_thread(self, work: Any, *given: Any) -> Any:
        return await self._connection._execute(work, *given)

    def _run(self, operation: str, parameters: Any) -> deque[Any]:
        cursor: Any = self._cursor
        cursor.execute(operation, parameters)
        return deque(cursor.fetchall() if cursor.description else ())


class Connection(AsyncAdapt_aiosqlite_connection):
    """A connection whose statements take one visit."""

    __slots__ = ()
    _cursor_cls: Any = Cursor

    def rollback(self) -> None:
        """Each connection that goes back to the pool is rolled back; without a transaction nothing is to be done."""
        if self._connection.in_transaction:
            super().rollback()


class Dbapi(AsyncAdapt_aiosqlite_dbapi):
    """aiosqlite, whose connections are ours."""

    def connect(self, *arg: Any, **kw: Any) -> Connection:
        return Connection(self, super().connect(*arg, **kw)._connection)


class Dialect(SQLiteDialect_aiosqlite):
    """SQLAlchemy's own dialect over `Dbapi`. Rows of one statement get their numbers in its order, so that many can be
    inserted at once, and their numbers told.
    """

    supports_statement_cache = True
    insertmanyvalues_implicit_sentinel = InsertmanyvaluesSentinelOpts.ANY_AUTOINCREMENT

    @classmethod
    def import_dbapi(cls) -> Dbapi:
        return Dbapi(__import__("aiosqlite"), __import__("sqlite3"))


registry.register("sqlite.onehop", __name__, "Dialect")
