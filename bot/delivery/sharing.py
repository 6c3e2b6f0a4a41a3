"""Telegram's pace is one for the bot: processes on one database keep to equal parts of it."""

import asyncio
import logging
from uuid import uuid4

from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.db import Database
from bot.delivery.pace import Pace
from bot.finishing import to_the_end
from bot.services import processes

log = logging.getLogger("stepwell.delivery")
EVERY_SECONDS = 10.0
"""How soon the others notice one more. One that ended without a word keeps its part until it is missed."""


class Sharing:
    """`look` once before anything leaves, then `run`; `end` gives this process's part back."""

    def __init__(self, database: Database, clock: Clock, pace: Pace) -> None:
        self._database, self._clock, self._pace = database, clock, pace
        self._name = uuid4().hex
        self._new = True

    async def look(self) -> None:
        """Count the processes and keep to a part. A new one among others lets what can wait, wait until all of them
        have noticed it: together they never send more than Telegram takes.
        """
        try:
            async with self._database.begin() as session:
                there = await processes.alive(session, self._name, now=self._clock.now())
        except (DBAPIError, OSError) as error:
            log.error("who else sends cannot be read: %s; the pace stays as it is", type(error).__name__)
            return
        self._pace.share(there)
        if self._new and there > 1:
            self._pace.halt(EVERY_SECONDS + 1, asyncio.get_running_loop().time())
        self._new = False

    async def run(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            await to_the_end(self.look())

    async def end(self) -> None:
        """This process sends no more."""
        try:
            async with self._database.begin() as session:
                await processes.leave(session, self._name)
        except (DBAPIError, OSError) as error:
            log.error("that this process ends cannot be saved: %s", type(error).__name__)
