"""How large a picture is, and how long a moving one takes, read from its bytes."""

FRAME_DELAY = b"\x21\xf9\x04"
"""What introduces a GIF's frame with its delay."""


def dimensions(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels of a PNG, GIF, JPEG or WebP, or None when it is no such picture."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) >= 24:
        return _big(content[16:20]), _big(content[20:24])
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        return _little(content[6:8]), _little(content[8:10])
    if content[:3] == b"\xff\xd8\xff":
        return _jpeg(content)
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp(content)
    return None


def seconds(content: bytes) -> int:
    """How long a GIF takes to play once, in whole seconds and at least one: the sum of its frames' delays."""
    if content[:6] not in (b"GIF87a", b"GIF89a"):
        return 1
    hundredths, at = 0, content.find(FRAME_DELAY)
    while 0 <= at <= len(content) - 6:
        hundredths += _little(content[at + 4 : at + 6])
        at = content.find(FRAME_DELAY, at + 6)
    return max(round(hundredths / 100), 1)


def _big(raw: bytes) -> int:
    return int.from_bytes(raw, "big")


def _little(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


def _jpeg(content: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, size = content[at + 1], _big(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return _big(content[at + 7 : at + 9]), _big(content[at + 5 : at + 7])
        at += 2 + size
    return None


def _webp(content: bytes) -> tuple[int, int] | None:
    if content[12:16] == b"VP8X" and len(content) >= 30:
        return _little(content[24:27]) + 1, _little(content[27:30]) + 1
    if content[12:16] == b"VP8L" and len(content) >= 25:
        bits = _little(content[21:25])
        return (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1
    if content[12:16] == b"VP8 " and len(content) >= 30:
        return _little(content[26:28]) & 0x3FFF, _little(content[28:30]) & 0x3FFF
    return None
