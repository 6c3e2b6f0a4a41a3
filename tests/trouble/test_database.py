"""A database that is locked, read-only, gone or nowhere: said plainly, and nothing is lost."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlmodel import select

from bot import migrations
from bot.db import BUSY_MILLISECONDS, Database
from bot.domain.lanes import Stream
from bot.models import Incident
from bot.sandbox import Fault, SandboxServer
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.forked import in_one_worker
from tests.trouble.command import fails, stepwell
from tests.trouble.test_telegram import free_port, sandbox, server, settings

__all__ = ["sandbox", "server"]
NOT_SAVED = "I could not save that just now"


@asynccontextmanager
async def running(stage: Stage) -> AsyncIterator[None]:
    """The bot runs as it does in production: it receives, sends and ticks at the same time. If it ends by itself, its
    error ends the block: nobody waits for what a bot that is gone would do.
    """
    async with asyncio.TaskGroup() as group:
        bot = group.create_task(stage.app.run())
        yield
        assert not bot.done(), "the bot goes on"
        bot.cancel()


@dataclass
class Pragma:
    """A setting of SQLite that every transaction gets, and that may change while the bot runs."""

    text: str


def with_pragma(stage: Stage, text: str) -> Pragma:
    """Every transaction from now on has this setting too, on whichever connection. Call it while the bot does not run:
    a listener that comes while a checkout goes through them breaks it off, and the bot with it.
    """
    pragma = Pragma(text)

    def on_checkout(connection: Any, _record: Any, _proxy: Any) -> None:
        connection.cursor().execute(f"PRAGMA {pragma.text}")

    event.listen(stage.app.database.engine.sync_engine, "checkout", on_checkout)
    return pragma


@contextmanager
def locked(stage: Stage) -> Iterator[None]:
    """Another program holds the database's file, and the bot waits for it no longer than a moment."""
    path = make_url(stage.app.settings.database_url).database
    assert path is not None
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    patience = with_pragma(stage, "busy_timeout=20")
    try:
        yield
    finally:
        patience.text = f"busy_timeout={BUSY_MILLISECONDS}"
        other.execute("ROLLBACK")
        other.close()


async def reports(stage: Stage, ana: Phone) -> None:
    """Ana hands in a red flag while nothing takes it."""
    await ana.says("/checkin")
    await ana.taps("peeing")
    shown = ana.message("new or worse")
    sends = next(row[0] for row in shown.buttons or [] if "Send" in row[0]["text"])
    ana.looks_away()
    stage.sandbox.person_taps(ana.id, shown.id, sends["callback_data"])


async def incidents(stage: Stage) -> int:
    async with stage.database() as session:
        return len((await session.exec(select(Incident))).all())


@on_sqlite
async def test_a_bot_that_runs_outlives_a_locked_database(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(stage, ana)
    with locked(stage):
        async with running(stage):
            await stage.sandbox.wait_for(lambda: NOT_SAVED in ana.sees())
            assert "If something is wrong with you now, call 112" in ana.sees()
            assert stage.sandbox.queue.waiting, "it is not confirmed"
    async with running(stage):
        await stage.sandbox.wait_for(lambda: "Get emergency help" in ana.sees())
        await stage.sandbox.wait_for(lambda: "EMERGENCY" in tom.sees())
        await stage.sandbox.confirmed()
    assert await incidents(stage) == 1


@on_sqlite
async def test_the_lock_ends_while_the_bot_runs(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(stage, ana)
    async with running(stage):
        with locked(stage):
            await stage.sandbox.wait_for(lambda: NOT_SAVED in ana.sees())
        await stage.sandbox.wait_for(lambda: "Get emergency help" in ana.sees())
        await stage.sandbox.wait_for(lambda: "EMERGENCY" in tom.sees())
    assert await incidents(stage) == 1


@on_sqlite
@pytest.mark.refusals("message is not modified")
async def test_a_lock_between_sending_and_recording_stops_no_other_message(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(stage, ana)
    assert await stage.app.receiver.poll(0) == 1
    slow = stage.sandbox.fail(Fault("slow", method="sendMessage", times=2, release=asyncio.Event()))
    sending = asyncio.create_task(stage.app.delivery.drain_once(Stream.URGENT))
    await stage.sandbox.wait_for(lambda: slow.hits == 2)
    assert slow.release is not None
    with locked(stage):
        slow.release.set()
        await sending
    assert "Get emergency help" in ana.sees()
    assert "EMERGENCY" in tom.sees()
    await stage.passes(minutes=2)
    assert ana.screen().count("Get emergency help") == 2, "whether it arrived could not be saved, so it goes again"
    assert await incidents(stage) == 1


@on_sqlite
async def test_a_read_only_database_is_said_to_the_person_and_taken_later(stage: Stage, ana: Phone) -> None:
    await reports(stage, ana)
    pragma = with_pragma(stage, "query_only=ON")
    async with running(stage):
        await stage.sandbox.wait_for(lambda: NOT_SAVED in ana.sees())
        assert stage.sandbox.queue.waiting
        pragma.text = "query_only=OFF"
        await stage.sandbox.wait_for(lambda: "Get emergency help" in ana.sees())
    assert await incidents(stage) == 1


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_a_database_server_that_drops_every_connection(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(stage, ana)
    url = make_url(stage.app.settings.database_url)
    other = await asyncpg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False))
    others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
    await other.execute(f"{others} AND pid <> pg_backend_pid()")
    await other.close()
    async with running(stage):
        await stage.sandbox.wait_for(lambda: "Get emergency help" in ana.sees())
        await stage.sandbox.wait_for(lambda: "EMERGENCY" in tom.sees())
        await stage.sandbox.confirmed()
    assert await incidents(stage) == 1


NOWHERE = {
    "no such folder": "sqlite:////no/such/folder/stepwell.db",
    "a folder": "sqlite:////tmp",
    "no server": f"postgresql://stepwell:hush@127.0.0.1:{free_port()}/stepwell",
}


@pytest.mark.parametrize("where", NOWHERE)
@in_one_worker
async def test_a_database_that_is_nowhere(tmp_path: Path, server: SandboxServer, where: str) -> None:
    for command in (["run"], ["db", "upgrade"]):
        line = await fails(tmp_path, *command, DATABASE_URL=NOWHERE[where], **settings(server.url))
        assert line.startswith("stepwell: the database of DATABASE_URL cannot be used: ")
        assert "hush" not in line


@in_one_worker
async def test_a_file_that_is_no_database(tmp_path: Path, server: SandboxServer) -> None:
    (tmp_path / "letter.db").write_text("Dear Tom, " * 200)
    line = await fails(tmp_path, "run", DATABASE_URL="sqlite:///letter.db", **settings(server.url))
    assert "not a database" in line


@in_one_worker
async def test_a_read_only_file_at_the_start(tmp_path: Path, server: SandboxServer) -> None:
    path = tmp_path / "stepwell.db"
    database = Database(f"sqlite:///{path}")
    await migrations.upgrade(database)
    await database.close()
    address = f"sqlite:///file:{path}?mode=ro&uri=true"
    async with stepwell(tmp_path, "run", DATABASE_URL=address, **settings(server.url)) as bot:
        assert await bot.ends() == 2
    line = "stepwell: the database of DATABASE_URL cannot be used: attempt to write a readonly database"
    assert bot.lines[-1] == line
    assert "Traceback" not in bot.said
