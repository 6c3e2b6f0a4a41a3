"""Sending: who can be written to, the limits, and the refusals word for word."""

from typing import Any

import pytest
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.constants import ChatAction
from telegram.error import BadRequest, Forbidden

from bot.sandbox import Sandbox
from bot.sandbox.pictures import png

from .conftest import ANA, GROUP, START, TOM, Raw


async def test_a_message_comes_back_as_telegram_shows_it(bot: Bot, sandbox: Sandbox) -> None:
    message = await bot.send_message(ANA, "  <b>Hello</b> Ana\n", parse_mode="HTML", disable_notification=True)
    assert (message.text, message.text_html, message.date) == ("Hello Ana", "<b>Hello</b> Ana", START)
    assert message.from_user == bot.bot
    shown = sandbox.chat(ANA).messages[-1]
    assert (shown.id, shown.silent, shown.sender) == (message.message_id, True, None)
    second = await bot.send_message(ANA, "Again", reply_to_message_id=message.message_id, protect_content=True)
    assert second.message_id > message.message_id
    assert second.reply_to_message is not None
    assert second.reply_to_message.text == "Hello Ana"
    assert second.has_protected_content


@pytest.mark.parametrize(
    ("params", "status", "words"),
    [
        ({}, 400, "Bad Request: message text is empty"),
        ({"text": "hi"}, 400, "Bad Request: chat_id is empty"),
        ({"text": "hi", "chat_id": 999}, 400, "Bad Request: chat not found"),
        ({"text": "hi", "chat_id": "@somebody"}, 400, "Bad Request: chat not found"),
        ({"text": "hi", "chat_id": TOM}, 403, "Forbidden: bot can't initiate conversation with a user"),
        ({"text": "hi", "chat_id": GROUP}, 400, "Bad Request: chat not found"),
        ({"text": "", "chat_id": ANA}, 400, "Bad Request: message text is empty"),
        ({"text": " \n ", "chat_id": ANA}, 400, "Bad Request: text must be non-empty"),
        ({"text": "<b> </b>", "chat_id": ANA, "parse_mode": "HTML"}, 400, "Bad Request: text must be non-empty"),
        ({"text": "x" * 4097, "chat_id": ANA}, 400, "Bad Request: message is too long"),
        ({"text": "😀" * 2049, "chat_id": ANA}, 400, "Bad Request: message is too long"),
        ({"text": "hi", "chat_id": ANA, "parse_mode": "Word"}, 400, "Bad Request: unsupported parse_mode"),
        (
            {"text": "hi", "chat_id": ANA, "reply_parameters": {"message_id": 77}},
            400,
            "Bad Request: message to be replied not found",
        ),
    ],
)
async def test_what_cannot_be_sent_is_refused(raw: Raw, params: dict[str, Any], status: int, words: str) -> None:
    assert await raw.refused("sendMessage", **params) == (status, words)


async def test_the_longest_text_counts_utf16_units_after_the_markup_is_read(raw: Raw) -> None:
    for text in ("x" * 4096, "😀" * 2048, f"<b>{'x' * 4096}</b>", "&lt;" * 4096):
        await raw.result("sendMessage", chat_id=ANA, text=text, parse_mode="HTML")


async def test_a_reply_to_nothing_can_be_allowed(raw: Raw) -> None:
    parameters = {"message_id": 77, "allow_sending_without_reply": True}
    message = await raw.result("sendMessage", chat_id=ANA, text="hi", reply_parameters=parameters)
    assert "reply_to_message" not in message


async def test_blocking_unblocking_and_leaving(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_blocks(ANA)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(ANA, "hi")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_chat_action(ANA, ChatAction.TYPING)
    sandbox.person_unblocks(ANA)
    await bot.send_message(ANA, "hi")
    sandbox.person_leaves_telegram(ANA)
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(ANA, "hi")


async def test_a_contact_card_a_place_and_typing(bot: Bot, sandbox: Sandbox) -> None:
    card = await bot.send_contact(ANA, "112", "Emergency", last_name="number")
    assert card.contact is not None
    assert (card.contact.phone_number, card.contact.last_name) == ("112", "number")
    place = await bot.send_location(ANA, 40.5, -3.5)
    assert place.location is not None
    assert (place.location.latitude, place.location.longitude) == (40.5, -3.5)
    assert await bot.send_chat_action(ANA, ChatAction.TYPING)
    assert sandbox.changes.journal[-1].detail == {"action": "typing"}


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        ("sendContact", {"first_name": "x"}, 'Bad Request: parameter "phone_number" is required'),
        ("sendContact", {"phone_number": "1"}, 'Bad Request: parameter "first_name" is required'),
        ("sendLocation", {"longitude": 1}, "Bad Request: latitude is empty"),
        ("sendLocation", {"latitude": 91, "longitude": 1}, "Bad Request: invalid location specified"),
        ("sendChatAction", {"action": "dance"}, "Bad Request: wrong parameter action in request"),
        ("sendPhoto", {}, "Bad Request: there is no photo in the request"),
        ("sendPhoto", {"photo": "http://example.org/a.png"}, "Bad Request: failed to get HTTP URL content"),
        (
            "sendPhoto",
            {"photo": "nonsense"},
            "Bad Request: wrong remote file identifier specified: Wrong string length",
        ),
        ("sendMediaGroup", {}, 'Bad Request: parameter "media" is required'),
        ("sendMediaGroup", {"media": "[1"}, "Bad Request: can't parse media JSON object"),
        ("sendMediaGroup", {"media": {}}, "Bad Request: expected an Array of InputMedia"),
        ("sendMediaGroup", {"media": [1]}, "Bad Request: can't parse InputMedia: expected an Object"),
        (
            "sendMediaGroup",
            {"media": [{"type": "animation", "media": "x"}]},
            "Bad Request: can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup",
        ),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo"}]},
            "Bad Request: can't parse InputMedia: media not found",
        ),
        ("copyMessage", {"from_chat_id": ANA, "message_id": 99}, "Bad Request: message to copy not found"),
    ],
)
async def test_refusals_of_the_other_methods(raw: Raw, method: str, params: dict[str, Any], words: str) -> None:
    assert await raw.refused(method, chat_id=ANA, **params) == (400, words)


async def test_captions_have_1024_units(bot: Bot) -> None:
    photo = await bot.send_photo(ANA, png(10, 10), caption=f"<i>{'😀' * 512}</i>", parse_mode="HTML")
    assert photo.caption == "😀" * 512
    assert photo.caption_entities[0].length == 1024
    with pytest.raises(BadRequest, match=r"[Mm]essage caption is too long"):
        await bot.send_photo(ANA, png(10, 10), caption="x" * 1025)


async def test_an_album_is_two_to_ten_pictures(bot: Bot, sandbox: Sandbox) -> None:
    pictures = [InputMediaPhoto(png(10, 10), caption="<b>a</b>", parse_mode="HTML"), InputMediaPhoto(png(9, 9))]
    album = await bot.send_media_group(ANA, pictures)
    assert [message.caption for message in album] == ["a", None]
    assert len({message.media_group_id for message in album}) == 1
    assert [m.content.kind for m in sandbox.chat(ANA).messages] == ["photo", "photo"]
    with pytest.raises(BadRequest, match=r"[Tt]oo few"):
        await bot.send_media_group(ANA, pictures[:1])
    with pytest.raises(BadRequest, match=r"[Tt]oo many"):
        await bot.send_media_group(ANA, pictures * 6)
    with pytest.raises(BadRequest, match="can't be mixed"):
        await bot.send_media_group(ANA, [pictures[0], InputMediaDocument(b"x", filename="a.txt")])


async def test_a_message_can_be_copied(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_starts(TOM)
    photo = await bot.send_photo(ANA, png(10, 10), caption="one")
    copied = await bot.copy_message(TOM, ANA, photo.message_id)
    await bot.copy_message(TOM, ANA, photo.message_id, caption="two")
    assert [m.text for m in sandbox.chat(TOM).messages] == ["/start", "one", "two"]
    assert copied.message_id == sandbox.chat(TOM).messages[1].id
