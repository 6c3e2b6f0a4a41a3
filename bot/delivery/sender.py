"""Delivery's two workers: one for safety and answers, one for everything that can wait a second."""

import asyncio
import logging
from itertools import groupby

from sqlalchemy.exc import DBAPIError
from telegram import Bot
from telegram.error import TelegramError

from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.delivery import calls, outcome
from bot.delivery.client import AT_ONCE
from bot.services import dispatch, outbox, receipts
from bot.services.dispatch import Job

log = logging.getLogger("stepwell.delivery")
BULK_A_SECOND = 20
"""Of Telegram's 30 a second, what reminders and tips may use: the rest is kept free for people."""
LONGEST_SLEEP = 5.0
RETRY_SECONDS = 1.0


class Delivery:
    """Claim, send, record: two short transactions, none open across the network.

    A crash before the claim commits changes nothing; after it, the lease runs out and `take_back` decides by
    class; after sending and before the record, the message may have gone: safety and answers go again,
    reminders and tips do not.
    """

    def __init__(self, database: Database, bot: Bot, content: Content, clock: Clock, key: bytes) -> None:
        self._database, self._bot, self._content, self._clock, self._key = database, bot, content, clock, key
        self._news = {bulk: asyncio.Event() for bulk in (False, True)}
        self._places = asyncio.Semaphore(AT_ONCE)

    def wake(self) -> None:
        """Something was queued, or the clock moved: look now."""
        for event in self._news.values():
            event.set()

    async def run(self) -> None:
        """Work until cancelled. Raises InvalidToken when Telegram no longer knows the bot."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._work(bulk=False))
            group.create_task(self._work(bulk=True))

    async def _work(self, *, bulk: bool) -> None:
        while True:
            try:
                await self._round(bulk=bulk)
            except (DBAPIError, OSError) as error:
                log.error("the outbox cannot be read: %s; trying again", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    async def _round(self, *, bulk: bool) -> None:
        self._news[bulk].clear()
        started = asyncio.get_running_loop().time()
        sent = await self.drain_once(bulk=bulk)
        if sent and bulk:
            await self._pause(started + sent / BULK_A_SECOND)
        elif not sent:
            await self._sleep(bulk=bulk)

    async def _pause(self, until: float) -> None:
        """Keep the pace: a batch may not be followed before its share of the second is over."""
        left = until - asyncio.get_running_loop().time()
        await asyncio.sleep(max(left, 0))

    async def _sleep(self, *, bulk: bool) -> None:
        """Until something new is queued, or until the next message that waits may go."""
        async with self._database.begin() as session:
            at = await outbox.next_instant(session)
        wait = LONGEST_SLEEP if at is None else (at - self._clock.now()).total_seconds()
        try:
            await asyncio.wait_for(self._news[bulk].wait(), min(max(wait, 0.05), LONGEST_SLEEP))
        except TimeoutError:
            return

    async def drain(self) -> int:
        """Send all that may leave now, safety first; how many were taken up."""
        taken = 0
        while sent := await self.drain_once(bulk=False) or await self.drain_once(bulk=True):
            taken += sent
        return taken

    async def drain_once(self, *, bulk: bool) -> int:
        """Send one batch; how many were taken up."""
        async with self._database.begin() as session:
            jobs = await dispatch.take(session, self._content, bulk=bulk, limit=BULK_A_SECOND, now=self._clock.now())
        chats = groupby(sorted(jobs, key=lambda job: (job.chat_id, job.outbox_id)), key=lambda job: job.chat_id)
        async with asyncio.TaskGroup() as group:
            for _, mine in chats:
                group.create_task(self._send_in_order(list(mine)))
        return len(jobs)

    async def _send_in_order(self, jobs: list[Job]) -> None:
        for job in jobs:
            async with self._places:
                try:
                    await self._send(job)
                except (DBAPIError, OSError) as error:
                    log.error("what became of message %s cannot be saved: %s", job.outbox_id, type(error).__name__)

    async def _send(self, job: Job) -> None:
        try:
            message_id = await calls.perform(self._bot, job.chat_id, job.message, key=self._key, rewrites=job.rewrites)
        except TelegramError as error:
            await self._record(job, outcome.of(error))
            return
        except (KeyError, ValueError, TypeError) as error:
            await self._record(job, outcome.Never(f"broken: {type(error).__name__}", unreachable=False))
            return
        async with self._database.begin() as session:
            await receipts.sent(session, job.outbox_id, message_id, now=self._clock.now())

    async def _record(self, job: Job, what: outcome.Outcome) -> None:
        log.warning("message %s was not sent: %s", job.outbox_id, what)
        now = self._clock.now()
        async with self._database.begin() as session:
            match what:
                case outcome.Later(seconds):
                    await receipts.later(session, job.outbox_id, seconds, now=now)
                case outcome.Unsure():
                    await receipts.unsure(session, job.outbox_id, now=now)
                case outcome.Moved(chat_id):
                    await receipts.moved(session, job.outbox_id, chat_id, now=now)
                case outcome.Never(reason, unreachable):
                    await receipts.failed(
                        session, self._content, job.outbox_id, reason, unreachable=unreachable, now=now
                    )
