"""Keyboards: what Telegram takes, what it refuses, what the chat shows."""

from typing import Any

import pytest
from telegram import Bot, ForceReply, InlineKeyboardButton, InlineKeyboardMarkup, KeyboardButton, ReplyKeyboardRemove
from telegram import ReplyKeyboardMarkup as Reply

from bot.sandbox import Phone, Sandbox

from .conftest import ANA, Raw


def rows(*sizes: int) -> list[list[dict[str, str]]]:
    return [[{"text": "x", "callback_data": "x"}] * size for size in sizes]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ([], "object expected as reply markup"),
        ({"inline_keyboard": {}}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array'),
        ({"inline_keyboard": [{}]}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
        ({"keyboard": 1}, 'field "keyboard" of the ReplyKeyboardMarkup must be an Array'),
        (
            {"keyboard": [["a"]], "resize_keyboard": "yes"},
            'field "resize_keyboard" of the ReplyKeyboardMarkup must be of the type Boolean',
        ),
        (
            {"inline_keyboard": [["a"]]},
            "can't parse inline keyboard button: InlineKeyboardButton must be an Object",
        ),
        (
            {"inline_keyboard": [[{"callback_data": "a"}]]},
            "can't parse inline keyboard button: Can't find field \"text\"",
        ),
        (
            {"inline_keyboard": [[{"text": "a"}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "a", "callback_data": ""}]]},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            {"inline_keyboard": [[{"text": "a", "callback_data": ["b"]}]]},
            'can\'t parse inline keyboard button: Field "callback_data" must be of type String',
        ),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "x" * 65}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": "a", "callback_data": "é" * 33}]]}, "BUTTON_DATA_INVALID"),
        ({"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}, "BUTTON_TEXT_INVALID"),
        ({"inline_keyboard": rows(9)}, "reply markup is too long"),
        ({"inline_keyboard": rows(*[8] * 12, 5)}, "reply markup is too long"),
        (
            {"inline_keyboard": [[{"text": "a", "callback_data": "x", "style": "loud"}]]},
            "can't parse inline keyboard button: invalid button style specified",
        ),
        (
            {"inline_keyboard": [[{"text": "a", "url": "tel:112"}]]},
            "inline keyboard button URL 'tel:112' is invalid: Unsupported URL protocol",
        ),
        (
            {"inline_keyboard": [[{"text": "a", "url": "http://localhost/x"}]]},
            "inline keyboard button URL 'http://localhost/x' is invalid: Wrong HTTP URL",
        ),
        ({"inline_keyboard": [[{"text": "a", "copy_text": {"text": ""}}]]}, "BUTTON_COPY_TEXT_INVALID"),
        ({"keyboard": [[7]]}, "can't parse keyboard button: KeyboardButton must be a String or an Object"),
        (
            {"keyboard": [[{"text": "a", "request_location": "yes"}]]},
            'can\'t parse keyboard button: Field "request_location" must be of type Boolean',
        ),
        ({"keyboard": [["a"] * 13]}, "reply markup is too long"),
        ({"force_reply": True, "input_field_placeholder": "x" * 65}, "input field placeholder is too long"),
    ],
)
async def test_a_wrong_keyboard_is_refused(raw: Raw, markup: Any, words: str) -> None:
    answer = await raw.refused("sendMessage", chat_id=ANA, text="hi", reply_markup=markup)
    assert answer == (400, f"Bad Request: {words}")


async def test_the_largest_keyboard_and_the_longest_data(raw: Raw) -> None:
    largest = rows(*[8] * 12, 4)
    largest[0][0] = {"text": "x", "callback_data": "é" * 32}
    message = await raw.result("sendMessage", chat_id=ANA, text="hi", reply_markup={"inline_keyboard": largest})
    assert message["reply_markup"] == {"inline_keyboard": largest}


async def test_buttons_keep_their_colours_links_and_texts_to_copy(bot: Bot, sandbox: Sandbox) -> None:
    buttons = [
        InlineKeyboardButton("a", callback_data="x", style="danger"),
        InlineKeyboardButton("b", url="https://example.org"),
        InlineKeyboardButton("c", url="tg://user?id=1"),
    ]
    message = await bot.send_message(ANA, "hi", reply_markup=InlineKeyboardMarkup([buttons]))
    assert message.reply_markup is not None
    assert message.reply_markup.inline_keyboard == (tuple(buttons),)


async def test_a_reply_keyboard_stays_until_it_is_removed_and_is_not_in_the_answer(
    bot: Bot, sandbox: Sandbox, ana: Phone
) -> None:
    keyboard = Reply([["Yes", KeyboardButton("Me", request_contact=True)]], input_field_placeholder="Yes?")
    message = await bot.send_message(ANA, "Sure?", reply_markup=keyboard)
    assert message.reply_markup is None
    shown = sandbox.chat(ANA).keyboard
    assert shown is not None
    assert (shown.placeholder, shown.one_time, shown.message_id) == ("Yes?", False, message.message_id)
    await ana.taps("yes")
    await ana.taps("Me")
    assert ana.keyboard() == ["Yes", "Me"]
    contact = sandbox.queue.waiting[-1].update["message"]["contact"]
    assert contact == {"phone_number": "+34600000000", "first_name": "Ana", "user_id": ANA}
    await bot.send_message(ANA, "Plain")
    assert ana.keyboard() == ["Yes", "Me"]
    await bot.send_message(ANA, "Gone", reply_markup=ReplyKeyboardRemove())
    assert ana.keyboard() == []


async def test_a_keyboard_goes_with_the_message_that_brought_it(bot: Bot, ana: Phone) -> None:
    message = await bot.send_message(ANA, "Sure?", reply_markup=Reply([["Yes"]]))
    await bot.delete_message(ANA, message.message_id)
    assert ana.keyboard() == []


async def test_after_force_reply_the_next_message_is_a_reply(bot: Bot, ana: Phone, sandbox: Sandbox) -> None:
    message = await bot.send_message(ANA, "Your note?", reply_markup=ForceReply())
    await ana.says("it is better")
    await ana.says("and this is not a reply")
    first, second = (waiting.update["message"] for waiting in sandbox.queue.waiting)
    assert first["reply_to_message"]["message_id"] == message.message_id
    assert "reply_to_message" not in second
