"""One `stepwell run` on one SQLite file: a second one would send every reminder twice."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from bot.db import Database


class AnotherRunsError(Exception):
    """Another process has this database."""


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """Hold the file for this process until the block ends, or the process dies, however it dies.

    The lock is a transaction on a small file of its own beside the database: SQLite's locks work on every system,
    and the kernel takes them back from a process that was killed. Raises AnotherRunsError.
    """
    if database.file is None:
        yield
        return
    try:
        lock = sqlite3.connect(f"{database.file}.lock", isolation_level=None, timeout=0)
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise AnotherRunsError(str(error)) from None
        yield  # no file can be made there: the database itself will say why
        return
    try:
        yield
    finally:
        lock.close()
