"""Character references in HTML (`&lt;`, `&#60;`), of which Telegram knows four by name."""

NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}


def decode_reference(source: bytes, at: int) -> tuple[str, int]:
    """What `&...;` at this place stands for, and where it ends; empty when Telegram leaves it as it is."""
    end = at + 1
    if source[end : end + 1] == b"#":
        return _numbered(source, at)
    while source[end : end + 1].isalpha():
        end += 1
    text = NAMED.get(source[at + 1 : end].decode(errors="replace"), "")
    return text, end + (source[end : end + 1] == b";")


def _numbered(source: bytes, at: int) -> tuple[str, int]:
    hexadecimal = source[at + 2 : at + 3] == b"x"
    start = end = at + 3 if hexadecimal else at + 2
    allowed = b"0123456789abcdefABCDEF" if hexadecimal else b"0123456789"
    while source[end : end + 1] and source[end : end + 1] in allowed:
        end += 1
    code = int(source[start:end] or b"0", 16 if hexadecimal else 10)
    # Surrogates by number are not text; Telegram refuses them later, we leave them as they are written.
    if code == 0 or code >= 0x10FFFF or end - at >= 10 or 0xD800 <= code <= 0xDFFF:
        return "", at
    return chr(code), end + (source[end : end + 1] == b";")
