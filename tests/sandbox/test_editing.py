"""Changing, deleting and marking messages; answering taps."""

from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument, ReplyKeyboardMarkup
from telegram.error import BadRequest

from bot.clock import StoppedClock
from bot.sandbox import NotPossibleError, Sandbox
from bot.sandbox.pictures import png

from .conftest import ANA, START, Raw

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"
KEYBOARD = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a")]])


async def test_a_text_is_edited_in_place_and_loses_its_keyboard(
    bot: Bot, sandbox: Sandbox, clock: StoppedClock
) -> None:
    message = await bot.send_message(ANA, "one", reply_markup=KEYBOARD)
    clock.forward(timedelta(minutes=5))
    edited = await bot.edit_message_text("<b>two</b>", ANA, message.message_id, parse_mode="HTML")
    assert not isinstance(edited, bool)
    assert (edited.message_id, edited.text, edited.reply_markup) == (message.message_id, "two", None)
    assert (edited.date, edited.edit_date) == (START, START + timedelta(minutes=5))
    (shown,) = sandbox.chat(ANA).messages
    assert [content.text for content, _ in shown.versions] == ["one"]


async def test_the_same_again_is_not_modified(raw: Raw) -> None:
    sent = await raw.result("sendMessage", chat_id=ANA, text="one", reply_markup=KEYBOARD.to_json())
    where = {"chat_id": ANA, "message_id": sent["message_id"]}
    same = await raw.refused(
        "editMessageText", text=" <b></b>one", parse_mode="HTML", reply_markup=KEYBOARD.to_json(), **where
    )
    assert same == (400, NOT_MODIFIED)
    assert await raw.refused("editMessageReplyMarkup", reply_markup=KEYBOARD.to_json(), **where) == (400, NOT_MODIFIED)
    await raw.result("editMessageReplyMarkup", **where)
    assert await raw.refused("editMessageReplyMarkup", **where) == (400, NOT_MODIFIED)
    await raw.result("editMessageText", text="one", reply_markup=KEYBOARD.to_json(), **where)


async def test_a_change_of_buttons_alone_does_not_mark_the_message_as_edited(bot: Bot, sandbox: Sandbox) -> None:
    message = await bot.send_message(ANA, "one")
    edited = await bot.edit_message_reply_markup(ANA, message.message_id, reply_markup=KEYBOARD)
    assert not isinstance(edited, bool)
    assert (edited.edit_date, edited.reply_markup) == (None, KEYBOARD)


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageText", {"text": "x", "message_id": 999}, "message to edit not found"),
        ("editMessageText", {"text": "", "message_id": 1}, "message text is empty"),
        ("editMessageText", {"text": "x" * 4097, "message_id": 1}, "message is too long"),
        ("editMessageText", {"text": "x", "message_id": 2}, "message can't be edited"),
        ("editMessageText", {"text": "x", "message_id": 3}, "message can't be edited"),
        ("editMessageText", {"text": "x", "message_id": 4}, "there is no text in the message to edit"),
        ("editMessageCaption", {"caption": "x", "message_id": 1}, "there is no caption in the message to edit"),
        ("editMessageText", {"text": "x", "inline_message_id": "abc"}, "MESSAGE_ID_INVALID"),
        (
            "editMessageText",
            {"text": "x", "message_id": 1, "reply_markup": {"keyboard": [["a"]]}},
            "inline keyboard expected",
        ),
        ("editMessageMedia", {"message_id": 4}, 'parameter "media" is required'),
        ("editMessageMedia", {"message_id": 4, "media": "{"}, "can't parse input media JSON object"),
        (
            "editMessageMedia",
            {"message_id": 4, "media": {"type": "photo", "media": "attach://nothing"}},
            "can't parse InputMedia: Can't find uploaded file with name nothing",
        ),
        ("deleteMessage", {"message_id": 999}, "message to delete not found"),
        ("deleteMessages", {"message_ids": []}, "message identifiers are not specified"),
        ("deleteMessages", {"message_ids": list(range(1, 102))}, "too many messages to delete"),
        ("pinChatMessage", {"message_id": 999}, "message to pin not found"),
        ("unpinChatMessage", {}, "message to unpin not found"),
        ("setMessageReaction", {"message_id": 999}, "message to react not found"),
        ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "🦷"}]}, "REACTION_INVALID"),
        (
            "setMessageReaction",
            {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}] * 2},
            "REACTIONS_TOO_MANY",
        ),
    ],
)
async def test_refusals(raw: Raw, bot: Bot, sandbox: Sandbox, method: str, params: dict[str, Any], words: str) -> None:
    """Message 1 is a text of the bot, 2 is Ana's, 3 brought a reply keyboard, 4 is a photo."""
    await bot.send_message(ANA, "text")
    sandbox.person_says(ANA, "mine")
    await bot.send_message(ANA, "keyboard", reply_markup=ReplyKeyboardMarkup([["a"]]))
    await bot.send_photo(ANA, png(5, 5), caption="caption")
    assert await raw.refused(method, chat_id=ANA, **params) == (400, f"Bad Request: {words}")


async def test_captions_and_pictures_can_be_exchanged(bot: Bot, sandbox: Sandbox) -> None:
    photo = await bot.send_photo(ANA, png(5, 5), caption="one")
    await bot.edit_message_caption(ANA, photo.message_id, caption="<i>two</i>", parse_mode="HTML")
    assert sandbox.chat(ANA).messages[0].text == "two"
    changed = await bot.edit_message_media(
        InputMediaDocument(b"%PDF", filename="a.pdf", caption="three"), ANA, photo.message_id
    )
    assert not isinstance(changed, bool)
    assert changed.document is not None
    assert (changed.document.file_name, changed.caption, changed.photo) == ("a.pdf", "three", ())


async def test_deleting_takes_a_message_away_for_48_hours(bot: Bot, sandbox: Sandbox, clock: StoppedClock) -> None:
    old = await bot.send_message(ANA, "old")
    clock.forward(timedelta(hours=47, minutes=59))
    new = await bot.send_message(ANA, "new")
    theirs = sandbox.person_says(ANA, "theirs")
    assert await bot.delete_message(ANA, theirs.id)
    clock.forward(timedelta(minutes=1))
    with pytest.raises(BadRequest, match="can't be deleted for everyone"):
        await bot.delete_message(ANA, old.message_id)
    assert await bot.delete_messages(ANA, [old.message_id, new.message_id, 999])
    assert [m.text for m in sandbox.chat(ANA).messages] == ["old"]
    assert [m.text for m in sandbox.chat(ANA).gone] == ["theirs", "new"]


async def test_pins_and_reactions(bot: Bot, sandbox: Sandbox) -> None:
    chat = sandbox.chat(ANA)
    one, two = [await bot.send_message(ANA, text) for text in ("one", "two")]
    await bot.pin_chat_message(ANA, one.message_id)
    await bot.pin_chat_message(ANA, two.message_id)
    assert chat.pinned == [one.message_id, two.message_id]
    info = await bot.get_chat(ANA)
    assert info.pinned_message is not None
    assert info.pinned_message.text == "two"
    await bot.unpin_chat_message(ANA)
    assert chat.pinned == [one.message_id]
    await bot.unpin_all_chat_messages(ANA)
    await bot.pin_chat_message(ANA, one.message_id)
    await bot.delete_message(ANA, one.message_id)
    assert chat.pinned == []
    await bot.set_message_reaction(ANA, two.message_id, "❤")
    assert chat.messages[-1].reaction == "❤"
    await bot.set_message_reaction(ANA, two.message_id)
    assert chat.messages[-1].reaction is None


async def test_a_tap_is_answered_once(raw: Raw, bot: Bot, sandbox: Sandbox) -> None:
    message = await bot.send_message(ANA, "one", reply_markup=KEYBOARD)
    sandbox.person_taps(ANA, message.message_id, "a")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id, query.message.message_id) == ("a", ANA, message.message_id)
    assert len(sandbox.unanswered) == 1
    refused = await raw.refused("answerCallbackQuery", callback_query_id=query.id, text="x" * 201)
    assert refused == (400, "Bad Request: message is too long")
    await query.answer("x" * 200, show_alert=True)
    assert sandbox.changes.journal[-1].detail == {"text": "x" * 200, "alert": True}
    assert sandbox.unanswered == []
    assert await raw.refused("answerCallbackQuery", callback_query_id=query.id) == (400, TOO_OLD)


async def test_an_old_tap_and_an_unknown_one_cannot_be_answered(
    raw: Raw, bot: Bot, sandbox: Sandbox, clock: StoppedClock
) -> None:
    message = await bot.send_message(ANA, "one", reply_markup=KEYBOARD)
    query = sandbox.person_taps(ANA, message.message_id, "a")
    clock.forward(timedelta(minutes=2))
    assert await raw.refused("answerCallbackQuery", callback_query_id=query.id) == (400, TOO_OLD)
    assert await raw.refused("answerCallbackQuery", callback_query_id="77") == (400, TOO_OLD)
    assert await raw.refused("answerCallbackQuery") == (400, TOO_OLD)


async def test_a_tap_on_a_message_that_is_gone_comes_with_an_inaccessible_one(bot: Bot, sandbox: Sandbox) -> None:
    message = await bot.send_message(ANA, "one", reply_markup=KEYBOARD)
    await bot.delete_message(ANA, message.message_id)
    with pytest.raises(NotPossibleError):
        sandbox.person_taps(ANA, message.message_id, "a")
    sandbox.forged_tap(ANA, message.message_id, "a")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.message is not None
    assert not update.callback_query.message.is_accessible
