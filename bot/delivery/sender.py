"""Delivery: takes what is owed, lets it leave in order and at Telegram's pace, and records what became of it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import DBAPIError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram.error import InvalidToken, TelegramError

from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.delivery import calls, outcome
from bot.delivery.animations import Animations
from bot.delivery.client import Client
from bot.delivery.pace import Pace
from bot.delivery.records import Records
from bot.delivery.turns import Turn, Turns
from bot.domain.lanes import BULK
from bot.domain.message import Message
from bot.finishing import to_the_end
from bot.models import OutboxRow
from bot.services import dispatch, late_words, outbox, receipts
from bot.services.dispatch import Job

log = logging.getLogger("stepwell.delivery")
BATCH = {False: 32, True: 10}
"""How many messages one claim takes. A broadcast that is stopped is out of our hands within a third of a second."""
UNDER_WAY = {False: 96, True: 48}
"""How many calls may wait for Telegram's answer. What can wait never takes a connection from what cannot."""
LONGEST_SLEEP = 5.0
SHORTEST_SLEEP = 0.05
RETRY_SECONDS = 1.0
GRACE_SECONDS = 5.0
STALE_SECONDS = 15.0
"""Who has waited this long for the one before it is given back: a lease outlasts this wait and the longest call."""


@dataclass(frozen=True)
class Going:
    """A claimed message on its way out. `lane` is its priority: 0 is safety."""

    outbox_id: int
    chat_id: int
    lane: int
    message: Message
    rewrites: int | None

    @property
    def bulk(self) -> bool:
        return self.lane >= BULK


class Delivery:
    """Claim, send, record: two short transactions, none open across the network.

    A crash before the claim commits changes nothing; after it, the lease runs out and `take_back` decides by
    class; after sending and before the record, the message may have gone: safety and answers go again,
    reminders and tips do not.

    Messages of one chat leave in their order, those that can wait apart from those that cannot.
    """

    def __init__(self, database: Database, bot: Client, content: Content, clock: Clock, key: bytes) -> None:
        self._database, self._bot, self._content, self._clock, self._key = database, bot, content, clock, key
        self._animations = Animations(database, content, clock)
        self._news = {bulk: asyncio.Event() for bulk in (False, True)}
        self._records = Records(database, content, clock)
        self._turns: Turns | None = None
        self._last: dict[tuple[int, bool], asyncio.Task[None]] = {}
        self._tasks: dict[bool, set[asyncio.Task[None]]] = {False: set(), True: set()}
        self._room = {bulk: asyncio.Event() for bulk in (False, True)}
        self._unsent: dict[int, asyncio.Task[None]] = {}
        """Claimed messages that have not left yet, by their outbox row."""
        self._queueing = 0
        """How many of them are in the lanes that can wait."""
        self._refused: InvalidToken | None = None
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
        self._turns = Turns(Pace(policy.messages_per_second, policy.messages_per_chat_second))
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._feed(bulk=False))
                group.create_task(self._feed(bulk=True))
        finally:
            await self._finish()

    async def _feed(self, *, bulk: bool) -> None:
        while True:
            self._news[bulk].clear()
            if self._refused is not None:
                raise self._refused
            try:
                if not await self._claim_some(bulk=bulk):
                    await self._sleep(bulk=bulk)
            except (DBAPIError, OSError) as error:
                log.error("the outbox cannot be read: %s; trying again", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _claim_some(self, *, bulk: bool) -> bool:
        """Start the next messages, if there is room for them; False when there is nothing to do but wait."""
        room = min(BATCH[bulk], UNDER_WAY[bulk] - len(self._tasks[bulk]))
        if room <= 0 or (bulk and self._queueing > BATCH[True] // 2):
            self._room[bulk].clear()
            await self._room[bulk].wait()
            return True
        assert self._turns is not None
        if bulk and (halted := self._turns.pace.halted(asyncio.get_running_loop().time())):
            await asyncio.sleep(min(halted, LONGEST_SLEEP))
            return True
        return await to_the_end(self._take_and_start(bulk=bulk, limit=room))

    async def _take_and_start(self, *, bulk: bool, limit: int) -> bool:
        """A claim that is committed is always followed: `_finish` gives back what has not left."""
        going = await self._take(bulk=bulk, limit=limit)
        for one in going:
            self._start(one)
        return bool(going)

    async def _sleep(self, *, bulk: bool) -> None:
        """Until something new is queued, or until the next message that waits may go."""
        at = await to_the_end(self._next_instant(bulk=bulk))
        wait = LONGEST_SLEEP if at is None else (at - self._clock.now()).total_seconds()
        try:
            await asyncio.wait_for(self._news[bulk].wait(), min(max(wait, SHORTEST_SLEEP), LONGEST_SLEEP))
        except TimeoutError:
            return

    async def _next_instant(self, *, bulk: bool) -> datetime | None:
        async with self._database.begin() as session:
            return await outbox.next_instant(session, bulk=bulk)

    async def drain(self) -> int:
        """Send all that may leave now, safety first, as fast as it goes; how many were taken up."""
        taken = 0
        while sent := await self.drain_once(bulk=False) or await self.drain_once(bulk=True):
            taken += sent
        return taken

    async def drain_once(self, *, bulk: bool) -> int:
        """Send one batch; how many were taken up. Raises InvalidToken."""
        going = await self._take(bulk=bulk, limit=BATCH[bulk])
        started = [self._start(one) for one in going]
        if started:
            await asyncio.wait(started)
        if self._refused is not None:
            refused, self._refused = self._refused, None
            raise refused
        return len(going)

    async def _take(self, *, bulk: bool, limit: int) -> list[Going]:
        now = self._clock.now()
        if bulk and self.stands_still():
            return []
        async with self._database.begin() as session:
            taken = await dispatch.take(session, self._content, bulk=bulk, limit=limit, now=now)
            jobs = {job.outbox_id: job for job in taken}
            rows = await session.exec(select(OutboxRow).where(col(OutboxRow.id).in_(jobs))) if jobs else ()
            going = [await self._going(session, jobs[row.id], row) for row in rows]
        return sorted(going, key=lambda one: one.outbox_id)

    async def _going(self, session: AsyncSession, job: Job, row: OutboxRow) -> Going:
        message = await late_words.marked(session, self._content, row, job.message, now=self._clock.now())
        return Going(job.outbox_id, job.chat_id, row.priority, message, job.rewrites)

    def _start(self, one: Going) -> asyncio.Task[None]:
        """Its own task, behind the one before it in the same chat."""
        line = one.chat_id, one.bulk
        self._queueing += one.bulk
        task = asyncio.create_task(self._carry_out(one, self._last.get(line)))
        self._last[line] = self._unsent[one.outbox_id] = task
        self._tasks[one.bulk].add(task)

        def done(ended: asyncio.Task[None]) -> None:
            self._tasks[one.bulk].discard(ended)
            if self._last.get(line) is ended:
                del self._last[line]
            self._room[one.bulk].set()

        task.add_done_callback(done)
        return task

    async def _carry_out(self, one: Going, before: asyncio.Task[None] | None) -> None:
        loop = asyncio.get_running_loop()
        stale = loop.time() + STALE_SECONDS
        try:
            if before is not None:
                await asyncio.wait([before])
            turn = await self._turns.take(one.lane, one.chat_id) if self._turns is not None else Turn()
            self._unsent.pop(one.outbox_id, None)
        finally:
            self._queueing -= one.bulk
            self._room[one.bulk].set()
        if turn.wait or self._refused is not None or loop.time() > stale:
            what: outcome.Result = outcome.Back(turn.wait)
        else:
            what = await self._attempt(one)
            if self._turns is not None:
                self._turns.pace.answered(turn.left, loop.time())
        await self._records.add((one.outbox_id, what))

    async def _attempt(self, one: Going) -> outcome.Result:
        try:
            sent = await calls.perform(
                self._bot, one.chat_id, one.message, self._animations, key=self._key, rewrites=one.rewrites
            )
        except InvalidToken as error:
            self._stop(error)
            return outcome.Back(0.0)
        except TelegramError as error:
            what = outcome.of(error)
        except (KeyError, ValueError, TypeError) as error:
            what = outcome.Never(f"broken: {type(error).__name__}", unreachable=False)
        else:
            if self._turns is not None:
                self._turns.pace.accepted()
            return sent
        log.warning("message %s was not sent: %s", one.outbox_id, what)
        if isinstance(what, outcome.Later) and what.seconds is not None and self._turns is not None:
            self._turns.pace.refused(one.lane, one.chat_id, what.seconds, asyncio.get_running_loop().time())
            self._turns.serve()
        return what

    def _stop(self, error: InvalidToken) -> None:
        """Telegram does not know the bot any more: nothing leaves, and the queue is kept."""
        self._refused = error
        self.wake()
        for room in self._room.values():
            room.set()

    async def _finish(self) -> None:
        """Give back what has not left, let the calls under way end, and save what became of them."""
        waiting = dict(self._unsent)
        for task in waiting.values():
            task.cancel()
        tasks = self._tasks[False] | self._tasks[True]
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
        await self._records.finish()
        self._turns, self._refused = None, None
        self._unsent.clear()
        try:
            async with self._database.begin() as session:
                await receipts.given_back(session, [(row, 0.0) for row in waiting], now=self._clock.now())
        except (DBAPIError, OSError) as error:
            log.error("what had not left cannot be given back yet: %s", type(error).__name__)
