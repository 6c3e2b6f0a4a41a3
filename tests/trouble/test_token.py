"""The token and what patients write stay out of everything that the bot says to its operator."""

import asyncio
import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from telegram.error import InvalidToken

from bot import logs
from bot.app import Stepwell
from bot.db import Database
from bot.delivery.client import client
from bot.sandbox import Fault, Sandbox, SandboxServer
from bot.sandbox.phone import Phone
from tests.cast import ANA, TOKEN, Stage, on_sqlite, shipped_content
from tests.forked import in_one_worker
from tests.trouble.command import SECRET, stepwell
from tests.trouble.test_messages import message
from tests.trouble.test_telegram import ana, sandbox, server, settings

__all__ = ["ana", "sandbox", "server"]
WORDS = "It tingles behind my knee"


def holding_the_secret(folder: Path) -> list[Path]:
    """The files that hold the token's secret: the database must not be among them."""
    assert list(folder.glob("stepwell.db*"))
    return [file for file in folder.iterdir() if SECRET.encode() in file.read_bytes()]


@in_one_worker
async def test_a_run_at_the_lowest_level_through_all_sorts_of_trouble(
    tmp_path: Path, server: SandboxServer, sandbox: Sandbox, ana: Phone
) -> None:
    for what in ("drop", "error", "drop_after", "truncated"):
        sandbox.fail(Fault(what, method="sendMessage", status=502))
    sandbox.fail(Fault("drop", method="getUpdates", skip=1))
    await ana.says("/start")
    await ana.says(WORDS)
    sandbox.update("message", message(WORDS, poll={"id": "1", "question": WORDS}))
    async with stepwell(tmp_path, "run", LOG_LEVEL="DEBUG", **settings(server.url)) as bot:
        await sandbox.wait_for(lambda: "I can't read photos" in ana.screen())
        await sandbox.confirmed()
        sandbox.fail(Fault(method="sendMessage", status=401, times=None))
        await ana.says("/help")
        assert await bot.ends() == 2
    assert "was not sent" in bot.said
    assert "cannot be read" in bot.said
    assert SECRET not in bot.said
    assert "Traceback" not in bot.said
    assert WORDS not in bot.said
    assert not holding_the_secret(tmp_path)


@pytest.fixture
def every_word() -> Iterator[io.StringIO]:
    """All that every library logs at its most talkative, as our handler would write it."""
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    handler.setFormatter(logs.Redacting("%(name)s %(levelname)s %(message)s"))
    root, client_log = logging.getLogger(), logging.getLogger("telegram")
    before = root.level, client_log.level
    root.setLevel(logging.DEBUG)
    client_log.setLevel(logging.NOTSET)  # a test that started the bot in this process has silenced it
    root.addHandler(handler)
    yield said
    root.removeHandler(handler)
    root.setLevel(before[0])
    client_log.setLevel(before[1])


@on_sqlite
async def test_timeouts_and_a_refused_token_with_every_library_talking(stage: Stage, every_word: io.StringIO) -> None:
    stage.phone(ANA, "Ana")
    url = stage.app.settings.telegram_api_url
    hasty = Stepwell(
        stage.app.settings, shipped_content(), stage.clock, Database(stage.app.settings.database_url),
        client(TOKEN, url, read_timeout=0.05),
    )  # fmt: skip
    await hasty.prepare()
    release = asyncio.Event()
    stage.sandbox.fail(Fault("slow_after", method="sendMessage", release=release, times=2))
    stage.sandbox.person_says(ANA, "/help")
    await hasty.settle()
    release.set()
    stage.sandbox.fail(Fault(status=401, times=None))
    with pytest.raises(InvalidToken):
        await hasty.settle()
    logging.getLogger("asyncio").error("the worst case", exc_info=InvalidToken(f"The token `{TOKEN}` was rejected"))
    await hasty.close()
    said = every_word.getvalue()
    assert "telegram.Bot DEBUG" in said, "the libraries were heard"
    assert "getUpdates" in said
    assert "TimedOut" in said or "Unsure" in said
    assert TOKEN.partition(":")[2] not in said


def test_what_ends_the_process_is_redacted_too(capfd: pytest.CaptureFixture[str]) -> None:
    logs._last_words(InvalidToken, InvalidToken(f"The token `{TOKEN}` was rejected"), None)
    assert TOKEN.partition(":")[2] not in capfd.readouterr().err
