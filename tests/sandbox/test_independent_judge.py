"""Every answer and every update of the stand-in, parsed by an independent strict client: aiogram's types."""

from typing import Any

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto

from bot.sandbox import Sandbox
from bot.sandbox.pictures import png
from tests.strict.aiogram_types import method_of, returned_by, update_of
from tests.strict.judge import unknown_fields

from .conftest import ANA, GROUP, Raw


def judge(method: str, result: Any) -> Any:
    known = method_of(method)
    assert known is not None
    parsed = returned_by(known).validate_python(result)
    assert unknown_fields(parsed) == []
    return parsed


KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "a", "style": "primary"}]]}
HTML = (
    "<b>a</b> <i>b</i> <u>c</u> <s>d</s> <tg-spoiler>e</tg-spoiler> <code>f</code> <pre>g</pre> "
    "<a href='https://example.org'>h</a> <blockquote>i</blockquote> /help https://example.org #tag"
)
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("getUpdates", {}),
    ("getWebhookInfo", {}),
    ("sendMessage", {"text": HTML, "parse_mode": "HTML", "reply_markup": KEYBOARD, "protect_content": True}),
    ("sendMessage", {"text": "hi", "reply_parameters": {"message_id": 1}}),
    ("sendLocation", {"latitude": 1.5, "longitude": 2}),
    ("sendContact", {"phone_number": "112", "first_name": "Emergency"}),
    ("sendChatAction", {"action": "typing"}),
    ("copyMessage", {"from_chat_id": ANA, "message_id": 1}),
    ("editMessageText", {"message_id": 1, "text": "new", "reply_markup": KEYBOARD}),
    ("editMessageReplyMarkup", {"message_id": 1, "reply_markup": KEYBOARD}),
    ("editMessageCaption", {"message_id": 2, "caption": "new"}),
    ("deleteMessage", {"message_id": 1}),
    ("pinChatMessage", {"message_id": 1}),
    ("setMessageReaction", {"message_id": 1, "reaction": [{"type": "emoji", "emoji": "👍"}]}),
    ("getChat", {}),
    ("getChatMember", {"user_id": ANA}),
    ("getChatMemberCount", {}),
    ("setMyCommands", {"commands": [{"command": "a", "description": "b"}], "scope": {"type": "default"}}),
    ("getMyCommands", {}),
    ("getMyName", {}),
    ("getMyDescription", {}),
    ("getMyShortDescription", {}),
    ("getChatMenuButton", {}),
]


@pytest.mark.parametrize(("method", "params"), CALLS)
async def test_answers_have_the_shape_that_another_client_expects(
    raw: Raw, bot: Bot, sandbox: Sandbox, method: str, params: dict[str, Any]
) -> None:
    await bot.send_message(ANA, "one")
    await bot.send_photo(ANA, png(4, 4))
    sandbox.person_says(ANA, "hello")
    judge(method, await raw.result(method, chat_id=ANA, **params))


async def test_files_and_albums_too(bot: Bot, sandbox: Sandbox) -> None:
    await bot.send_photo(ANA, png(4, 4), caption="<b>a</b>", parse_mode="HTML")
    await bot.send_document(ANA, b"x", filename="a.txt")
    await bot.send_animation(ANA, b"GIF89a\x05\0\x05\0", filename="a.gif")
    await bot.send_video(ANA, b"x", filename="a.mp4")
    await bot.send_voice(ANA, b"x")
    await bot.send_sticker(ANA, png(4, 4))
    album = await bot.send_media_group(ANA, [InputMediaPhoto(png(4, 4)), InputMediaPhoto(png(4, 4))])
    await bot.get_file(album[0].photo[-1].file_id)
    for entry in sandbox.transcript.calls():
        judge(entry.method, entry.result)


async def test_every_update_has_the_right_shape(bot: Bot, sandbox: Sandbox) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a")]])
    message = await bot.send_message(ANA, "one", reply_markup=keyboard)
    mine = sandbox.person_says(ANA, "/start abc", reply_to=message.message_id)
    sandbox.person_edits(ANA, mine.id, "changed")
    sandbox.person_taps(ANA, message.message_id, "a")
    sandbox.forged_tap(ANA, 999, "a")
    sandbox.person_sends_location(ANA, 1, 2)
    sandbox.person_sends_contact(ANA, "112", "x", user_id=ANA)
    sandbox.person_sends_photo(ANA, caption="c")
    sandbox.person_sends_voice(ANA)
    sandbox.person_sends_sticker(ANA)
    sandbox.person_sends_document(ANA)
    sandbox.person_blocks(ANA)
    sandbox.person_unblocks(ANA)
    sandbox.person_adds_bot(ANA, GROUP)
    sandbox.person_says(ANA, "/help", chat_id=GROUP)
    sandbox.person_removes_bot(ANA, GROUP)
    assert len(sandbox.queue.waiting) == 16
    for waiting in sandbox.queue.waiting:
        update = update_of(waiting.update)
        assert unknown_fields(update) == []
        assert update.event_type


async def test_the_transcript_is_ready_for_the_judge(bot: Bot, sandbox: Sandbox) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("a", callback_data="a")]])
    await bot.send_message(ANA, "one", reply_markup=keyboard)
    await bot.set_my_commands([("a", "b")])
    for entry in sandbox.transcript.calls():
        known = method_of(entry.method)
        assert known is not None
        parsed = known.model_validate(entry.arguments)
        assert unknown_fields(parsed) == []
