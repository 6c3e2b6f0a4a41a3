"""The arithmetic of a chain of records: each hash covers its record and the hash before. Source: safety.md S17."""

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Record:
    """What a link binds. `number` counts from 1 without a gap; `before` is the hash of the record before."""

    number: int
    at: datetime
    actor_id: int | None
    action: str
    subject: str
    reason: str
    before: str


def link(record: Record) -> str:
    """The hash of a record: SHA-256 over its JSON with sorted names and no spaces, in hex."""
    fields = {**asdict(record), "at": record.at.astimezone(UTC).isoformat()}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def seal(key: bytes, hashed: str) -> str:
    """A keyed hash over a link: without the key a chain can be broken, not made anew."""
    return hmac.new(key, hashed.encode(), hashlib.sha256).hexdigest()
