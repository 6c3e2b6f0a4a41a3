"""Lengths as Telegram counts them: in UTF-16 units."""


def utf16(text: str) -> int:
    """How many UTF-16 units a text has; most emoji have two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def units(text: str, position: int) -> int:
    """The UTF-16 offset of a Python index."""
    return utf16(text[:position])


def cut(text: str, offset: int, length: int) -> str:
    """The part of a text that an entity covers."""
    raw = text.encode("utf-16-le")
    return raw[2 * offset : 2 * (offset + length)].decode("utf-16-le", errors="replace")


def pieces(text: str, limit: int) -> list[str]:
    """A long text in parts of at most `limit` units, as Telegram's apps split what a person sends."""
    parts = [""]
    size = 0
    for sign in text:
        width = utf16(sign)
        if size + width > limit:
            parts.append("")
            size = 0
        parts[-1] += sign
        size += width
    return parts
