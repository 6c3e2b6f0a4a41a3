"""Stopping the bot: what the clock has begun comes to its end."""

import asyncio

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import app
from bot.content import Content
from bot.sandbox.phone import Phone
from schedules.job import Job
from tests.cast import Stage

TURNS = 300
"""Of the event loop, which the tick takes: far more than a stop does."""


async def test_a_tick_that_has_begun_is_not_cut_off(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    begun, ended = asyncio.Event(), asyncio.Event()

    async def run(session: AsyncSession, content: Content, now: object) -> None:
        begun.set()
        for _ in range(TURNS):
            await asyncio.sleep(0)
        ended.set()

    monkeypatch.setattr(app, "JOBS", (Job("slow", 1, run),))
    running = asyncio.create_task(stage.app.run())
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert ended.is_set()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_a_stop_in_the_midst_of_work_costs_no_connection_and_loses_nothing(
    stage: Stage, ana: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    """Stopped a few turns of the loop further each time: while an update is taken, claimed, sent, recorded."""
    for turns in range(0, 60, 4):
        stage.sandbox.person_says(ana.id, "/help")
        running = asyncio.create_task(stage.app.run())
        await stage.sandbox.wait_for(lambda: stage.sandbox.poll or not stage.sandbox.queue.waiting)
        for _ in range(turns):
            await asyncio.sleep(0)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
    await stage.app.prepare()
    await stage.settle()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert ana.screen().count("Stepwell sends reminders") >= 15
