"""Buttons that cannot be forged: what a tap brings back is signed for one chat.

Telegram passes on whatever a client sends as a button's data, so the data carries a keyed hash over the chat,
the action and its arguments. A button passed on to somebody else does not verify there.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode

SIGNATURE = 16
"""Characters of the signature: 96 bits, far beyond guessing through Telegram."""
LIMIT = 64
"""Bytes that Telegram lets a button carry."""


def key_of(token: str) -> bytes:
    """A key for this bot alone; a new token makes old buttons old, and they are answered as such."""
    return hashlib.sha256(b"stepwell buttons" + token.encode()).digest()


def sign(key: bytes, chat_id: int, action: str, args: tuple[str, ...]) -> str:
    """The data of a button, at most 64 bytes. Raises ValueError when it would be longer."""
    plain = "~".join((action, *args))
    data = f"{_seal(key, chat_id, plain)}{plain}"
    if len(data.encode()) > LIMIT:
        raise ValueError(f"a button's data is too long: {plain}")
    return data


def read(key: bytes, chat_id: int, data: str) -> tuple[str, tuple[str, ...]] | None:
    """(action, args) of data that this bot signed for this chat; None for any other."""
    seal, plain = data[:SIGNATURE], data[SIGNATURE:]
    if not hmac.compare_digest(seal.encode(), _seal(key, chat_id, plain).encode()):
        return None
    action, *args = plain.split("~")
    return action, tuple(args)


def _seal(key: bytes, chat_id: int, plain: str) -> str:
    digest = hmac.digest(key, f"{chat_id}~{plain}".encode(), "sha256")
    return urlsafe_b64encode(digest)[:SIGNATURE].decode()
