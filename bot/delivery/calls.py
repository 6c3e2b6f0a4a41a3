"""From a message in our own terms to the Bot API's calls."""

import asyncio
import html
import re

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.delivery import drawing
from bot.domain import signing
from bot.domain.message import Button, Message

GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
"""A rewrite of a message that is no longer there goes as a new message; a silent one needs no other."""
UNCHANGED = "message is not modified"
TEXT_LIMIT = 4096
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | None


async def perform(bot: Bot, chat_id: int, message: Message, *, key: bytes, rewrites: int | None) -> int | None:
    """Send or rewrite one message; gives its id. Raises telegram.error.TelegramError."""
    if message.commands:
        menu = [BotCommand(name, about) for name, about in message.commands]
        await bot.set_my_commands(menu, scope=BotCommandScopeChat(chat_id))
        return None
    if message.contact is not None:
        number, name = message.contact
        return (await bot.send_contact(chat_id, phone_number=number, first_name=name)).message_id
    if message.picture is not None:
        return await _send_picture(bot, chat_id, message, key)
    if rewrites is not None:
        return await _rewrite(bot, chat_id, message, key, rewrites)
    return await _send_text(bot, chat_id, message, key)


async def _send_picture(bot: Bot, chat_id: int, message: Message, key: bytes) -> int:
    assert message.picture is not None
    picture = await asyncio.to_thread(drawing.draw, message.picture)
    sent = await bot.send_photo(
        chat_id,
        photo=picture,
        caption=message.text or None,
        parse_mode=ParseMode.HTML,
        reply_markup=_markup(message, key, chat_id),
        disable_notification=message.silent,
    )
    return sent.message_id


async def _rewrite(bot: Bot, chat_id: int, message: Message, key: bytes, message_id: int) -> int:
    buttons = _inline(message, key, chat_id)
    try:
        await bot.edit_message_text(
            _fitting(message.text), chat_id, message_id, parse_mode=ParseMode.HTML, reply_markup=buttons
        )
    except BadRequest as error:
        said = str(error).lower()
        if any(words in said for words in GONE):
            return message_id if message.silent else await _send_text(bot, chat_id, message, key)
        if UNCHANGED not in said:
            raise
    return message_id


async def _send_text(bot: Bot, chat_id: int, message: Message, key: bytes) -> int:
    sent = await bot.send_message(
        chat_id,
        _fitting(message.text),
        parse_mode=ParseMode.HTML,
        reply_markup=_markup(message, key, chat_id),
        disable_notification=message.silent,
    )
    return sent.message_id


def _fitting(text: str) -> str:
    """The text within Telegram's limit; one that is longer loses its markup and its end, not its place."""
    if len(text.encode("utf-16-le")) // 2 <= TEXT_LIMIT:
        return text
    plain = html.unescape(re.sub(r"</?[a-z]+>", "", text))
    return html.escape(plain[: TEXT_LIMIT // 2], quote=False)


def _markup(message: Message, key: bytes, chat_id: int) -> Markup:
    if message.buttons:
        return _inline(message, key, chat_id)
    rows = [[KeyboardButton(label) for label in row] for row in message.keyboard]
    if message.asks_location:
        rows.insert(0, [KeyboardButton(message.asks_location, request_location=True)])
    return ReplyKeyboardMarkup(rows, resize_keyboard=True, is_persistent=True) if rows else None


def _inline(message: Message, key: bytes, chat_id: int) -> InlineKeyboardMarkup | None:
    rows = [[_button(button, key, chat_id) for button in row] for row in message.buttons]
    return InlineKeyboardMarkup(rows) if rows else None


def _button(button: Button, key: bytes, chat_id: int) -> InlineKeyboardButton:
    if button.url is not None:
        return InlineKeyboardButton(button.label, url=button.url)
    data = signing.sign(key, chat_id, button.action, button.args)
    return InlineKeyboardButton(button.label, callback_data=data, style=button.style)
