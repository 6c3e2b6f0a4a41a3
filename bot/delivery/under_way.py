"""Messages on their way: those of one chat in their order, each at its turn, and what became of it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.delivery import calls, outcome
from bot.delivery.calls import Makers
from bot.delivery.client import Client
from bot.delivery.records import Entry, Records
from bot.delivery.turns import Turn, Turns
from bot.domain.lanes import Stream, stream_of
from bot.domain.message import Message

log = logging.getLogger("stepwell.delivery")
MOST = {Stream.URGENT: 96, Stream.BULK: 48, Stream.PAID: 96}
"""How many calls may wait for Telegram's answer. What can wait never takes a connection from what cannot."""
MOST_QUEUEING = {Stream.BULK: 5, Stream.PAID: 16}
"""How many that can wait may be ready to leave: what is out of the database can no longer be stopped."""
GRACE_SECONDS = 5.0
STALE_SECONDS = 15.0
"""Who has waited this long for the one before it is given back: a lease outlasts this wait and the longest call."""


@dataclass(frozen=True)
class Going:
    """A claimed message on its way out. `lane` is its priority: 0 is safety. `reminds`: an occurrence goes with it."""

    outbox_id: int
    chat_id: int
    lane: int
    message: Message
    rewrites: int | None
    reminds: bool = False

    @property
    def stream(self) -> Stream:
        return stream_of(self.lane)


class UnderWay:
    """Messages of one chat leave in their order, those that can wait apart from those that cannot.

    `turns` is the pace; without it they leave as fast as they go. `refused` is set when Telegram no longer knows the
    bot: then nothing leaves any more, and `on_refusal` is called.
    """

    def __init__(
        self, bot: Client, makers: Makers, records: Records, key: bytes, on_refusal: Callable[[], None]
    ) -> None:
        self._bot, self._makers, self._records, self._key = bot, makers, records, key
        self._on_refusal = on_refusal
        self.turns: Turns | None = None
        self.refused: InvalidToken | None = None
        self._last: dict[tuple[int, Stream], asyncio.Task[None]] = {}
        self._tasks: dict[Stream, set[asyncio.Task[None]]] = {stream: set() for stream in Stream}
        self._room = {stream: asyncio.Event() for stream in Stream}
        self._unsent: dict[int, asyncio.Task[None]] = {}
        """Claimed messages that have not left yet, by their outbox row."""
        self._queueing = dict.fromkeys(Stream, 0)
        """How many of them there are in each stream."""

    def room(self, stream: Stream) -> int:
        """How many more may set out now."""
        if self._queueing[stream] > MOST_QUEUEING.get(stream, MOST[stream]):
            return 0
        return MOST[stream] - len(self._tasks[stream])

    async def wait_for_room(self, stream: Stream) -> None:
        """Until one more has left, or the bot is refused."""
        self._room[stream].clear()
        await self._room[stream].wait()

    def start(self, one: Going) -> asyncio.Task[None]:
        """Its own task, behind the one before it in the same chat."""
        line = one.chat_id, one.stream
        self._queueing[one.stream] += 1
        task = asyncio.create_task(self._carry_out(one, self._last.get(line)))
        self._last[line] = self._unsent[one.outbox_id] = task
        self._tasks[one.stream].add(task)

        def done(ended: asyncio.Task[None]) -> None:
            self._tasks[one.stream].discard(ended)
            if self._last.get(line) is ended:
                del self._last[line]
            self._room[one.stream].set()

        task.add_done_callback(done)
        return task

    async def _carry_out(self, one: Going, before: asyncio.Task[None] | None) -> None:
        loop = asyncio.get_running_loop()
        stale = loop.time() + STALE_SECONDS
        try:
            if before is not None:
                await asyncio.wait([before])
            turn = await self.turns.take(one.lane, one.chat_id) if self.turns is not None else Turn()
            self._unsent.pop(one.outbox_id, None)
        finally:
            self._queueing[one.stream] -= 1
            self._room[one.stream].set()
        if turn.wait or self.refused is not None or loop.time() > stale:
            what: outcome.Result = outcome.Back(turn.wait)
        else:
            what = await self._attempt(one)
            if self.turns is not None:
                self.turns.pace.answered(turn.left, loop.time())
        await self._records.add(Entry(one.outbox_id, what, one.reminds))

    async def _attempt(self, one: Going) -> outcome.Result:
        try:
            sent = await calls.perform(
                self._bot, one.chat_id, one.message, self._makers, key=self._key, rewrites=one.rewrites
            )
        except InvalidToken as error:
            self._stop(error)
            return outcome.Back(0.0)
        except TelegramError as error:
            what = outcome.of(error)
        except (KeyError, ValueError, TypeError) as error:
            what = outcome.Never(f"broken: {type(error).__name__}", unreachable=False)
        else:
            if self.turns is not None:
                self.turns.pace.accepted(one.lane)
            return sent
        log.warning("message %s was not sent: %s", one.outbox_id, what)
        if isinstance(what, outcome.Later) and what.seconds is not None and self.turns is not None:
            self.turns.pace.refused(one.lane, one.chat_id, what.seconds, asyncio.get_running_loop().time())
            self.turns.serve()
        return what

    def _stop(self, error: InvalidToken) -> None:
        """Telegram does not know the bot any more: nothing leaves, and the queue is kept."""
        self.refused = error
        self._on_refusal()
        for room in self._room.values():
            room.set()

    async def finish(self) -> list[int]:
        """Let the calls under way end and save what became of them; the outbox rows of what has not left."""
        waiting = dict(self._unsent)
        for task in waiting.values():
            task.cancel()
        tasks = set().union(*self._tasks.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
        await self._records.finish()
        self.turns, self.refused = None, None
        self._unsent.clear()
        return list(waiting)
