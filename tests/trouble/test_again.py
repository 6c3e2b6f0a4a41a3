"""The same update twice, as after a crash or from Telegram itself: it counts once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlmodel import select

from bot.app import Stepwell
from bot.db import Database
from bot.delivery.client import client
from bot.models import Incident
from bot.sandbox.phone import Phone
from tests.cast import ANA, TOKEN, Stage, shipped_content
from tests.trouble.looking import everything


@asynccontextmanager
async def started_again(stage: Stage) -> AsyncIterator[Stepwell]:
    """A further process's bot on the same database and the same Telegram; it knows of no offset."""
    settings = stage.app.settings
    database = Database(settings.database_url)
    app = Stepwell(settings, shipped_content(), stage.clock, database, client(TOKEN, settings.telegram_api_url))
    await app.prepare()
    try:
        yield app
    finally:
        await app.close()


def unheard(stage: Stage) -> Phone:
    """Ana's phone while the bot is away."""

    async def at_once() -> None:
        return

    return Phone(stage.sandbox, ANA, at_once)


@pytest.mark.refusals("query is too old")  # a tap is answered once; the second time Telegram has forgotten it
async def test_updates_that_come_again_count_once(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")
    phone = unheard(stage)
    await phone.taps("Send this one")
    await phone.says("It began at six")
    sent = list(stage.sandbox.queue.waiting)
    await stage.settle()
    before, messages = await everything(stage), len(stage.sandbox.transcript.calls("sendMessage"))
    stage.sandbox.queue.waiting = sent
    async with started_again(stage) as again:
        await again.settle()
    assert not stage.sandbox.queue.waiting
    assert await everything(stage) == before
    assert len(stage.sandbox.transcript.calls("sendMessage")) == messages
    assert tom.screen().count("EMERGENCY answer") == 1


async def test_two_bots_at_once_take_each_update_once(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")
    await unheard(stage).taps("Send this one")
    async with started_again(stage) as other:
        updates = await stage.app.bot.get_updates(timeout=0)
        for update in updates * 2:
            await other.receiver._door.take(update)
        await stage.settle()
    async with stage.database() as session:
        assert len((await session.exec(select(Incident))).all()) == 1
    assert tom.screen().count("EMERGENCY answer") == 1
