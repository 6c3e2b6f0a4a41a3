"""Room kept on the disk for the day on which it is full: SQLite can still commit a red flag into it."""

import contextlib
import os
from pathlib import Path

from bot.db import Database

MEGABYTE = 1024 * 1024


class Ballast:
    """A file beside the database that holds nothing. Without a path there is none, as with PostgreSQL."""

    def __init__(self, path: Path | None, megabytes: int) -> None:
        self._path, self._megabytes = path, megabytes

    @classmethod
    def beside(cls, database: Database, megabytes: int) -> "Ballast":
        file = database.file
        return cls(file.with_name(f"{file.name}.ballast") if file is not None else None, megabytes)

    def load(self) -> bool:
        """Take the room; False when it cannot be had, or is not wanted."""
        if self._path is None or self._megabytes == 0:
            return False
        size = self._megabytes * MEGABYTE
        if self._path.exists() and self._path.stat().st_size == size:
            return True
        try:
            with self._path.open("wb") as file:
                for _ in range(self._megabytes):
                    file.write(bytes(MEGABYTE))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            with contextlib.suppress(OSError):
                self._path.unlink()
            return False
        return True

    def release(self) -> bool:
        """Give the room to the database; False when there was none left to give."""
        if self._path is None:
            return False
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
