"""Delivery: takes what is owed, lets it leave in order and at Telegram's pace, and records what became of it."""

import asyncio
import logging
from collections.abc import Callable, Sequence

from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.delivery.animations import Animations
from bot.delivery.calls import Makers
from bot.delivery.client import Client
from bot.delivery.exporting import Exports
from bot.delivery.on_disk import OnDisk
from bot.delivery.pace import Pace
from bot.delivery.records import Records
from bot.delivery.sharing import Sharing
from bot.delivery.turns import Turns
from bot.delivery.under_way import Going, UnderWay
from bot.domain.lanes import Stream
from bot.finishing import to_the_end
from bot.services import dispatch, late_words, outbox, receipts
from bot.services.dispatch import Job

log = logging.getLogger("stepwell.delivery")
BATCH = {Stream.URGENT: 32, Stream.BULK: 10, Stream.PAID: 32}
"""How many messages one claim takes. A broadcast that is stopped is out of our hands within a third of a second."""
LONGEST_SLEEP = 5.0
SHORTEST_SLEEP = 0.05
UNHURRIED_SECONDS = 0.1
"""What can wait is looked for this long after the news: in a crowd, most news are answers to people."""
RETRY_SECONDS = 1.0


class Delivery:
    """Claim, send, record: two short transactions, none open across the network.

    A crash before the claim commits changes nothing; after it, the lease runs out and `take_back` decides by
    class; after sending and before the record, the message may have gone: safety and answers go again,
    reminders and tips do not.
    """

    def __init__(self, database: Database, bot: Client, content: Content, clock: Clock, key: bytes) -> None:
        self._database, self._content, self._clock = database, content, clock
        self._news = {stream: asyncio.Event() for stream in Stream}
        makers = Makers(Animations(database, content, clock), Exports(database, content, clock), OnDisk(content))
        records = Records(database, content, clock)
        self._under_way = UnderWay(bot, makers, records, key, on_refusal=self.wake)
        self.stands_still: Callable[[], bool] = lambda: False
        """Whether what can wait may not leave now, as when the clock leapt."""

    def wake(self) -> None:
        """Something was queued, or the clock moved: look now."""
        for event in self._news.values():
            event.set()

    async def run(self) -> None:
        """Work until cancelled. Raises InvalidToken when Telegram no longer knows the bot; then all that was
        claimed is owed again. A stop lets the calls that are under way end, and gives back what has not left.
        """
        policy = self._content.policy
        pace = Pace(policy.messages_per_second, policy.messages_per_chat_second, policy.paid_messages_per_second)
        self._under_way.turns = Turns(pace)
        sharing = None if self._database.alone else Sharing(self._database, self._clock, pace)
        try:
            async with asyncio.TaskGroup() as group:
                if sharing is not None:
                    await sharing.look()
                    group.create_task(sharing.run())
                for stream in self._streams():
                    group.create_task(self._feed(stream))
        finally:
            await self._finish()
            if sharing is not None:
                await sharing.end()

    def _streams(self) -> list[Stream]:
        """Without the paid one where nothing is paid for: nobody looks for what cannot be there."""
        return [one for one in Stream if one is not Stream.PAID or self._content.policy.allow_paid_broadcast]

    async def _feed(self, stream: Stream) -> None:
        while True:
            self._news[stream].clear()
            if self._under_way.refused is not None:
                raise self._under_way.refused
            try:
                if wait := await self._claim_some(stream):
                    await self._sleep(stream, wait)
            except (DBAPIError, OSError) as error:
                log.error("the outbox cannot be read: %s; trying again", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _claim_some(self, stream: Stream) -> float:
        """Start the next messages, if there is room for them; the seconds to wait for more, unless news come."""
        room = min(BATCH[stream], self._under_way.room(stream))
        if room <= 0:
            await self._under_way.wait_for_room(stream)
            return 0
        turns = self._under_way.turns
        assert turns is not None
        if halted := turns.pace.halted(stream, asyncio.get_running_loop().time()):
            await asyncio.sleep(min(halted, LONGEST_SLEEP))
            return 0
        return await to_the_end(self._take_and_start(stream, limit=room))

    async def _take_and_start(self, stream: Stream, *, limit: int) -> float:
        """A claim that is committed is always followed: `_finish` gives back what has not left."""
        async with self._database.begin() as session:
            going = await self._take(session, stream, limit=limit)
            if more := len(going) == limit:
                at = None
            else:
                at = await outbox.next_instant(session, stream=stream)
        for one in going:
            self._under_way.start(one)
        if more:
            return 0
        wait = LONGEST_SLEEP if at is None else (at - self._clock.now()).total_seconds()
        return min(max(wait, SHORTEST_SLEEP), LONGEST_SLEEP)

    async def _sleep(self, stream: Stream, seconds: float) -> None:
        """Until something new is queued, or until the next message that waits may go."""
        try:
            # not `wait_for`: on Python 3.11 it takes no notice of a stop that comes with the news
            async with asyncio.timeout(seconds):
                await self._news[stream].wait()
        except TimeoutError:
            return
        if stream is not Stream.URGENT:
            await asyncio.sleep(UNHURRIED_SECONDS)

    async def drain(self) -> int:
        """Send all that may leave now, safety first, as fast as it goes; how many were taken up."""
        taken = 0
        while sent := await self._drain_next():
            taken += sent
        return taken

    async def _drain_next(self) -> int:
        going: list[Going] = []
        async with self._database.begin() as session:
            for stream in await outbox.owed(session, self._streams(), now=self._clock.now()):
                if going := await self._take(session, stream, limit=BATCH[stream]):
                    break
        return await self._send(going)

    async def drain_once(self, stream: Stream) -> int:
        """Send one batch; how many were taken up. Raises InvalidToken."""
        async with self._database.begin() as session:
            going = await self._take(session, stream, limit=BATCH[stream])
        return await self._send(going)

    async def _send(self, going: Sequence[Going]) -> int:
        started = [self._under_way.start(one) for one in going]
        if started:
            await asyncio.wait(started)
        refused, self._under_way.refused = self._under_way.refused, None
        if refused is not None:
            raise refused
        return len(going)

    async def _take(self, session: AsyncSession, stream: Stream, *, limit: int) -> list[Going]:
        now = self._clock.now()
        if stream is not Stream.URGENT and self.stands_still():
            return []
        jobs = await dispatch.take(session, self._content, stream=stream, limit=limit, now=now)
        going = [await self._going(session, job) for job in jobs]
        return sorted(going, key=lambda one: one.outbox_id)

    async def _going(self, session: AsyncSession, job: Job) -> Going:
        row = job.row
        message = await late_words.marked(session, self._content, row, job.message, now=self._clock.now())
        return Going(row.id, row.chat_id, row.priority, message, job.rewrites, row.occurrence_id is not None)

    async def _finish(self) -> None:
        """Give back what has not left, let the calls under way end, and save what became of them."""
        left = await self._under_way.finish()
        try:
            async with self._database.begin() as session:
                await receipts.given_back(session, [(row, 0.0) for row in left], now=self._clock.now())
        except (DBAPIError, OSError) as error:
            log.error("what had not left cannot be given back yet: %s", type(error).__name__)
