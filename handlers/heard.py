"""From a Telegram update to what was heard: who, where, and what they did."""

from dataclasses import dataclass
from enum import StrEnum

from telegram import CallbackQuery, ChatMemberUpdated, MaybeInaccessibleMessage, Message, Update
from telegram.constants import ChatMemberStatus, ChatType, MessageEntityType

FOUND_BY_ITSELF = {
    MessageEntityType.BOT_COMMAND, MessageEntityType.CASHTAG, MessageEntityType.EMAIL, MessageEntityType.HASHTAG,
    MessageEntityType.MENTION, MessageEntityType.PHONE_NUMBER, MessageEntityType.URL,
}  # fmt: skip
"""What Telegram marks in any text; all other marks are formatting that somebody gave it."""


class What(StrEnum):
    COMMAND = "command"
    TEXT = "text"
    EDIT = "edit"
    LOCATION = "location"
    TAP = "tap"
    MEDIA = "media"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    GROUP = "group"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Heard:
    """`word` is a command's name or a button's data; `text` is what was typed, after the command if any.

    `markup` is the same text as Telegram HTML where it was formatted; `photo` is Telegram's id of a picture.
    `reply_to` is the message that a text was written as a reply to. `message_id` is what an answer to a tap may take
    the place of; None under a picture, where it comes anew.
    """

    what: What
    user_id: int = 0
    chat_id: int = 0
    first_name: str = ""
    language: str = ""
    word: str = ""
    text: str = ""
    location: tuple[float, float] | None = None
    message_id: int | None = None
    query_id: str | None = None
    markup: str = ""
    photo: str | None = None
    reply_to: int | None = None


def hear(update: Update) -> Heard:
    """What an update says. Total: what nobody can read is NOTHING, never an error."""
    if update.callback_query is not None:
        return _tap(update.callback_query)
    if update.my_chat_member is not None:
        return _member(update.my_chat_member)
    message = update.message or update.edited_message
    return _message(message, edited=update.edited_message is not None) if message is not None else Heard(What.NOTHING)


def _tap(query: CallbackQuery) -> Heard:
    return Heard(
        What.TAP,
        query.from_user.id,
        query.message.chat.id if query.message is not None else query.from_user.id,
        query.from_user.first_name,
        query.from_user.language_code or "",
        word=query.data or "",
        message_id=_rewritable(query.message),
        query_id=query.id,
    )


def _rewritable(message: MaybeInaccessibleMessage | None) -> int | None:
    """The message that the answer to a tap may take the place of. Telegram puts no text in the place of a picture."""
    if message is None or (isinstance(message, Message) and message.text is None):
        return None
    return message.message_id


def _member(change: ChatMemberUpdated) -> Heard:
    gone = change.new_chat_member.status in (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)
    who = (change.from_user.id, change.chat.id, change.from_user.first_name, change.from_user.language_code or "")
    if change.chat.type != ChatType.PRIVATE:
        return Heard(What.NOTHING if gone else What.GROUP, *who)
    return Heard(What.BLOCKED if gone else What.UNBLOCKED, *who)


def _message(message: Message, *, edited: bool) -> Heard:
    user = message.from_user
    if user is None or user.is_bot or message.chat.type != ChatType.PRIVATE:
        return Heard(What.NOTHING)
    who = (user.id, message.chat.id, user.first_name, user.language_code or "")
    text = message.text or message.caption or ""
    passed_on = message.forward_origin is not None or message.via_bot is not None
    if edited:
        return Heard(What.EDIT, *who, text=text)
    if message.location is not None:
        return Heard(What.LOCATION, *who, location=(message.location.latitude, message.location.longitude))
    if message.text is None:
        return Heard(What.MEDIA, *who, text=text, photo=message.photo[-1].file_id if message.photo else None)
    if text.startswith("/") and not passed_on:
        head, _, rest = text[1:].partition(" ")
        return Heard(What.COMMAND, *who, word=head.partition("@")[0].casefold(), text=rest.strip())
    formatted = any(entity.type not in FOUND_BY_ITSELF for entity in message.entities)
    reply_to = message.reply_to_message.message_id if message.reply_to_message is not None else None
    return Heard(What.TEXT, *who, text=text, markup=message.text_html if formatted else "", reply_to=reply_to)
