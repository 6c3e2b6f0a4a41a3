"""getUpdates: offsets, limits, filters, age, and who ends whose poll."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot
from telegram.error import Conflict

from bot.clock import StoppedClock
from bot.sandbox import Sandbox, SandboxServer

from .conftest import ANA, START, TOKEN, TOM, Raw, client

OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


def texts(updates: Any) -> list[str]:
    return [update.message.text for update in updates]


async def test_updates_stay_until_a_higher_offset_confirms_them(bot: Bot, sandbox: Sandbox) -> None:
    for text in ("one", "two", "three"):
        sandbox.person_says(ANA, text)
    first = await bot.get_updates()
    assert texts(first) == ["one", "two", "three"]
    assert texts(await bot.get_updates()) == ["one", "two", "three"]
    assert texts(await bot.get_updates(offset=first[1].update_id)) == ["two", "three"]
    assert texts(await bot.get_updates(offset=first[0].update_id)) == ["two", "three"]
    assert await bot.get_updates(offset=first[2].update_id + 1) == ()
    await sandbox.confirmed()


async def test_update_ids_grow_by_one_and_the_same_seed_gives_the_same_ids(clock: StoppedClock) -> None:
    ids = []
    for seed in (7, 7, 8):
        sandbox = Sandbox(TOKEN, clock, seed=seed)
        sandbox.add_person(ANA, "Ana")
        sandbox.person_says(ANA, "one")
        sandbox.person_says(ANA, "two")
        ids.append([waiting.id for waiting in sandbox.queue.waiting])
    assert ids[0] == ids[1] != ids[2]
    assert ids[0][1] == ids[0][0] + 1 > 100_000_000


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(bot: Bot, sandbox: Sandbox) -> None:
    for text in ("one", "two", "three"):
        sandbox.person_says(ANA, text)
    assert texts(await bot.get_updates(offset=-2)) == ["two", "three"]
    assert texts(await bot.get_updates()) == ["two", "three"]
    assert texts(await bot.get_updates(offset=-100)) == ["two", "three"]


async def test_an_offset_far_past_the_end_is_taken_for_a_mistake(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_says(ANA, "one")
    assert texts(await bot.get_updates(offset=sandbox.queue.next_id + 1000)) == ["one"]


async def test_limit_is_put_between_1_and_100(raw: Raw, sandbox: Sandbox) -> None:
    for number in range(120):
        sandbox.person_says(ANA, f"{number}")
    assert [len(await raw.result("getUpdates", limit=limit)) for limit in (2, 1000, -5)] == [2, 100, 1]
    assert len(await raw.result("getUpdates")) == 100


async def test_a_long_poll_returns_as_soon_as_somebody_writes(bot: Bot, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=50))
    await sandbox.wait_for(lambda: sandbox.poll)
    sandbox.person_says(ANA, "hello")
    assert texts(await poll) == ["hello"]
    assert sandbox.poll is None


async def test_a_long_poll_ends_empty_when_nobody_writes(raw: Raw, sandbox: Sandbox) -> None:
    assert await raw.result("getUpdates", timeout=1) == []
    assert sandbox.poll is None
    assert sandbox.transcript.entries == []


async def test_a_second_poll_ends_the_first_one(bot: Bot, server: SandboxServer, sandbox: Sandbox) -> None:
    async with client(server) as other:
        first = asyncio.create_task(bot.get_updates(timeout=50))
        await sandbox.wait_for(lambda: sandbox.poll)
        one = sandbox.poll
        second = asyncio.create_task(other.get_updates(timeout=50))
        await sandbox.wait_for(lambda: sandbox.poll not in (one, None))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        sandbox.person_says(ANA, "for the second")
        assert texts(await second) == ["for the second"]


async def test_a_short_poll_lets_a_waiting_one_be(raw: Raw, sandbox: Sandbox) -> None:
    waiting = asyncio.create_task(raw.result("getUpdates", timeout=50))
    await sandbox.wait_for(lambda: sandbox.poll)
    assert await raw.result("getUpdates") == []
    sandbox.person_says(ANA, "hello")
    assert len(await waiting) == 1


async def test_setting_a_webhook_ends_the_poll_and_forbids_the_next(raw: Raw, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(raw.refused("getUpdates", timeout=50))
    await sandbox.wait_for(lambda: sandbox.poll)
    await raw.result("setWebhook", url="http://127.0.0.1:9/hook")
    assert await poll == (409, "Conflict: terminated by setWebhook request")
    assert await raw.refused("getUpdates") == (
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )
    await raw.result("deleteWebhook")
    assert await raw.result("getUpdates") == []


async def test_the_texts_of_the_conflicts_are_telegrams(raw: Raw, sandbox: Sandbox) -> None:
    first = asyncio.create_task(raw.refused("getUpdates", timeout=50))
    await sandbox.wait_for(lambda: sandbox.poll)
    second = asyncio.create_task(raw.result("getUpdates", timeout=50))
    assert await first == (409, OTHER)
    sandbox.person_says(ANA, "hello")
    assert len(await second) == 1


async def test_allowed_updates_stick_and_an_empty_list_is_the_default(raw: Raw, sandbox: Sandbox) -> None:
    await raw.result("getUpdates", allowed_updates=["callback_query", "nonsense"])
    sandbox.person_says(ANA, "not wanted")
    assert await raw.result("getUpdates") == []
    assert (await raw.result("getWebhookInfo"))["allowed_updates"] == ["callback_query"]
    await raw.result("getUpdates", allowed_updates=[])
    sandbox.person_says(ANA, "wanted")
    sandbox.person_blocks(ANA)
    updates = await raw.result("getUpdates")
    assert [sorted(update)[0] for update in updates] == ["message", "my_chat_member"]
    assert "allowed_updates" not in await raw.result("getWebhookInfo")


async def test_a_broken_filter_is_refused(raw: Raw) -> None:
    assert (await raw.refused("getUpdates", allowed_updates="[message"))[0] == 400
    assert (await raw.refused("getUpdates", allowed_updates=[1]))[0] == 400


async def test_updates_are_forgotten_after_24_hours(bot: Bot, sandbox: Sandbox, clock: StoppedClock) -> None:
    sandbox.person_says(ANA, "yesterday")
    clock.forward(timedelta(hours=23))
    sandbox.person_says(ANA, "today")
    clock.forward(timedelta(hours=1))
    updates = await bot.get_updates()
    assert texts(updates) == ["today"]
    assert updates[0].message is not None
    assert updates[0].message.date == START + timedelta(hours=23)


async def test_messages_of_people_carry_who_and_where(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_starts(TOM, "invite_1")
    (update,) = await bot.get_updates()
    message = update.message
    assert message is not None
    assert message.from_user is not None
    assert (message.chat.id, message.chat.type, message.from_user.first_name) == (TOM, "private", "Tom")
    assert (message.text, message.from_user.language_code) == ("/start invite_1", "en")
    assert message.parse_entities(["bot_command"]) == {message.entities[0]: "/start"}


async def test_stopping_the_server_ends_the_waiting_poll(server: SandboxServer, raw: Raw, sandbox: Sandbox) -> None:
    poll = asyncio.create_task(raw.refused("getUpdates", timeout=50))
    await sandbox.wait_for(lambda: sandbox.poll)
    await server.stop()
    assert await poll == (500, "Internal Server Error: restart")
