"""What became of messages, saved together: those that end while a commit is under way share the next one."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.delivery import outcome
from bot.services import receipts

log = logging.getLogger("stepwell.delivery")


@dataclass(frozen=True)
class Entry:
    """A row of the outbox, and Telegram's id of the message or what came instead of it."""

    row: int
    what: outcome.Result
    reminds: bool


class Records:
    """Nobody waits for company: the first entry is written at once, those that come meanwhile right after it.

    A crash before the commit leaves the rows SENDING: when the lease ends, `outbox.take_back` decides by class.
    """

    def __init__(self, database: Database, content: Content, clock: Clock) -> None:
        self._database, self._content, self._clock = database, content, clock
        self._waiting: list[tuple[Entry, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def add(self, entry: Entry) -> None:
        """Return when it is saved, or when it cannot be, which the log says."""
        saved = asyncio.get_running_loop().create_future()
        self._waiting.append((entry, saved))
        if self._writing is None:
            self._writing = asyncio.create_task(self._write())
        await saved

    async def finish(self) -> None:
        """Wait until nothing is left to save."""
        if self._writing is not None:
            await asyncio.wait([self._writing])

    async def _write(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting, []
                try:
                    await self._save([entry for entry, _ in batch])
                finally:
                    for _, saved in batch:
                        if not saved.done():
                            saved.set_result(None)
        finally:
            self._writing = None

    async def _save(self, entries: Sequence[Entry]) -> None:
        """In one transaction; when that fails, each in its own, so that one cannot take the others with it."""
        try:
            await self._commit(entries)
        except (DBAPIError, OSError) as error:
            if len(entries) > 1:
                for entry in entries:
                    await self._save([entry])
            else:
                name = type(error).__name__
                log.error("what became of message %s cannot be saved: %s", entries[0].row, name)

    async def _commit(self, entries: Sequence[Entry]) -> None:
        now = self._clock.now()
        sent = [(one.row, one.what) for one in entries if one.what is None or isinstance(one.what, int)]
        reminding = {one.row for one in entries if one.reminds}
        async with self._database.begin() as session:
            await receipts.sent(session, sent, [row for row, _ in sent if row in reminding], now=now)
            for row, what in ((one.row, one.what) for one in entries):
                match what:
                    case outcome.Back(seconds):
                        await receipts.given_back(session, [(row, seconds)], now=now)
                    case outcome.Later(seconds):
                        await receipts.later(session, row, seconds, now=now)
                    case outcome.Unsure():
                        await receipts.unsure(session, row, now=now)
                    case outcome.Moved(chat_id):
                        await receipts.moved(session, self._content, row, chat_id, now=now)
                    case outcome.Never(reason, unreachable):
                        await receipts.failed(session, self._content, row, reason, unreachable=unreachable, now=now)
