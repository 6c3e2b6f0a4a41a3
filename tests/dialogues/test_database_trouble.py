"""The database cannot save: the person is told at once, nothing is confirmed, nothing is lost."""

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from bot.models import Incident, SeenUpdate
from bot.sandbox.phone import Phone
from tests.cast import ANA, Stage, enrols, on_sqlite, staged

pytestmark = on_sqlite


@pytest.fixture
async def stage(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """A stage whose database gives up at once instead of waiting for a lock."""
    monkeypatch.setattr("bot.db.BUSY_MILLISECONDS", 1)
    async with staged(database_url) as made:
        yield made


@pytest.fixture
async def ana(stage: Stage) -> Phone:
    phone = stage.phone(ANA, "Ana")
    await phone.starts()
    await enrols(phone)
    await phone.says("/urgent")
    await phone.taps("Trouble peeing")
    return phone


@contextmanager
def locked(database_url: str) -> Iterator[None]:
    """Somebody else holds the database."""
    other = sqlite3.connect(database_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def unwritable(database_url: str) -> Iterator[None]:
    """The file's pages claim a newer writer's format: SQLite lets nobody write."""
    path = Path(database_url.removeprefix("sqlite:///"))
    other = sqlite3.connect(path)
    other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    other.close()
    before = path.read_bytes()[18:19]
    _write_version(path, b"\x09")
    yield
    _write_version(path, before)


def _write_version(path: Path, version: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(18)
        file.write(version)


@pytest.mark.parametrize("trouble", [locked, unwritable], ids=["locked", "read-only"])
async def test_a_red_flag_that_cannot_be_saved_is_answered_and_comes_again(
    stage: Stage, ana: Phone, database_url: str, trouble: object
) -> None:
    await stage.app.database.close()
    with trouble(database_url):  # type: ignore[operator]
        with pytest.raises(DBAPIError):
            await ana.taps("Send this one")
        assert "I could not save that just now" in ana.screen()
        assert "call 112 now" in ana.screen()
        with pytest.raises(DBAPIError):
            await stage.app.receiver.poll(0)
        assert ana.screen().count("I could not save that") == 1
        await stage.app.database.close()
    await stage.settle()
    assert "Get emergency help" in ana.screen()
    async with stage.database() as session:
        assert len((await session.exec(select(Incident))).all()) == 1
        assert len((await session.exec(select(SeenUpdate))).all()) > 0
