"""The HTML tags that Telegram knows, and what each says beside its place."""

from dataclasses import dataclass

from bot.sandbox.errors import Json, RefusedError, bad
from bot.sandbox.links import checked_url

STYLES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}


@dataclass
class OpenTag:
    """A tag that waits for its end; `offset` in UTF-16 units, `start` in parts of the output."""

    tag: str
    arguments: dict[str, str]
    offset: int
    start: int


def broken(text: str) -> RefusedError:
    """The refusal of a text whose markup cannot be read."""
    return bad(f"Can't parse entities: {text}")


def details(opened: OpenTag, inside: str) -> Json | None:
    """What else the entity says; None when Telegram drops it (a link that leads nowhere)."""
    if opened.tag == "a":
        url = checked_url(opened.arguments.get("href") or inside)
        return {"url": url} if url else None
    if opened.tag == "blockquote" and "expandable" in opened.arguments:
        return {"type": "expandable_blockquote"}
    if opened.tag == "tg-emoji":
        number = opened.arguments.get("emoji-id", "")
        if not number.isdigit() or int(number) == 0:
            raise broken("Invalid custom emoji identifier specified")
        return {"custom_emoji_id": number}
    if opened.tag == "tg-time":
        return _moment(opened.arguments)
    return {}


def _moment(arguments: dict[str, str]) -> Json:
    unix = arguments.get("unix", "")
    if not unix.isdigit():
        raise broken("Invalid date specified")
    form = arguments.get("format", "")
    return {"unix_time": int(unix)} | ({"date_time_format": form} if form else {})
