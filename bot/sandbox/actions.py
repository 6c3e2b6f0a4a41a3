"""What people can do on their phones, and which update the bot gets for it."""

from bot.sandbox import membership
from bot.sandbox.entities import formatted
from bot.sandbox.errors import Json, NotPossibleError
from bot.sandbox.lengths import pieces, utf16
from bot.sandbox.messages import Chat, Content, Keyboard, Message, data_of
from bot.sandbox.people import Group, Person
from bot.sandbox.state import Manner, Query, State
from bot.sandbox.uploads import stored_content

MAX_TEXT = 4096
MAX_CAPTION = 1024


def say(state: State, person: Person, text: str, chat: Chat, reply_to: int | None = None) -> Message:
    """A person writes. A long text leaves in several messages, as from the apps; the last is returned."""
    if not text.strip():
        raise NotPossibleError("an empty message cannot be sent")
    message = None
    for piece in pieces(text.strip(), MAX_TEXT):
        shown, entities = formatted(piece, "", None)
        message = send(state, person, chat, Content("text", shown, tuple(entities)), reply_to)
        reply_to = None
    assert message is not None
    return message


def send(state: State, person: Person, chat: Chat, content: Content, reply_to: int | None = None) -> Message:
    """Any message of a person, with the update for the bot."""
    _may_write(state, person, chat)
    wanted = reply_to if reply_to is not None else chat.force_reply
    chat.force_reply = None
    original = chat.find(wanted) if wanted is not None else None
    if reply_to is not None and original is None:
        raise NotPossibleError(f"there is no message {reply_to} to reply to")
    if chat.peer is person:
        person.started = True
    message = state.post(chat, content, person, Manner(reply_to=original))
    if chat.keyboard is not None and chat.keyboard.one_time and _pressed(chat.keyboard, content):
        chat.keyboard = None
        state.happened("keyboard", chat)
    if _bot_reads(state, message):
        state.update("message", message.as_api(state.bot))
    return message


def _pressed(keyboard: Keyboard, content: Content) -> bool:
    """Whether this message is what a button of the reply keyboard sends."""
    asked = f"request_{content.kind}"
    return any(asked in button or button["text"] == content.text for row in keyboard.rows for button in row)


def photo(state: State, person: Person, content: bytes, caption: str) -> Message:
    return _file(state, person, "photo", "photo.jpg", "image/jpeg", content, caption)


def voice(state: State, person: Person, content: bytes) -> Message:
    return _file(state, person, "voice", "voice.oga", "audio/ogg", content, "")


def sticker(state: State, person: Person, content: bytes) -> Message:
    return _file(state, person, "sticker", "sticker.webp", "image/webp", content, "")


def document(state: State, person: Person, name: str, mime: str, content: bytes, caption: str) -> Message:
    return _file(state, person, "document", name, mime, content, caption)


def _file(state: State, person: Person, kind: str, name: str, mime: str, content: bytes, caption: str) -> Message:
    if utf16(caption) > MAX_CAPTION:
        raise NotPossibleError("the caption is too long")
    stored = state.files.add(kind, name, mime, content)
    shown, entities = formatted(caption, "", None)
    said = stored_content(stored).worded(shown, entities)
    return send(state, person, state.chat(person.id), said)


def place(state: State, person: Person, latitude: float, longitude: float) -> Message:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise NotPossibleError("there is no such place")
    body = {"location": {"latitude": latitude, "longitude": longitude}}
    return send(state, person, state.chat(person.id), Content("location", body=body))


def card(state: State, person: Person, phone_number: str, first_name: str, user_id: int | None) -> Message:
    """A contact card; with `user_id` of somebody who is on Telegram."""
    if not phone_number or not first_name:
        raise NotPossibleError("a contact card has a number and a name")
    shown: Json = {"phone_number": phone_number, "first_name": first_name}
    body = {"contact": shown | ({"user_id": user_id} if user_id is not None else {})}
    return send(state, person, state.chat(person.id), Content("contact", body=body))


def edit(state: State, person: Person, message_id: int, text: str) -> Message:
    """A person changes the text or the caption of an own message."""
    chat = state.chat(person.id)
    message = chat.find(message_id)
    if message is None or message.sender is not person:
        raise NotPossibleError(f"{person.first_name} has no message {message_id} to edit")
    if not text.strip() or utf16(text) > MAX_TEXT:
        raise NotPossibleError("the new text is empty or too long")
    _may_write(state, person, chat)
    shown, entities = formatted(text, "", None)
    state.change(message, message.content.worded(shown, entities), None)
    state.update("edited_message", message.as_api(state.bot))
    return message


def tap(state: State, person: Person, message_id: int, data: str) -> Query:
    """A tap on a button that the message shows now."""
    message = _message_anywhere(state, person, message_id)
    if message is None:
        raise NotPossibleError(f"there is no message {message_id} to tap on")
    if data not in data_of(message.buttons):
        raise NotPossibleError(f"message {message_id} has no button with the data {data!r}")
    return forge(state, person, message_id, data)


def forge(state: State, person: Person, message_id: int, data: str) -> Query:
    """A tap with any data on any message, old, changed or gone: what a modified app can send."""
    if person.blocked:
        raise NotPossibleError(f"{person.first_name} has blocked the bot")
    message = _message_anywhere(state, person, message_id)
    chat = message.chat if message else state.chat(person.id)
    state.last_query += 1
    query = Query(str(state.last_query), person, state.now())
    state.queries[query.id] = query
    shown: Json = (
        message.as_api(state.bot) if message else {"chat": chat.peer.as_chat(), "message_id": message_id, "date": 0}
    )
    update = {
        "id": query.id,
        "from": person.as_user(),
        "message": shown,
        "chat_instance": str(chat.id * 7919),
        "data": data,
    }
    state.update("callback_query", update)
    return query


def _message_anywhere(state: State, person: Person, message_id: int) -> Message | None:
    groups = [state.chat(group.id) for group in state.groups() if person.id in group.members]
    found = (chat.find(message_id) for chat in (state.chat(person.id), *groups))
    return next((message for message in found if message), None)


def start(state: State, person: Person, payload: str) -> Message:
    """The START button, or a deep link. It unblocks a blocked bot, as in the apps."""
    if person.blocked:
        membership.unblock(state, person)
    text = f"/start {payload}" if payload else "/start"
    return say(state, person, text, state.chat(person.id))


def _may_write(state: State, person: Person, chat: Chat) -> None:
    if person.deactivated:
        raise NotPossibleError(f"{person.first_name} has deleted the account")
    if chat.peer is person and person.blocked:
        raise NotPossibleError(f"{person.first_name} has blocked the bot: unblock it first")
    if isinstance(chat.peer, Group) and person.id not in chat.peer.members:
        raise NotPossibleError(f"{person.first_name} is not in {chat.peer.title}")


def _bot_reads(state: State, message: Message) -> bool:
    """In groups a bot in privacy mode gets its commands, mentions of it and replies to it."""
    group = message.chat.peer
    if not isinstance(group, Group):
        return True
    if group.bot_status not in {"member", "administrator"}:
        return False
    if state.bot.can_read_all_group_messages or group.bot_status == "administrator":
        return True
    if message.reply_to is not None and message.reply_to.sender is None:
        return True
    words = message.text.lower().split()
    mine = f"@{state.bot.username.lower()}"
    command = words[0] if words and words[0].startswith("/") else ""
    return mine in words or (bool(command) and ("@" not in command or command.endswith(mine)))
