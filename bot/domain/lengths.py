"""How long a text may be for Telegram, which counts in UTF-16 units of what is seen."""

import html
import re

TEXT_LIMIT, CAPTION_LIMIT = 4096, 1024
"""What Telegram takes as a message, and under a picture."""


def units(text: str) -> int:
    """UTF-16 units of a text without marks."""
    return len(text.encode("utf-16-le")) // 2


def limit(*, under_a_picture: bool) -> int:
    """How many units there is room for."""
    return CAPTION_LIMIT if under_a_picture else TEXT_LIMIT


def fits_under_a_picture(text: str) -> bool:
    """Whether Telegram HTML is short enough for a caption, its marks not counted."""
    return units(html.unescape(re.sub(r"</?[a-z][^<>]*>", "", text))) <= CAPTION_LIMIT


def pieces(text: str, size: int) -> list[str]:
    """A text in pieces of at most so many units, parted between words where there are any. `size` is 2 or more."""
    found, rest = [], text.strip()
    while units(rest) > size:
        end = _fitting(rest, size)
        space = max(rest.rfind(" ", 1, end + 1), rest.rfind("\n", 1, end + 1))
        end = space if space > 0 else end
        found.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*found, rest] if rest else found


def _fitting(text: str, size: int) -> int:
    """How many characters of a text fit into so many units."""
    used = 0
    for place, letter in enumerate(text):
        used += units(letter)
        if used > size:
            return place
    return len(text)
