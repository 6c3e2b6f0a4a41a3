"""Taking updates from the emulator: it waits while nothing is said, and gives again what was not confirmed."""

import asyncio

from tests.emulator.conftest import EmulatedStage
from tests.emulator.handset import EmulatedPhone


async def test_a_long_poll_ends_when_something_is_said(stage: EmulatedStage, ana: EmulatedPhone) -> None:
    poll = asyncio.create_task(stage.app.receiver.poll(25))
    await ana.sends("/start")
    assert await poll == 1
    await stage.settle()
    assert "Hello, I am Stepwell." in ana.sees()


async def test_what_was_taken_but_not_confirmed_comes_again_and_is_answered_once(
    stage: EmulatedStage, ana: EmulatedPhone
) -> None:
    await ana.sends("/start")
    assert await stage.app.receiver.poll(0) == 1
    await stage.app.prepare()  # the bot has died and starts anew: it does not know where it was
    assert await stage.app.receiver.poll(0) == 1
    await stage.settle()
    assert ana.screen().count("Hello, I am Stepwell.") == 1
