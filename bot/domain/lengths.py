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
