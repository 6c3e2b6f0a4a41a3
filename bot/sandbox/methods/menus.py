"""The command menus and the menu button."""

import re
from typing import Any

from bot.sandbox.arguments import Call, integer_field, string_field
from bot.sandbox.commands import DEFAULT, Scope
from bot.sandbox.errors import Json, RefusedError, bad, nested
from bot.sandbox.messages import Chat
from bot.sandbox.methods.profile import language_of
from bot.sandbox.methods.targets import known_chat
from bot.sandbox.people import Person
from bot.sandbox.state import State

MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
NAME = re.compile(r"[a-z0-9_]{1,32}")
WIDE = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}


def scope_of(state: State, call: Call) -> Scope:
    """The `scope` argument. Raises 400 for a chat that the bot never met."""
    value = call.data("scope", "BotCommandScope")
    if value is None:
        return DEFAULT
    try:
        return _scope(state, value)
    except RefusedError as error:
        if "not found" in str(error):
            raise
        raise nested("Can't parse BotCommandScope", error) from None


def _scope(state: State, value: Any) -> Scope:
    if not isinstance(value, dict):
        raise bad("expected an Object")
    kind = string_field(value, "type", optional=False)
    if kind in WIDE:
        return (kind,)
    if kind not in {"chat", "chat_administrators", "chat_member"}:
        raise bad("Unsupported type specified")
    chat = known_chat(state, integer_field(value, "chat_id"))
    if isinstance(chat.peer, Person) and not chat.peer.started:
        raise bad("chat not found")
    return (kind, chat.id, integer_field(value, "user_id")) if kind == "chat_member" else (kind, chat.id)


def set_commands(state: State, call: Call) -> bool:
    call.required("commands")
    value = call.data("commands", "commands")
    if not isinstance(value, list):
        raise bad("Expected an Array of BotCommand")
    try:
        wanted = [_command(item) for item in value]
    except RefusedError as error:
        if "BOT_COMMAND" in str(error):
            raise
        raise nested("Can't parse BotCommand", error) from None
    if len(wanted) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    _store(state, scope_of(state, call), language_of(call), wanted)
    return True


def _command(item: Any) -> Json:
    if not isinstance(item, dict):
        raise bad("expected an Object")
    name = string_field(item, "command", optional=False).removeprefix("/")
    description = string_field(item, "description", optional=False).strip()
    if not NAME.fullmatch(name):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= MAX_DESCRIPTION:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": name, "description": description}


def commands(state: State, call: Call) -> list[Json]:
    return state.commands.get(scope_of(state, call), language_of(call))


def delete_commands(state: State, call: Call) -> bool:
    _store(state, scope_of(state, call), language_of(call), [])
    return True


def _store(state: State, scope: Scope, language: str, wanted: list[Json]) -> None:
    """Keep the list, and tell those whose menu looks different now."""
    before = {person.id: _menu(state, person) for person in state.people.values()}
    state.commands.set(scope, language, wanted)
    for person in state.people.values():
        if _menu(state, person) != before[person.id]:
            state.happened("commands", state.chat(person.id))


def _menu(state: State, person: Person) -> list[Json]:
    return state.commands.visible(person.id, person.language_code)


def _private(state: State, call: Call) -> Chat | None:
    if not call.text("chat_id"):
        return None
    chat = known_chat(state, call.integer("chat_id"))
    if not isinstance(chat.peer, Person) or not chat.peer.started:
        raise bad("chat not found")
    return chat


def set_button(state: State, call: Call) -> bool:
    """The button beside the text field, for one private chat or for all."""
    value = call.data("menu_button", "menu button") or {"type": "default"}
    if not isinstance(value, dict) or value.get("type") not in {"commands", "web_app", "default"}:
        raise bad("Can't parse MenuButton: Unsupported type specified")
    chat = _private(state, call)
    if chat is None:
        state.menu_button = {"type": "commands"} if value["type"] == "default" else value
    else:
        chat.menu_button = None if value["type"] == "default" else value
    state.changes.ring()
    return True


def button(state: State, call: Call) -> Json:
    chat = _private(state, call)
    return (chat.menu_button if chat else None) or state.menu_button
