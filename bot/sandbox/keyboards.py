"""The `reply_markup` argument: inline and reply keyboards, checked as strictly as Telegram checks them."""

from typing import Any

from bot.sandbox.arguments import Call, boolean_field, string_field
from bot.sandbox.errors import Json, RefusedError, bad, nested

MAX_DATA_BYTES = 64
MAX_INLINE = (8, 100)  # a row, in all
MAX_REPLY = (12, 300)
STYLES = {"", "primary", "success", "danger"}
SCHEMES = {"http", "https", "tg", "ton"}
BOOLEANS = {
    "resize_keyboard": "ReplyKeyboardMarkup",
    "one_time_keyboard": "ReplyKeyboardMarkup",
    "is_persistent": "ReplyKeyboardMarkup",
    "remove_keyboard": "ReplyKeyboardRemove",
    "force_reply": "reply markup",
    "selective": "reply markup",
}


def reply_markup(call: Call) -> Json | None:
    """The markup of a call, of exactly one of the four kinds, or None. Raises 400 in Telegram's words."""
    value = call.data("reply_markup", "reply keyboard markup")
    if value is None:
        return None
    if not isinstance(value, dict):
        raise bad("Object expected as reply markup")
    for name, owner in BOOLEANS.items():
        if not isinstance(value.get(name, False), bool):
            of = "the reply markup" if owner == "reply markup" else f"the {owner}"
            raise bad(f'Field "{name}" of {of} must be of the type Boolean')
    rows = _rows(value, "keyboard", "ReplyKeyboardMarkup")
    inline_rows = _rows(value, "inline_keyboard", "InlineKeyboardMarkup")
    if rows:
        return _reply_keyboard(value, rows)
    if inline_rows:
        return _inline_keyboard(inline_rows)
    if value.get("remove_keyboard"):
        return {"remove_keyboard": True}
    if value.get("force_reply"):
        return {"force_reply": True, "input_field_placeholder": _placeholder(value)}
    return None


def inline_markup(call: Call) -> Json | None:
    """The markup of an edit, where only an inline keyboard is possible."""
    markup = reply_markup(call)
    if markup is not None and "inline_keyboard" not in markup:
        raise bad("Inline keyboard expected")
    return markup


def _rows(value: Json, name: str, owner: str) -> list[list[Any]]:
    rows = value.get(name, [])
    if not isinstance(rows, list):
        raise bad(f'Field "{name}" of the {owner} must be an Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad(f'Field "{name}" of the {owner} must be an Array of Arrays')
    return [row for row in rows if row]


def _check_size(rows: list[list[Any]], limit: tuple[int, int]) -> None:
    if max(map(len, rows)) > limit[0] or sum(map(len, rows)) > limit[1]:
        raise bad("reply markup is too long")


def _inline_keyboard(rows: list[list[Any]]) -> Json:
    keyboard = []
    for row in rows:
        try:
            keyboard.append([_inline_button(button) for button in row])
        except RefusedError as error:
            if "BUTTON_" in str(error) or "inline keyboard button URL" in str(error):
                raise
            raise nested("Can't parse inline keyboard button", error) from None
    _check_size(keyboard, MAX_INLINE)
    return {"inline_keyboard": keyboard}


def _inline_button(button: Any) -> Json:
    if not isinstance(button, dict):
        raise bad("InlineKeyboardButton must be an Object")
    shown = _label(button)
    if url := string_field(button, "url"):
        return shown | {"url": _button_url(url)}
    if data := string_field(button, "callback_data"):
        if len(data.encode()) > MAX_DATA_BYTES:
            raise bad("BUTTON_DATA_INVALID")
        return shown | {"callback_data": data}
    if "copy_text" in button:
        return shown | {"copy_text": _copy_text(button["copy_text"])}
    for name in ("switch_inline_query", "switch_inline_query_current_chat"):
        if name in button:
            return shown | {name: string_field(button, name)}
    if "web_app" in button:
        return shown | {"web_app": button["web_app"]}
    raise bad("Text buttons are unallowed in the inline keyboard")


def _label(button: Json) -> Json:
    text = string_field(button, "text", optional=False)
    if not text.strip():
        raise bad("BUTTON_TEXT_INVALID")
    style = string_field(button, "style")
    if style not in STYLES:
        raise bad("invalid button style specified")
    icon = string_field(button, "icon_custom_emoji_id")
    return {"text": text} | ({"style": style} if style else {}) | ({"icon_custom_emoji_id": icon} if icon else {})


def _button_url(url: str) -> str:
    scheme, found, rest = url.partition("://")
    if ":" in scheme and not found:
        scheme = scheme.split(":")[0]
    elif not found:
        scheme, rest = "http", url
    if scheme.lower() not in SCHEMES:
        raise bad(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if scheme.lower() in {"http", "https"} and "." not in rest.split("/")[0].strip("."):
        raise bad(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    return url


def _copy_text(value: Any) -> Json:
    if not isinstance(value, dict):
        raise bad('Field "copy_text" must be of type Object')
    text = string_field(value, "text", optional=False)
    if not 1 <= len(text) <= 256:
        raise bad("BUTTON_COPY_TEXT_INVALID")
    return {"text": text}


def _reply_keyboard(value: Json, rows: list[list[Any]]) -> Json:
    try:
        keyboard = [[_reply_button(button) for button in row] for row in rows]
    except RefusedError as error:
        if "BUTTON_" in str(error):
            raise
        raise nested("Can't parse keyboard button", error) from None
    _check_size(keyboard, MAX_REPLY)
    flags = {name: value.get(name, False) for name in ("resize_keyboard", "one_time_keyboard", "is_persistent")}
    return {"keyboard": keyboard, "input_field_placeholder": _placeholder(value)} | flags


def _reply_button(button: Any) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad("KeyboardButton must be a String or an Object")
    asks = {name: True for name in ("request_contact", "request_location") if boolean_field(button, name)}
    return _label(button) | asks


def _placeholder(value: Json) -> str:
    text = string_field(value, "input_field_placeholder")
    if len(text) > 64:
        raise bad("input field placeholder is too long")
    return text
