"""Trouble on request, as the real client meets it."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.sandbox import Fault, Sandbox, SandboxServer

from .conftest import ANA, TOM, Raw


def texts(sandbox: Sandbox) -> list[str]:
    return [message.text for message in sandbox.chat(ANA).messages]


async def test_too_many_requests_says_how_long_to_wait(bot: Bot, raw: Raw, sandbox: Sandbox) -> None:
    sandbox.fail(Fault(method="sendMessage", retry_after=7, times=2))
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(ANA, "hi")
    assert refused.value.retry_after in (7, timedelta(seconds=7))
    assert await raw.call("sendMessage", chat_id=ANA, text="hi") == (
        429,
        {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 7",
            "parameters": {"retry_after": 7},
        },
    )
    await bot.send_message(ANA, "third")
    assert texts(sandbox) == ["third"]
    assert sandbox.transcript.refused == []


@pytest.mark.parametrize(
    ("status", "description", "error"),
    [
        (400, "Bad Request: something", BadRequest),
        (401, "Unauthorized", InvalidToken),
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (404, "Not Found", InvalidToken),
        (500, "", NetworkError),
        (502, "Bad Gateway", NetworkError),
    ],
)
async def test_any_status_can_be_asked_for(
    bot: Bot, sandbox: Sandbox, status: int, description: str, error: type[TelegramError]
) -> None:
    fault = sandbox.fail(Fault(status=status, description=description, method="sendMessage"))
    with pytest.raises(error) as raised:
        await bot.send_message(ANA, "hi")
    assert type(raised.value) is error
    assert (fault.hits, texts(sandbox)) == (1, [])


async def test_a_group_can_become_a_supergroup(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.fail(Fault(status=400, description="Bad Request: group chat was upgraded", migrate_to_chat_id=-1007))
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(ANA, "hi")
    assert moved.value.new_chat_id == -1007


async def test_a_fault_meets_only_its_method_and_chat_and_may_let_some_pass(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_starts(TOM)
    fault = sandbox.fail(Fault(method="sendmessage", chat_id=TOM, skip=1, times=None))
    await bot.send_message(ANA, "hi")
    await bot.send_message(TOM, "hi")
    await bot.get_me()
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.send_message(TOM, "hi")
    assert fault.hits == 3
    sandbox.faults.clear()
    await bot.send_message(TOM, "hi")


async def test_a_slow_call_waits_before_it_has_an_effect(bot: Bot, sandbox: Sandbox) -> None:
    fault = sandbox.fail(Fault("slow", method="sendMessage", release=asyncio.Event()))
    sending = asyncio.create_task(bot.send_message(ANA, "slow"))
    await sandbox.wait_for(lambda: fault.hits)
    await bot.send_message(ANA, "quick")
    assert texts(sandbox) == ["quick"]
    assert fault.release is not None
    fault.release.set()
    await sending
    assert texts(sandbox) == ["quick", "slow"]


async def test_a_timeout_may_mean_delivered(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.fail(Fault("slow_after", method="sendMessage", release=asyncio.Event()))
    sending = asyncio.create_task(bot.send_message(ANA, "once", read_timeout=0.5))
    await sandbox.wait_for(lambda: texts(sandbox) == ["once"])
    with pytest.raises(TimedOut):
        await sending


async def test_seconds_release_a_slow_call_too(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.fail(Fault("slow", method="sendMessage", seconds=0.01))
    assert (await bot.send_message(ANA, "hi")).text == "hi"


async def test_a_dropped_connection_before_and_after_the_effect(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.fail(Fault("drop", method="sendMessage"))
    sandbox.fail(Fault("drop_after", method="sendMessage"))
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(ANA, "hi")
    assert texts(sandbox) == ["hi"]
    first, second = sandbox.transcript.calls("sendMessage")
    assert (first.fault, first.result, first.ok) == ("drop", None, False)
    assert (second.fault, second.result["text"], second.ok) == ("drop_after", "hi", False)


async def test_half_an_answer_is_no_json(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.fail(Fault("truncated", method="sendMessage"))
    with pytest.raises(TelegramError, match="Invalid server response"):
        await bot.send_message(ANA, "hi")
    assert texts(sandbox) == ["hi"]


async def test_a_poll_can_fail_and_the_updates_stay(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_says(ANA, "hello")
    sandbox.fail(Fault(method="getUpdates", status=502))
    with pytest.raises(NetworkError):
        await bot.get_updates()
    assert len(await bot.get_updates()) == 1


async def test_stopping_the_server_releases_slow_calls(server: SandboxServer, raw: Raw, sandbox: Sandbox) -> None:
    fault = sandbox.fail(Fault("slow", method="getMe", release=asyncio.Event()))
    slow = asyncio.create_task(raw.call("getMe"))
    await sandbox.wait_for(lambda: fault.hits)
    await server.stop()
    try:
        assert (await slow)[0] == 200
    except aiohttp.ClientConnectionError:
        return
