"""What the page shows of the local Telegram, as JSON: people, their messages, what happens."""

from bot.sandbox.changes import Happening
from bot.sandbox.errors import Json
from bot.sandbox.messages import Chat, Message, Rows
from bot.sandbox.people import Person
from bot.sandbox.state import State


def everything(state: State) -> Json:
    bot = state.bot
    return {
        "bot": {
            "name": bot.names[""],
            "username": bot.username,
            "description": bot.descriptions.get("", ""),
        },
        "clock": state.now().isoformat(),
        "people": [person_shown(state, person) for person in state.people.values()],
    }


def person_shown(state: State, person: Person) -> Json:
    chat = state.chat(person.id)
    return {
        "id": person.id,
        "first_name": person.first_name,
        "username": person.username,
        "language_code": person.language_code,
        "about": person.about,
        "started": person.started,
        "blocked": person.blocked,
        "commands": state.commands.visible(person.id, person.language_code),
        "keyboard": keyboard_shown(chat),
        "pinned": list(chat.pinned),
        "messages": [message_shown(message) for message in chat.messages],
    }


def keyboard_shown(chat: Chat) -> Json | None:
    if chat.keyboard is None:
        return None
    return {"rows": chat.keyboard.rows, "placeholder": chat.keyboard.placeholder}


def message_shown(message: Message) -> Json:
    content = message.content
    stored = content.file
    return {
        "id": message.id,
        "from": "person" if message.sender else "bot",
        "at": message.date.isoformat(),
        "edited": message.edited is not None,
        "kind": content.kind,
        "text": content.text,
        "entities": list(content.entities),
        "file": stored
        and {
            "url": f"/sandbox/files/{stored.path}",
            "name": stored.name,
            "mime": stored.mime,
            "size": stored.size,
        },
        "contact": content.body.get("contact"),
        "location": content.body.get("location"),
        "buttons": _buttons(message.buttons),
        "reply_to": message.reply_to.id if message.reply_to else None,
        "album": message.album,
        "reaction": message.reaction,
        "silent": message.silent,
        "protected": message.protected,
    }


def _buttons(rows: Rows | None) -> list[list[Json]] | None:
    return [[_button(button) for button in row] for row in rows] if rows else None


def _button(button: Json) -> Json:
    shown = {"text": button["text"]}
    if "callback_data" in button:
        shown["data"] = button["callback_data"]
    if "url" in button:
        shown["url"] = button["url"]
    if "copy_text" in button:
        shown["copy"] = button["copy_text"]["text"]
    if "style" in button:
        shown["style"] = button["style"]
    return shown


def happening_shown(state: State, happening: Happening) -> Json | None:
    """One event for the page; None for what happens in groups, which the page does not show."""
    if happening.chat_id is None:
        return {"type": happening.kind, "person": None} | happening.detail
    chat = state.chat(happening.chat_id)
    if not isinstance(chat.peer, Person):
        return None
    event: Json = {"type": happening.kind, "person": chat.id} | happening.detail
    if happening.message is not None:
        event["message"] = message_shown(happening.message)
    if happening.kind == "keyboard":
        event["keyboard"] = keyboard_shown(chat)
    if happening.kind == "commands":
        event["commands"] = state.commands.visible(chat.id, chat.peer.language_code)
    if happening.kind == "pinned":
        event["pinned"] = list(chat.pinned)
    return event
