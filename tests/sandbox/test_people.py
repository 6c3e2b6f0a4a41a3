"""What people do, and which update the bot gets for it."""

from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, Forbidden

from bot.sandbox import NotPossibleError, Phone, Sandbox

from .conftest import ANA, GROUP, TOM


def kinds(sandbox: Sandbox) -> list[str]:
    return [next(key for key in waiting.update if key != "update_id") for waiting in sandbox.queue.waiting]


def newest(sandbox: Sandbox) -> Any:
    return next(value for key, value in sandbox.queue.waiting[-1].update.items() if key != "update_id")


async def test_blocking_and_unblocking_reach_the_bot(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_blocks(ANA)
    sandbox.person_unblocks(ANA)
    blocked, unblocked = [update.my_chat_member for update in await bot.get_updates(allowed_updates=Update.ALL_TYPES)]
    assert blocked is not None
    assert unblocked is not None
    assert (blocked.old_chat_member.status, blocked.new_chat_member.status) == ("member", "kicked")
    assert (unblocked.old_chat_member.status, unblocked.new_chat_member.status) == ("kicked", "member")
    assert (blocked.chat.id, blocked.from_user.id) == (ANA, ANA)


async def test_start_unblocks_a_blocked_bot(sandbox: Sandbox) -> None:
    sandbox.person_blocks(ANA)
    sandbox.person_starts(ANA)
    assert kinds(sandbox) == ["my_chat_member", "my_chat_member", "message"]
    assert newest(sandbox)["text"] == "/start"


async def test_an_edited_message_is_another_kind_of_update(sandbox: Sandbox) -> None:
    message = sandbox.person_says(ANA, "better")
    sandbox.person_edits(ANA, message.id, "worse")
    assert kinds(sandbox) == ["message", "edited_message"]
    edited = newest(sandbox)
    assert (edited["message_id"], edited["text"]) == (message.id, "worse")
    assert edited["edit_date"] == edited["date"]
    assert sandbox.queue.waiting[0].update["message"]["text"] == "better"


async def test_a_text_of_5000_characters_comes_in_two_messages(sandbox: Sandbox) -> None:
    sandbox.person_says(ANA, "x" * 5000)
    assert [len(w.update["message"]["text"]) for w in sandbox.queue.waiting] == [4096, 904]


async def test_a_place_and_a_contact(sandbox: Sandbox) -> None:
    sandbox.person_sends_location(ANA, 40.4, -3.7)
    assert newest(sandbox)["location"] == {"latitude": 40.4, "longitude": -3.7}
    sandbox.person_sends_contact(ANA, "+34600", "Bea")
    assert newest(sandbox)["contact"] == {"phone_number": "+34600", "first_name": "Bea"}


async def test_what_an_app_does_not_offer_is_an_error(sandbox: Sandbox) -> None:
    mine = sandbox.person_says(ANA, "hello")
    for nonsense in (
        lambda: sandbox.person_says(999, "hi"),
        lambda: sandbox.person_says(ANA, "  "),
        lambda: sandbox.person_says(ANA, "hi", reply_to=999),
        lambda: sandbox.person_says(ANA, "hi", chat_id=-1),
        lambda: sandbox.person_edits(TOM, mine.id, "theirs"),
        lambda: sandbox.person_edits(ANA, mine.id, ""),
        lambda: sandbox.person_taps(ANA, mine.id, "x"),
        lambda: sandbox.person_sends_location(ANA, 91, 0),
        lambda: sandbox.person_sends_contact(ANA, "", "x"),
        lambda: sandbox.person_sends_photo(ANA, caption="x" * 1025),
        lambda: sandbox.person_unblocks(ANA),
        lambda: sandbox.person_adds_bot(ANA, ANA),
        lambda: sandbox.add_person(ANA, "Again"),
        lambda: sandbox.add_group(5, "Positive", []),
    ):
        with pytest.raises(ValueError, match=r"."):
            nonsense()
    sandbox.person_blocks(ANA)
    with pytest.raises(NotPossibleError, match="unblock"):
        sandbox.person_says(ANA, "hi")
    with pytest.raises(NotPossibleError, match="blocked"):
        sandbox.forged_tap(ANA, mine.id, "x")
    sandbox.person_leaves_telegram(TOM)
    with pytest.raises(NotPossibleError, match="deleted the account"):
        sandbox.person_starts(TOM)


async def test_a_bot_is_added_to_a_group_and_thrown_out(bot: Bot, sandbox: Sandbox) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(GROUP, "hi")
    sandbox.person_adds_bot(ANA, GROUP)
    membership, service = await bot.get_updates()
    assert membership.my_chat_member is not None
    assert (membership.my_chat_member.chat.id, membership.my_chat_member.new_chat_member.status) == (GROUP, "member")
    assert service.message is not None
    assert service.message.new_chat_members == (bot.bot,)
    assert (await bot.send_message(GROUP, "hi all")).chat.title == "Family"
    assert await bot.get_chat_member_count(GROUP) == 3
    assert (await bot.get_chat_member(GROUP, ANA)).status == "creator"
    assert (await bot.get_chat_member(GROUP, TOM)).status == "member"
    assert (await bot.get_chat_member(GROUP, bot.id)).status == "member"
    sandbox.person_removes_bot(ANA, GROUP)
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(GROUP, "hi")


async def test_a_bot_leaves_a_group(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_adds_bot(ANA, GROUP)
    assert await bot.leave_chat(GROUP)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.get_chat(GROUP)
    with pytest.raises(BadRequest, match="private chats"):
        await bot.leave_chat(ANA)


async def test_in_groups_the_bot_reads_commands_mentions_and_replies_only(
    bot: Bot, sandbox: Sandbox, ana: Phone
) -> None:
    sandbox.person_adds_bot(ANA, GROUP)
    sandbox.queue.waiting.clear()
    said = await bot.send_message(GROUP, "hello")
    for text in ("private words", "/help", "/help@stepwell_demo_bot", "/help@other_bot", "hey @Stepwell_demo_bot"):
        await ana.says_in(GROUP, text)
    sandbox.person_says(TOM, "an answer", reply_to=said.message_id, chat_id=GROUP)
    texts = [waiting.update["message"]["text"] for waiting in sandbox.queue.waiting]
    assert texts == ["/help", "/help@stepwell_demo_bot", "hey @Stepwell_demo_bot", "an answer"]
    with pytest.raises(Forbidden, match="initiate"):
        await bot.send_message(TOM, "hi")


async def test_chats_and_members(bot: Bot, sandbox: Sandbox) -> None:
    chat = await bot.get_chat(ANA)
    assert (chat.id, chat.type, chat.first_name, chat.active_usernames) == (ANA, "private", "Ana", ("ana",))
    assert (await bot.get_chat_member(ANA, ANA)).status == "member"
    for unknown in (TOM, 999):
        with pytest.raises(BadRequest, match="Chat not found"):
            await bot.get_chat(unknown)
    with pytest.raises(BadRequest, match="User not found"):
        await bot.get_chat_member(ANA, 999)


async def test_waiting_and_watching(sandbox: Sandbox) -> None:
    feed = sandbox.subscribe()
    sandbox.person_says(ANA, "one")
    sandbox.person_blocks(ANA)
    feed.close()
    sandbox.person_unblocks(ANA)
    assert [(h.kind, h.chat_id) async for h in feed] == [("message", ANA), ("blocked", ANA)]
    await sandbox.wait_for(lambda: len(sandbox.queue.waiting) == 3)
