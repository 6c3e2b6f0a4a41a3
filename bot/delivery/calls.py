"""From a message in our own terms to the Bot API's calls."""

import asyncio
import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from telegram import (
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.delivery import exporting, files
from bot.delivery.animations import Animations
from bot.delivery.client import Client
from bot.delivery.exporting import Exports
from bot.delivery.on_disk import OnDisk
from bot.domain import signing
from bot.domain.lengths import TEXT_LIMIT, units
from bot.domain.message import Button, Message

GONE = ("message to edit not found", "message can't be edited", "message_id_invalid")
"""A rewrite of a message that is no longer there goes as a new message; a silent one needs no other."""
NOT_THERE = "message to delete not found"
UNCHANGED = "message is not modified"
UNREADABLE = "can't parse entities"
"""Telegram cannot read the markup: the same words go without it."""
Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | None


@dataclass(frozen=True)
class Makers:
    """What makes the parts of a message that need the database or the content."""

    animations: Animations
    exports: Exports
    on_disk: OnDisk


async def perform(
    bot: Client, chat_id: int, message: Message, makers: Makers, *, key: bytes, rewrites: int | None
) -> int | None:
    """Send or rewrite one message; gives its id. Raises telegram.error.TelegramError."""
    if message.commands:
        menu = [BotCommand(name, about) for name, about in message.commands]
        await bot.set_my_commands(menu, scope=BotCommandScopeChat(chat_id))
        return None
    if message.contact is not None:
        number, name = message.contact
        return (await bot.send_contact(chat_id, phone_number=number, first_name=name)).message_id
    if message.deletes and rewrites is not None:
        return await _delete(bot, chat_id, rewrites)
    if message.picture is not None:
        return await _send_picture(bot, chat_id, message, key)
    if message.file is not None:
        return await _send_file(bot, chat_id, message, makers.exports, key)
    if message.animation is not None:
        return await makers.animations.send(bot, chat_id, message, _markup(message, key, chat_id))
    if rewrites is not None:
        return await _rewrite(bot, chat_id, message, key, rewrites)
    if message.compares is not None:
        message = replace(message, text=await makers.on_disk.after(message.text, message.compares))
    if message.photo is not None:
        return await _send_photo(bot, chat_id, message, key)
    return await _send_text(bot, chat_id, message, key)


async def _delete(bot: Client, chat_id: int, message_id: int) -> int:
    """Take a message away; one that is gone already is gone."""
    try:
        await bot.call("deleteMessage", chat_id=chat_id, message_id=message_id)
    except BadRequest as error:
        if NOT_THERE not in str(error).lower():
            raise
    return message_id


async def _send_photo(bot: Client, chat_id: int, message: Message, key: bytes) -> int:
    """A picture that Telegram has already."""
    about = {
        "chat_id": chat_id,
        "photo": message.photo,
        "caption": message.text,
        "parse_mode": ParseMode.HTML,
        "reply_markup": _markup(message, key, chat_id),
        "disable_notification": message.silent or None,
        "protect_content": message.protected or None,
        "allow_paid_broadcast": message.paid or None,
    }
    return int((await bot.call("sendPhoto", **about))["message_id"])


async def _send_picture(bot: Client, chat_id: int, message: Message, key: bytes) -> int:
    assert message.picture is not None
    picture = await asyncio.to_thread(_drawn, message.picture)
    sent = await bot.send_photo(
        chat_id,
        photo=picture,
        caption=message.text or None,
        parse_mode=ParseMode.HTML,
        reply_markup=_markup(message, key, chat_id),
        disable_notification=message.silent,
        protect_content=message.protected or None,
    )
    return sent.message_id


def _drawn(picture: Mapping[str, Any]) -> bytes:
    """Loads what draws at the first picture: most processes are asked for none, and it takes a third of a second."""
    from bot.delivery import drawing

    return drawing.draw(picture)


async def _send_file(bot: Client, chat_id: int, message: Message, exports: Exports, key: bytes) -> int:
    """Make the file and send it; say so instead when it may not go any more."""
    assert message.file is not None
    if message.file["kind"] == exporting.KIND:
        made = await exports.made(chat_id, message.file)
    else:
        made = await asyncio.to_thread(files.make, message.file)
    if made is None:
        return await _send_text(bot, chat_id, Message(exports.refusal(message.file)), key)
    sent = await bot.send_document(
        chat_id,
        document=made,
        filename=message.file["name"],
        caption=message.text or None,
        parse_mode=ParseMode.HTML,
        reply_markup=_markup(message, key, chat_id),
        disable_notification=message.silent,
    )
    return sent.message_id


async def _rewrite(bot: Client, chat_id: int, message: Message, key: bytes, message_id: int) -> int:
    about = {"chat_id": chat_id, "message_id": message_id, "reply_markup": _inline(message, key, chat_id)}
    try:
        if message.photo is not None:
            await bot.call("editMessageCaption", **about, caption=message.text, parse_mode=ParseMode.HTML)
        else:
            await _written(bot, "editMessageText", message.text, about)
    except BadRequest as error:
        said = str(error).lower()
        if any(words in said for words in GONE):
            return message_id if message.silent else await _send_text(bot, chat_id, message, key)
        if UNCHANGED not in said:
            raise
    return message_id


async def _send_text(bot: Client, chat_id: int, message: Message, key: bytes) -> int:
    about = {
        "chat_id": chat_id,
        "reply_markup": _markup(message, key, chat_id),
        "disable_notification": message.silent or None,
        "protect_content": message.protected or None,
        "allow_paid_broadcast": message.paid or None,
    }
    sent = await _written(bot, "sendMessage", message.text, about)
    return int(sent["message_id"])


async def _written(bot: Client, method: str, text: str, about: dict[str, Any]) -> Any:
    """A call with a text; as plain words when Telegram cannot read the markup."""
    try:
        return await bot.call(method, **about, text=_fitting(text), parse_mode=ParseMode.HTML)
    except BadRequest as error:
        if UNREADABLE not in str(error).lower():
            raise
        return await bot.call(method, **about, text=_plain(text)[:TEXT_LIMIT])


def _fitting(text: str) -> str:
    """The text within Telegram's limit; one that is longer loses its markup and its end, not its place."""
    if units(text) <= TEXT_LIMIT:
        return text
    return html.escape(_plain(text)[: TEXT_LIMIT // 2], quote=False)


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"</?[a-z][^<>]*>", "", text))


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
