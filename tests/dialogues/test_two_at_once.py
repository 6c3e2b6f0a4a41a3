"""Two processes at one row in the same moment: what the patient said is never written over."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select, update

from bot.models import Occurrence, OutboxRow
from bot.sandbox.phone import Phone
from bot.services import reminders
from schedules import ask_again, end_pauses
from tests.cast import Stage

on_postgres = pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
"""SQLite lets one write at a time."""


async def at_the_same_moment(stage: Stage, values: dict[str, object], other: Awaitable[object]) -> None:
    """Change the check-in that has come, and let the other wait for its row before that is committed."""
    mine = update(Occurrence).where(col(Occurrence.kind) == "check_in", col(Occurrence.state) == "sent")
    async with stage.database() as first:
        await first.exec(mine.values(**values))
        running = asyncio.ensure_future(other)
        await _ends_or_waits(stage, running)
        assert not running.done()
    await running


async def _ends_or_waits(stage: Stage, running: asyncio.Future[Any]) -> None:
    """Until it has ended, or waits for a row that somebody else has."""
    async with stage.database() as watching:
        connection = await watching.connection()
        while not running.done():
            if (await connection.execute(text("SELECT 1 FROM pg_locks WHERE NOT granted"))).first():
                return
            await asyncio.sleep(0)


@on_postgres
async def test_an_answer_is_not_lost_to_the_end_of_the_reminder(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    late = stage.clock.now() + reminders.UNANSWERED_FOR

    async def expire() -> None:
        async with stage.database() as session:
            await reminders.expire_unanswered(session, stage.app.content, now=late)

    await at_the_same_moment(stage, {"state": "done", "answered_at": late}, expire())
    async with stage.database() as session:
        came = select(Occurrence.state).where(Occurrence.kind == "check_in", col(Occurrence.sent_at).is_not(None))
        assert (await session.exec(came)).all() == ["done"]


@on_postgres
async def test_the_further_word_is_owed_by_one_of_two_processes(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    late = stage.clock.now() + reminders.FOLLOW_UP_AFTER
    owed = []

    async def follow_up() -> None:
        async with stage.database() as session:
            owed.append(await reminders.follow_up(session, now=late))

    await at_the_same_moment(stage, {"followed_up_at": late}, follow_up())
    assert owed == [0]
    async with stage.database() as session:
        assert not (await session.exec(select(OutboxRow).where(OutboxRow.kind == "follow_up"))).all()


@on_postgres
@pytest.mark.parametrize(
    ("job", "words", "days"), [(end_pauses, "Your pause is over", 3), (ask_again, "Is this still", 31)]
)
async def test_a_word_to_a_patient_is_owed_by_one_of_two_processes(
    stage: Stage, ana: Phone, job: ModuleType, words: str, days: int
) -> None:
    await ana.says("/pause")
    await ana.taps("3 days")
    stage.clock.forward(timedelta(days=days))

    async def runs() -> None:
        async with stage.database() as session:
            await job.run(session, stage.app.content, stage.clock.now())

    async with stage.database() as first:
        await job.run(first, stage.app.content, stage.clock.now())
        await first.flush()
        second = asyncio.ensure_future(runs())
        await _ends_or_waits(stage, second)
    await second
    async with stage.database() as session:
        bodies = (await session.exec(select(OutboxRow.body).where(OutboxRow.kind == "check_in"))).all()
    assert [words in str(body) for body in bodies].count(True) == 1
