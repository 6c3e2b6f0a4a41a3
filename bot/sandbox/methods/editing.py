"""The methods that change, remove or mark messages."""

from datetime import timedelta
from typing import Any

from bot.sandbox.arguments import Call, string_field
from bot.sandbox.errors import Json, RefusedError, bad, nested
from bot.sandbox.keyboards import inline_markup
from bot.sandbox.messages import Content, Message
from bot.sandbox.methods.sending import caption_of, input_media, text_content
from bot.sandbox.methods.targets import chat_to_read, chat_to_write, message_in
from bot.sandbox.people import Person
from bot.sandbox.state import State

DELETABLE_FOR = timedelta(hours=48)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
JOINED = "\N{ZERO WIDTH JOINER}"
REACTIONS = frozenset(
    [
        *"❤👍👎🔥🥰👏😁🤔🤯😱🤬😢🎉🤩🤮💩🙏👌🕊🤡🥱🥴😍🐳🌚🌭💯🤣⚡🍌🏆💔🤨😐🍓🍾💋🖕",
        *"😈😴😭🤓👻👀🎃🙈😇😨🤝✍🤗🫡🎅🎄☃💅🤪🗿🆒💘🙉🦄😘💊🙊😎👾🤷😡",
        *(JOINED.join(pair) for pair in ("❤🔥", "👨💻", "🤷♂", "🤷♀")),
    ]
)


def _own(state: State, call: Call) -> Message:
    """The bot's own message that the call wants to edit."""
    if call.text("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    message = message_in(chat_to_write(state, call), call, "message to edit")
    if message.sender is not None or message.other_markup:
        # Telegram edits messages without markup or with an inline keyboard only.
        raise bad("message can't be edited")
    return message


def _edited(state: State, message: Message, content: Content, new_markup: Json | None) -> Json:
    """An edit without reply_markup takes the keyboard away."""
    buttons = new_markup["inline_keyboard"] if new_markup else None
    if content == message.content and buttons == message.buttons:
        raise bad(NOT_MODIFIED)
    state.change(message, content, buttons, mark=content != message.content)
    return message.as_api(state.bot)


def text(state: State, call: Call) -> Json:
    content = text_content(call)
    new_markup = inline_markup(call)
    message = _own(state, call)
    if message.content.kind != "text":
        raise bad("there is no text in the message to edit")
    return _edited(state, message, content, new_markup)


def caption(state: State, call: Call) -> Json:
    new_markup = inline_markup(call)
    message = _own(state, call)
    if message.content.file is None or message.content.kind == "sticker":
        raise bad("there is no caption in the message to edit")
    return _edited(state, message, caption_of(call, message.content), new_markup)


def markup(state: State, call: Call) -> Json:
    new_markup = inline_markup(call)
    message = _own(state, call)
    return _edited(state, message, message.content, new_markup)


def media(state: State, call: Call) -> Json:
    call.required("media")
    item = call.data("media", "input media")
    try:
        content = input_media(state, call, item, album=False)
    except RefusedError as error:
        raise nested("Can't parse InputMedia", error) from None
    new_markup = inline_markup(call)
    message = _own(state, call)
    if message.content.kind in {"contact", "location", "sticker", "voice", "service"}:
        raise bad("message can't be edited")
    return _edited(state, message, content, new_markup)


def _may_delete(state: State, message: Message) -> bool:
    foreign = message.sender is not None and not isinstance(message.chat.peer, Person)
    return state.now() - message.date < DELETABLE_FOR and not foreign


def delete(state: State, call: Call) -> bool:
    message = message_in(chat_to_read(state, call), call, "message to delete")
    if not _may_delete(state, message):
        raise bad("message can't be deleted for everyone")
    state.remove(message)
    return True


def delete_many(state: State, call: Call) -> bool:
    """What cannot be found or deleted is skipped."""
    chat = chat_to_read(state, call)
    call.required("message_ids")
    numbers = call.data("message_ids", "message identifiers")
    if not isinstance(numbers, list) or not all(isinstance(number, int) for number in numbers):
        raise bad("Expected an Array of message identifiers")
    if not 1 <= len(numbers) <= 100:
        raise bad("message identifiers are not specified" if not numbers else "too many messages to delete")
    for message in filter(None, map(chat.find, numbers)):
        if _may_delete(state, message):
            state.remove(message)
    return True


def reaction(state: State, call: Call) -> bool:
    """The bot's one reaction to a message; an empty list takes it away."""
    wanted = call.data("reaction", "reaction types") or []
    if not isinstance(wanted, list):
        raise bad("Expected an Array of ReactionType")
    message = message_in(chat_to_write(state, call), call, "message to react")
    if len(wanted) > 1:
        raise bad("REACTIONS_TOO_MANY")
    message.reaction = _emoji(wanted[0]) if wanted else None
    state.happened("reaction", message.chat, message)
    return True


def _emoji(item: Any) -> str:
    if not isinstance(item, dict) or string_field(item, "type") != "emoji":
        raise bad("REACTION_INVALID")
    emoji = string_field(item, "emoji").removesuffix("\N{VARIATION SELECTOR-16}")
    if emoji not in REACTIONS:
        raise bad("REACTION_INVALID")
    return emoji
