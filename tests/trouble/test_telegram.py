"""Telegram cannot be reached, does not know the bot, or has another bot with the same token."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.sandbox import Fault, Phone, Sandbox, SandboxServer
from tests.cast import ANA
from tests.forked import in_one_worker
from tests.trouble.command import REAL_LOOKING, fails, stepwell

pytestmark = in_one_worker


@pytest.fixture
def sandbox() -> Sandbox:
    sandbox = Sandbox(REAL_LOOKING, SystemClock())
    sandbox.add_person(ANA, "Ana", language_code="en")
    return sandbox


@pytest.fixture
async def server(sandbox: Sandbox) -> AsyncIterator[SandboxServer]:
    server = SandboxServer(sandbox, port=0)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def ana(sandbox: Sandbox) -> Phone:
    """Ana's phone; the bot is another process, so an action returns at once."""

    async def at_once() -> None:
        return

    return Phone(sandbox, ANA, at_once)


def settings(url: str, token: str = REAL_LOOKING) -> dict[str, str]:
    return {"TELEGRAM_BOT_TOKEN": token, "TELEGRAM_API_URL": url}


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def test_a_wrong_token(tmp_path: Path, server: SandboxServer) -> None:
    line = await fails(tmp_path, "run", **settings(server.url, token=f"{REAL_LOOKING}X"))
    assert line == "stepwell: Telegram does not accept TELEGRAM_BOT_TOKEN: ask @BotFather for the right one"


async def test_a_token_that_is_taken_back(tmp_path: Path, server: SandboxServer, sandbox: Sandbox) -> None:
    async with stepwell(tmp_path, "run", **settings(server.url)) as bot:
        await sandbox.wait_for(lambda: sandbox.poll)
        sandbox.fail(Fault(status=401, times=None))
        sandbox.person_starts(ANA)
        assert await bot.ends() == 2
    assert bot.lines[-1] == "stepwell: Telegram does not accept TELEGRAM_BOT_TOKEN: ask @BotFather for the right one"
    assert REAL_LOOKING not in bot.said


async def test_telegram_is_away_at_the_start_and_comes(tmp_path: Path, sandbox: Sandbox, ana: Phone) -> None:
    port = free_port()
    server, url = SandboxServer(sandbox, port=port), f"http://127.0.0.1:{port}"
    await ana.starts()
    async with stepwell(tmp_path, "run", **settings(url)) as bot:
        await bot.says(f"Telegram cannot be reached at {url}")
        await bot.says("trying again")
        await server.start()
        await sandbox.wait_for(lambda: "Go on" in ana.buttons())
        await sandbox.confirmed()
        assert await bot.stops() == 0
    await server.stop()


async def test_telegram_goes_away_and_comes_back(tmp_path: Path, sandbox: Sandbox, ana: Phone) -> None:
    port = free_port()
    server = SandboxServer(sandbox, port=port)
    await server.start()
    async with stepwell(tmp_path, "run", **settings(server.url)) as bot:
        await sandbox.wait_for(lambda: sandbox.poll)
        await server.stop()
        await ana.says("/help")
        await bot.says("Telegram cannot be reached")
        server = SandboxServer(sandbox, port=port)
        await server.start()
        await sandbox.wait_for(lambda: "Stepwell sends reminders" in ana.screen())
        await sandbox.confirmed()
        assert await bot.stops() == 0
    await server.stop()
    assert ana.screen().count("Stepwell sends reminders") == 1


async def test_another_bot_with_the_same_token_for_a_while(
    tmp_path: Path, server: SandboxServer, sandbox: Sandbox, ana: Phone
) -> None:
    async with stepwell(tmp_path, "run", **settings(server.url)) as bot:
        await sandbox.wait_for(lambda: sandbox.poll)
        sandbox.fail(Fault(method="getUpdates", status=409, times=2))
        await ana.says("/help")
        await bot.says("another process reads this bot's updates")
        await sandbox.wait_for(lambda: "Stepwell sends reminders" in ana.screen())
        assert await bot.stops() == 0


async def test_another_bot_with_the_same_token_for_good(
    tmp_path: Path, server: SandboxServer, sandbox: Sandbox, ana: Phone
) -> None:
    sandbox.fail(Fault(method="getUpdates", status=409, times=None))
    await ana.says("/help")
    async with stepwell(tmp_path, "run", **settings(server.url)) as bot:
        assert await bot.ends() == 2
    assert bot.lines[-1] == "stepwell: another process reads this bot's updates: stop it, then start again"
    assert len(sandbox.queue.waiting) == 1, "what Ana said waits for the other process, or for the next start"
