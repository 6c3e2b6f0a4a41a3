"""What happened, for those who watch: tests that wait, phones that look back, pages that listen."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.errors import Json
from bot.sandbox.messages import Message

Kind = Literal[
    "message",
    "edit",
    "delete",
    "toast",
    "commands",
    "keyboard",
    "clock",
    "blocked",
    "reaction",
    "pinned",
    "typing",
]


@dataclass(frozen=True)
class Happening:
    """One thing that a chat shows. `chat_id` None concerns everybody; `detail` is what is no message."""

    kind: Kind
    chat_id: int | None
    message: Message | None = None
    detail: Json = field(default_factory=dict)


class Feed:
    """What happens from now on: `async for happening in feed`. Close it when you stop listening."""

    def __init__(self, close: Callable[["Feed"], None]) -> None:
        self.queue: asyncio.Queue[Happening | None] = asyncio.Queue()
        self._close = close

    def close(self) -> None:
        """No more happenings; the loop over the feed ends. Closing twice does no harm."""
        self._close(self)
        self.queue.put_nowait(None)

    def __aiter__(self) -> "Feed":
        return self

    async def __anext__(self) -> Happening:
        happening = await self.queue.get()
        if happening is None:
            raise StopAsyncIteration
        return happening


class Changes:
    """The journal of happenings, and a bell that rings at each change of state."""

    def __init__(self) -> None:
        self.journal: list[Happening] = []
        self._feeds: list[Feed] = []
        self._bell = asyncio.Event()

    def add(self, happening: Happening) -> None:
        self.journal.append(happening)
        for feed in self._feeds:
            feed.queue.put_nowait(happening)
        self.ring()

    def ring(self) -> None:
        """Wake up everybody who waits for a condition."""
        bell, self._bell = self._bell, asyncio.Event()
        bell.set()

    async def wait_for(self, predicate: Callable[[], object]) -> None:
        """Return when the predicate holds; it is asked again after each change."""
        while not predicate():
            await self._bell.wait()

    def subscribe(self) -> Feed:
        feed = Feed(self._forget)
        self._feeds.append(feed)
        return feed

    def _forget(self, feed: Feed) -> None:
        self._feeds = [other for other in self._feeds if other is not feed]
