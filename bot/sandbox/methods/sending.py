"""The methods that send."""

from functools import partial
from typing import Any

from bot.sandbox.arguments import Call, string_field
from bot.sandbox.entities import formatted
from bot.sandbox.errors import Json, RefusedError, bad, nested
from bot.sandbox.keyboards import reply_markup
from bot.sandbox.lengths import utf16
from bot.sandbox.messages import Content
from bot.sandbox.methods.targets import chat_to_read, chat_to_write, message_in, reply_target
from bot.sandbox.state import Manner, State
from bot.sandbox.uploads import sent_file, stored_content

MAX_TEXT = 4096
MAX_CAPTION = 1024
ALBUM = (2, 10)
IN_ALBUMS = {"photo", "video", "document", "audio"}
ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


def text_content(call: Call) -> Content:
    """The `text` of a call, within Telegram's limits."""
    if not call.text("text"):
        raise bad("Message text is empty")
    shown, entities = formatted(call.text("text"), call.text("parse_mode"), call.forgiving_data("entities"))
    if not shown:
        raise bad("text must be non-empty")
    if utf16(shown) > MAX_TEXT:
        raise bad("message is too long")
    return Content("text", shown, tuple(entities))


def captioned(content: Content, caption: str, parse_mode: str, entities: Any) -> Content:
    shown, found = formatted(caption, parse_mode, entities)
    if utf16(shown) > MAX_CAPTION:
        raise bad("message caption is too long")
    return content.worded(shown, found)


def caption_of(call: Call, content: Content) -> Content:
    return captioned(content, call.text("caption"), call.text("parse_mode"), call.forgiving_data("caption_entities"))


def deliver(state: State, call: Call, content: Content) -> Json:
    """Put the content into the chat that the call names."""
    markup = reply_markup(call)
    chat = chat_to_write(state, call)
    manner = Manner(
        markup,
        reply_target(chat, call),
        silent=call.flag("disable_notification"),
        protected=call.flag("protect_content"),
    )
    return state.post(chat, content, None, manner).as_api(state.bot)


def message(state: State, call: Call) -> Json:
    return deliver(state, call, text_content(call))


def _file(kind: str, state: State, call: Call) -> Json:
    stored = sent_file(state.files, call, kind, call.text(kind), kind)
    return deliver(state, call, caption_of(call, stored_content(stored)))


photo = partial(_file, "photo")
document = partial(_file, "document")
animation = partial(_file, "animation")
video = partial(_file, "video")
voice = partial(_file, "voice")
sticker = partial(_file, "sticker")


def location(state: State, call: Call) -> Json:
    latitude, longitude = call.number("latitude"), call.number("longitude")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise bad("Invalid location specified")
    body = {"location": {"latitude": latitude, "longitude": longitude}}
    return deliver(state, call, Content("location", body=body))


def contact(state: State, call: Call) -> Json:
    card = {"phone_number": call.required("phone_number"), "first_name": call.required("first_name")}
    card |= {name: call.text(name) for name in ("last_name", "vcard") if call.text(name)}
    return deliver(state, call, Content("contact", body={"contact": card}))


def chat_action(state: State, call: Call) -> bool:
    if call.text("action") not in ACTIONS:
        raise bad("Wrong parameter action in request")
    chat = chat_to_write(state, call)
    state.happened("typing", chat, action=call.text("action"))
    return True


def copy(state: State, call: Call) -> Json:
    """The content of a message again, in another chat; `caption` replaces its words."""
    message = message_in(chat_to_read(state, call, "from_chat_id"), call, "message to copy")
    if message.content.kind == "service":
        raise bad("message can't be copied")
    content = caption_of(call, message.content) if "caption" in call.args else message.content
    return {"message_id": deliver(state, call, content)["message_id"]}


def input_media(state: State, call: Call, item: Any, *, album: bool) -> Content:
    """One InputMedia. Raises 400 `can't parse InputMedia: ...`."""
    if not isinstance(item, dict):
        raise bad("expected an Object")
    kind = string_field(item, "type", optional=False)
    if album and kind == "animation":
        raise bad('type "animation" can\'t be used in sendMediaGroup')
    if kind not in IN_ALBUMS | {"animation"}:
        raise bad(f'type "{kind}" is unsupported')
    value = string_field(item, "media")
    if not value:
        raise bad("media not found")
    stored = sent_file(state.files, call, kind, value, "")
    words = string_field(item, "caption"), string_field(item, "parse_mode")
    return captioned(stored_content(stored), *words, item.get("caption_entities"))


def media_group(state: State, call: Call) -> list[Json]:
    """An album: two to ten photos and videos, or documents, or music."""
    call.required("media")
    items = call.data("media", "media")
    if not isinstance(items, list):
        raise bad("Expected an Array of InputMedia")
    try:
        contents = [input_media(state, call, item, album=True) for item in items]
    except RefusedError as error:
        raise nested("Can't parse InputMedia", error) from None
    _check_album(contents)
    chat = chat_to_write(state, call)
    state.last_album += 1
    manner = Manner(
        None,
        reply_target(chat, call),
        silent=call.flag("disable_notification"),
        protected=call.flag("protect_content"),
        album=str(state.last_album),
    )
    return [state.post(chat, content, None, manner).as_api(state.bot) for content in contents]


def _check_album(contents: list[Content]) -> None:
    if not contents:
        raise bad("There are no messages to send")
    if len(contents) < ALBUM[0]:
        raise bad("Too few messages to send as an album")
    if len(contents) > ALBUM[1]:
        raise bad("Too many messages to send as an album")
    kinds = {content.kind for content in contents}
    for kind in ("document", "audio"):
        if kind in kinds and len(kinds) > 1:
            raise bad(f"{kind} can't be mixed with other media types")
