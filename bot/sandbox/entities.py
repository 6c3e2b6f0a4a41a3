"""From what the bot sent to what the chat shows: markup read, white space cut, links and commands found."""

import re
from typing import Any

from bot.sandbox.arguments import integer_field, string_field
from bot.sandbox.errors import Json, RefusedError, bad, nested
from bot.sandbox.formatting import parse_html
from bot.sandbox.lengths import cut, units, utf16
from bot.sandbox.links import checked_url

# Telegram finds these itself; a bot that sends them as entities is ignored there.
FOUND_BY_TELEGRAM = {
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bank_card_number",
}
PLAIN = {
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "code",
    "blockquote",
    "expandable_blockquote",
}

PATTERNS = (
    ("bot_command", re.compile(r"(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/])")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+\.[A-Za-z][\w.-]*\w")),
    (
        "url",
        re.compile(
            r"(?:https?://)[^\s<>]+[^\s<>.,;:!?)'\"»]|(?<![\w@.])(?:[\w-]+\.)+(?:com|org|net|me)\b(?:/[\w/?=&%-]*)?"
        ),
    ),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z0-9_]{3,32}\b")),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w+")),
)


def formatted(text: str, parse_mode: str, given: Any, *, found: bool = True) -> tuple[str, list[Json]]:
    """The text as the chat shows it, with its entities in order.

    `given` is the decoded `entities` argument; a parse mode wins over it. Raises 400.
    """
    mode = parse_mode.strip().lower()
    if mode == "html":
        text, entities = parse_html(text)
    elif mode in {"", "none"}:
        entities = _given(given, text)
    elif mode in {"markdown", "markdownv2"}:
        raise bad(f"the local Telegram reads parse_mode HTML only, not {parse_mode}")
    else:
        raise bad("Unsupported parse_mode")
    text, entities = _trimmed(text.replace("\r", "").replace("\0", " "), entities)
    if found:
        entities += _found(text, entities)
    for entity in entities:
        if entity["type"] == "code":
            entity.pop("language", None)
    return text, sorted(entities, key=lambda e: (e["offset"], -e["length"]))


def _given(given: Any, text: str) -> list[Json]:
    if not isinstance(given, list):
        return []
    size = utf16(text)
    entities = []
    for item in given:
        try:
            entity = _entity(item)
        except RefusedError as error:
            raise nested("Can't parse MessageEntity", error) from None
        if entity is None:
            continue
        if entity["offset"] < 0 or entity["length"] <= 0 or entity["offset"] + entity["length"] > size:
            where = f"{entity['offset']}" if entity["offset"] >= size else f"{entity['offset'] + entity['length']}"
            verb = "begins after" if entity["offset"] >= size else "ends after"
            raise bad(f"entity {verb} the end of the text at UTF-16 offset {where}")
        entities.append(entity)
    return entities


def _entity(item: Any) -> Json | None:
    if not isinstance(item, dict):
        raise bad("expected an Object")
    kind = string_field(item, "type", optional=False)
    entity: Json = {
        "type": kind,
        "offset": integer_field(item, "offset"),
        "length": integer_field(item, "length"),
    }
    if kind in FOUND_BY_TELEGRAM:
        return None
    if kind in PLAIN:
        return entity
    return entity | _details(kind, item)


def _details(kind: str, item: Json) -> Json:
    if kind == "pre":
        language = string_field(item, "language")
        return {"language": language} if language else {}
    if kind == "text_link":
        return {"url": checked_url(string_field(item, "url", optional=False)) or _no_link(item)}
    if kind == "custom_emoji":
        return {"custom_emoji_id": string_field(item, "custom_emoji_id", optional=False)}
    if kind == "date_time":
        form = string_field(item, "date_time_format")
        return {"unix_time": integer_field(item, "unix_time")} | ({"date_time_format": form} if form else {})
    raise bad("Unsupported type specified")


def _no_link(item: Json) -> str:
    raise bad(f"entity URL '{item['url']}' is invalid: Wrong HTTP URL")


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Without the white space around it; entities that covered nothing else disappear."""
    lead = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    size = utf16(text)
    kept = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > start and cut(text, start, end - start).strip():
            kept.append(entity | {"offset": start, "length": end - start})
    return text, kept


def _found(text: str, taken: list[Json]) -> list[Json]:
    """Commands, links and the like that Telegram marks by itself, outside code and links."""
    closed = [e for e in taken if e["type"] in {"code", "pre", "text_link"}]
    entities: list[Json] = []
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            entity: Json = {
                "type": kind,
                "offset": units(text, match.start()),
                "length": utf16(match.group()),
            }
            if not any(_overlap(entity, other) for other in (*closed, *entities)):
                entities.append(entity)
    return entities


def _overlap(one: Json, other: Json) -> bool:
    return bool(one["offset"] < other["offset"] + other["length"] and other["offset"] < one["offset"] + one["length"])
