"""What a running bot watches over besides its database: its ears, its clock, and who outside would miss it."""

import asyncio
import logging
from datetime import datetime, timedelta

import aiohttp
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.domain.standstill import Standstill
from bot.finishing import to_the_end
from bot.services import gap, watch
from handlers.receiving import Receiver
from handlers.trouble import Trouble

log = logging.getLogger("stepwell.lookout")
EVERY_SECONDS = 30.0
DEAF = timedelta(minutes=2)
PING_TIMEOUT = aiohttp.ClientTimeout(total=10)


class Lookout:
    """Looks every half a minute. `well` is whether all is as it should be: what /healthz and the ping tell."""

    def __init__(
        self,
        database: Database,
        content: Content,
        clock: Clock,
        standstill: Standstill,
        receiver: Receiver,
        trouble: Trouble,
    ) -> None:
        self._database, self._content, self._clock, self._standstill = database, content, clock, standstill
        self._receiver, self._trouble = receiver, trouble
        self._deaf_told = False
        self.saving = True

    @property
    def hearing(self) -> bool:
        """Whether Telegram has answered lately."""
        return self._clock.now() - self._receiver.heard_at <= DEAF

    @property
    def well(self) -> bool:
        return self.saving and self.hearing and not self.still

    @property
    def still(self) -> bool:
        """Whether what can wait has to wait, because of the clock."""
        return self._standstill.holds(self._clock.now(), self._clock.steady())

    async def run(self, ping: str | None) -> None:
        """Look until cancelled; with an address, fetch it whenever all is well."""
        while True:
            await to_the_end(self.look())
            if ping and self.well:
                await _fetch(ping)
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Once: the clock, the database, the ears."""
        now = self._clock.now()
        leap = self._standstill.look(now, self._clock.steady())
        if leap is not None:
            log.error("the clock leapt by %.0f s: what can wait, waits a minute", leap.total_seconds())
        await self._ask_database(now)
        if self.hearing:
            self._deaf_told = False
        elif not self._deaf_told:
            self._deaf_told = True
            await self._trouble.say_deaf(self._receiver.heard_at)

    async def _ask_database(self, now: datetime) -> None:
        try:
            async with self._database.begin() as session:
                saved = await watch.last_saved(session)
                if self.hearing:
                    await gap.hears(session, self._content, now=now)
        except (DBAPIError, OSError) as error:
            self.saving = False
            await self._trouble.tell_admins(error)
            return
        self.saving = True
        self._standstill.last_saved = saved
        if saved is not None and now < saved:
            log.error("the clock stands before what was saved last: what can wait, waits")


async def _fetch(address: str) -> None:
    try:
        async with aiohttp.ClientSession(timeout=PING_TIMEOUT) as session, session.get(address) as answer:
            if answer.status >= 400:
                log.warning("HEARTBEAT_URL answered %s", answer.status)
    except (aiohttp.ClientError, TimeoutError) as error:
        log.warning("HEARTBEAT_URL cannot be reached: %s", type(error).__name__)
