"""The queue of updates that wait for the bot, with Telegram's rules for offsets, filters and age."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.sandbox.errors import Json

KEPT_FOR = timedelta(hours=24)
# How far past the end an offset may lie before Telegram takes it for a mistake and starts at the oldest.
TOLERANCE = 10
KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "message_reaction",
    "message_reaction_count",
    "chat_boost",
    "removed_chat_boost",
)
ONLY_WHEN_ASKED = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(frozen=True)
class Waiting:
    """One update that the bot has not confirmed."""

    id: int
    at: datetime
    update: Json


@dataclass
class UpdateQueue:
    """Updates in order; ids start at a number that looks random and is the same for the same seed."""

    seed: int = 1
    allowed: frozenset[str] = frozenset(KINDS) - ONLY_WHEN_ASKED
    explicit: tuple[str, ...] = ()
    waiting: list[Waiting] = field(default_factory=list)
    next_id: int = 0

    def __post_init__(self) -> None:
        # No secret depends on it: a test that fails must fail again with the same numbers.
        self.next_id = self.next_id or random.Random(self.seed).randrange(100_000_000, 900_000_000)

    def allow(self, kinds: Sequence[str]) -> None:
        """What later updates may be; an empty list is Telegram's default. Unknown names are ignored."""
        known = [kind for kind in kinds if kind in KINDS]
        self.explicit = tuple(known)
        self.allowed = frozenset(known) if known else frozenset(KINDS) - ONLY_WHEN_ASKED

    def add(self, kind: str, content: Json, now: datetime) -> int | None:
        """Queue an update; its id, or None when the bot did not ask for this kind."""
        if kind not in self.allowed:
            return None
        number = self.next_id
        self.next_id += 1
        self.waiting.append(Waiting(number, now, {"update_id": number, kind: content}))
        return number

    def resolve(self, offset: int) -> int:
        """The id that an offset means: a negative one counts from the end, one far past it is the oldest."""
        head = self.waiting[0].id if self.waiting else self.next_id
        if offset < 0:
            offset += self.next_id
        if offset > self.next_id + TOLERANCE:
            return head
        return max(offset, head)

    def take(self, start: int, limit: int, now: datetime) -> list[Waiting]:
        """The next updates from an id; everything before it is confirmed and forgotten."""
        self.expire(now)
        self.waiting = [w for w in self.waiting if w.id >= start]
        return self.waiting[:limit]

    def expire(self, now: datetime) -> None:
        """Forget what is older than Telegram keeps."""
        self.waiting = [w for w in self.waiting if now - w.at < KEPT_FOR]

    def confirm(self, update_id: int) -> None:
        """One update was taken by the webhook."""
        self.waiting = [w for w in self.waiting if w.id != update_id]
