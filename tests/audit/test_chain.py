"""The audit's chain on both databases: whole when it was left alone, broken by any change."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.db import Database
from bot.models import AuditEntry
from bot.services import audit
from tests.forked import in_one_worker
from tests.trouble.command import stepwell

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
KEY = b"kept apart from the database"


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    made.seal = KEY
    yield made
    await made.close()


async def write(database: Database, first: int, number: int = 1) -> None:
    async with database.begin() as session:
        for one in range(first, first + number):
            audit.record(
                session, actor_id=one, action="plan_assigned", subject=audit.about(one), reason=f"plan:{one}",
                now=NOW + timedelta(minutes=one),
            )  # fmt: skip


async def verdict(database: Database, key: bytes | None = KEY) -> audit.Verdict:
    async with database.begin() as session:
        return await audit.verify(session, key)


async def test_an_empty_audit_is_whole(database: Database) -> None:
    assert await verdict(database) == audit.Verdict()


async def test_twenty_writers_at_once_make_one_chain(database: Database) -> None:
    await asyncio.gather(*(write(database, 10 * one, 3) for one in range(20)))
    found = await verdict(database)
    assert (found.entries, found.sealed, found.broken) == (60, 60, None)


async def test_what_is_rolled_back_is_not_written_down(database: Database) -> None:
    async def breaks() -> None:
        async with database.begin() as session:
            audit.record(session, actor_id=1, action="role_given", subject=audit.about(1), now=NOW)
            raise KeyError

    with pytest.raises(KeyError):
        await breaks()
    await write(database, 2)
    async with database.begin() as session:
        assert (await session.exec(select(AuditEntry.actor_id))).all() == [2]


DEEDS: dict[str, Sequence[str]] = {
    "the instant": ["UPDATE audit_entry SET at = '2026-03-02 09:00:00' WHERE id = 3"],
    "who": ["UPDATE audit_entry SET actor_id = 99 WHERE id = 3"],
    "nobody": ["UPDATE audit_entry SET actor_id = NULL WHERE id = 3"],
    "what": ["UPDATE audit_entry SET action = 'case_closed' WHERE id = 3"],
    "whom": ["UPDATE audit_entry SET subject = 'person:9' WHERE id = 3"],
    "why": ["UPDATE audit_entry SET reason = 'plan:33' WHERE id = 3"],
    "the hash before": ["UPDATE audit_entry SET before = 'a' WHERE id = 3"],
    "the hash": ["UPDATE audit_entry SET hash = 'a' WHERE id = 3"],
    "the seal": ["UPDATE audit_entry SET seal = 'a' WHERE id = 3"],
    "the seal is taken away": ["UPDATE audit_entry SET seal = NULL WHERE id = 3"],
    "deleted": ["DELETE FROM audit_entry WHERE id = 3"],
    "deleted and closed up": [
        "DELETE FROM audit_entry WHERE id = 3",
        "UPDATE audit_entry SET id = 3 WHERE id = 4",
        "UPDATE audit_entry SET id = 4 WHERE id = 5",
    ],
    "two change places": [
        "UPDATE audit_entry SET id = 30 WHERE id = 3",
        "UPDATE audit_entry SET id = 3 WHERE id = 4",
        "UPDATE audit_entry SET id = 4 WHERE id = 30",
    ],
}


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_change_is_found_at_its_entry(database: Database, deed: str) -> None:
    await write(database, 1, 5)
    assert (await verdict(database)).broken is None
    async with database.engine.begin() as connection:
        for statement in DEEDS[deed]:
            await connection.execute(text(statement))
    assert (await verdict(database)).broken == 3


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM audit_entry WHERE id = 5",
        "UPDATE audit_head SET hash = 'a'",
        "UPDATE audit_head SET last = 9",
        "DELETE FROM audit_head",
    ],
)
async def test_a_chain_that_does_not_reach_its_head_is_broken(database: Database, statement: str) -> None:
    await write(database, 1, 5)
    async with database.engine.begin() as connection:
        await connection.execute(text(statement))
    found = await verdict(database)
    assert found.broken in (5, 6)
    assert found.why == "missing"


async def test_a_chain_made_anew_without_the_key_does_not_hold(database: Database) -> None:
    database.seal = b"a guess"
    await write(database, 1, 2)
    assert (await verdict(database, None)).broken is None
    assert (await verdict(database)).why == "its seal is wrong"


@in_one_worker
async def test_the_command_says_whether_it_is_whole(database: Database, database_url: str, tmp_path: Path) -> None:
    await write(database, 1, 3)
    given = {"DATABASE_URL": database_url, "AUDIT_KEY": KEY.decode()}
    async with stepwell(tmp_path, "audit", "verify", **given) as whole:
        assert await whole.ends() == 0
    assert whole.lines == ["The audit is whole: 3 entries, 3 of them sealed."]
    async with database.engine.begin() as connection:
        await connection.execute(text("UPDATE audit_entry SET actor_id = 9 WHERE id = 2"))
    async with stepwell(tmp_path, "audit", "verify", **given) as broken:
        assert await broken.ends() == 1
    assert broken.lines == ["The audit is broken at entry 2: changed. The 1 before are whole."]
