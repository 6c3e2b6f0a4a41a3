"""The bot's own names and descriptions, by language."""

from functools import partial

from bot.sandbox.arguments import Call
from bot.sandbox.errors import Json, bad
from bot.sandbox.state import State

LIMITS = {"name": 64, "description": 512, "short_description": 120}


def me(state: State, call: Call) -> Json:
    return state.bot.as_me()


def language_of(call: Call) -> str:
    """The `language_code` argument: two letters, or "" for everybody."""
    code = call.text("language_code")
    if code and not (len(code) == 2 and code.isascii() and code.islower() and code.isalpha()):
        raise bad("Invalid language code specified")
    return code


def _texts(state: State, field: str) -> dict[str, str]:
    bot = state.bot
    return {"name": bot.names, "description": bot.descriptions, "short_description": bot.short_descriptions}[field]


def _set(field: str, state: State, call: Call) -> bool:
    text, language = call.text(field).strip(), language_of(call)
    if len(text) > LIMITS[field]:
        raise bad(f"bot {field.replace('_', ' ')} is too long")
    texts = _texts(state, field)
    if text:
        texts[language] = text
    elif field == "name" and not language:
        raise bad("bot name must be non-empty")
    else:
        texts.pop(language, None)
    state.changes.ring()
    return True


def _get(field: str, state: State, call: Call) -> Json:
    texts = _texts(state, field)
    return {field: texts.get(language_of(call)) or texts.get("", "")}


set_name = partial(_set, "name")
name = partial(_get, "name")
set_description = partial(_set, "description")
description = partial(_get, "description")
set_short_description = partial(_set, "short_description")
short_description = partial(_get, "short_description")
