"""The composition root: handlers, schedules and delivery around one database and one clock."""

import asyncio
import logging
from dataclasses import fields, replace
from datetime import datetime

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from telegram import BotCommandScopeAllPrivateChats
from telegram.error import BadRequest, InvalidToken, NetworkError

from bot import migrations
from bot.ballast import Ballast
from bot.clock import Clock
from bot.content import Content
from bot.db import Database
from bot.delivery import Delivery
from bot.delivery.client import Client
from bot.delivery.outside import Outlets, Outside
from bot.domain import signing
from bot.domain.policy import Policy
from bot.domain.standstill import Standstill
from bot.health import answering
from bot.lookout import Lookout
from bot.services import gap, numbers, outbox, people, sign_off, upcoming, watch
from bot.settings import Settings
from handlers.ask import Rights
from handlers.menus import menu
from handlers.receiving import Receiver
from handlers.routing import Door
from handlers.trouble import Trouble
from schedules import signs
from schedules.job import Job
from schedules.tables import JOBS

log = logging.getLogger("stepwell")
RETRY_SECONDS = 5.0
WHOLE_SECOND = "2026-01-01 00:00:00"
"""Where the grid of the jobs begins that tick when reminders are due, at whole seconds."""


class Stepwell:
    """The bot. `prepare` once, then either `run`, or `settle` and `tick` by hand as tests do."""

    def __init__(self, settings: Settings, content: Content, clock: Clock, database: Database, bot: Client) -> None:
        self.settings, self.clock, self.database, self.bot = settings, clock, database, bot
        self.content = replace(content, policy=policy_of(settings), numbers=content.numbers.copy())
        self._key = signing.key_of(settings.telegram_bot_token.get_secret_value())
        self.delivery = Delivery(database, bot, self.content, clock, self._key)
        self.outside = Outside(database, self.content, clock, Outlets.of(settings))
        self.ballast = Ballast.beside(database, settings.ballast_mb)
        database.seal = settings.audit_key.get_secret_value().encode() if settings.audit_key else None
        self.standstill = Standstill()
        self._ticking: set[asyncio.Task[None]] = set()

    async def prepare(self) -> None:
        """Bring the database up to date, make sure of the token, set the commands that everybody sees.

        Raises InvalidToken; waits, saying so, while Telegram cannot be reached.
        """
        await migrations.upgrade(self.database)
        username = await self._introduce()
        rights = Rights(
            bot_username=username,
            admin_ids=frozenset(self.settings.admin_telegram_ids),
            menu=menu,
        )
        door = Door(self.database, self.content, self.clock, rights, self._key)
        self.trouble = Trouble(self.bot, door, self.clock)
        self.receiver = Receiver(self.bot, door, self.delivery.wake, self.trouble, self.clock, self.ballast)
        self.lookout = Lookout(self.database, self.content, self.clock, self.standstill, self.receiver, self.trouble)
        self.delivery.stands_still = lambda: self.lookout.still
        async with self.database.begin() as session:
            await people.appoint_admins(session, self.settings.admin_telegram_ids, now=self.clock.now())
            await numbers.refresh(session, self.content)
            await outbox.take_back(session, now=self.clock.now(), leased_too=self.database.alone)
            if not self.content.policy.allow_paid_broadcast:
                await outbox.stop_paying(session)
            self.standstill.last_saved = await watch.last_saved(session)
            await gap.come_back(session, self.content, now=self.clock.now())
        await door.warm()
        if self.content.unsigned:
            log.warning("%s clinical items of the content have no reviewer's name yet", len(self.content.unsigned))

    async def say_unsigned(self) -> None:
        """Owe the admins the word about clinical content that nobody has signed, once a version."""
        async with self.database.begin() as session:
            await sign_off.tell_admins(session, self.content, now=self.clock.now())

    async def _introduce(self) -> str:
        while True:
            try:
                await self.bot.initialize()
                await self.bot.delete_webhook(drop_pending_updates=False)
                await self._set_commands()
            except InvalidToken:
                raise
            except NetworkError as error:
                log.warning(
                    "Telegram cannot be reached at %s (%s); trying again in %.0f s",
                    self.settings.telegram_api_url, type(error).__name__, RETRY_SECONDS,
                )  # fmt: skip
                await asyncio.sleep(RETRY_SECONDS)
            else:
                log.info("Stepwell is @%s", self.bot.username)
                return self.bot.username

    async def _set_commands(self) -> None:
        """The menu of people without a role. A refused one is said and not waited for: the bot works without."""
        scope = BotCommandScopeAllPrivateChats()
        for place, language in enumerate(self.content.languages):
            commands = menu(self.content.say(language), frozenset()).commands
            try:
                await self.bot.set_my_commands(commands, scope=scope, language_code=language if place else None)
            except BadRequest as error:
                log.error("Telegram refused the command menu of '%s': %s", language, error.message)

    async def run(self) -> None:
        """Receive, send and tick until cancelled. Raises InvalidToken when the token is taken back."""
        scheduler = self._scheduler()
        scheduler.start()
        try:
            host, port = self.settings.health_host, self.settings.health_port
            async with (
                answering(host, port, self.database, self.clock, self.lookout),
                asyncio.TaskGroup() as group,
            ):
                group.create_task(self.receiver.run())
                group.create_task(self.delivery.run())
                group.create_task(self.outside.run())
                group.create_task(self.lookout.run(self.settings.heartbeat_url))
        finally:
            await self._finish(scheduler)

    def _scheduler(self) -> AsyncIOScheduler:
        """APScheduler is the clock that ticks, never the ledger of what is owed."""
        options = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=options)
        for job in JOBS:
            start = WHOLE_SECOND if job.on_the_second else None
            every = IntervalTrigger(seconds=job.every_seconds, start_date=start, timezone="UTC")
            scheduler.add_job(self._tick_on_time, every, args=(job,), id=job.name)
        scheduler.add_listener(_say_failed, EVENT_JOB_ERROR)
        return scheduler

    async def _finish(self, scheduler: AsyncIOScheduler) -> None:
        """Let the ticks that have begun come to their end; `shutdown` would cut them off in mid-transaction."""
        scheduler.pause()
        await asyncio.sleep(0)  # what was started just now enters `_ticking`
        await asyncio.gather(*self._ticking, return_exceptions=True)
        scheduler.shutdown(wait=False)

    async def _tick_on_time(self, job: Job) -> None:
        tick = asyncio.ensure_future(self._tick_one(job))
        self._ticking.add(tick)
        tick.add_done_callback(self._ticking.discard)
        await tick

    async def _tick_one(self, job: Job) -> None:
        more: object = True
        while more:
            async with self.database.begin() as session:
                now = self.clock.now()
                due = job.on_the_second or await signs.due(session, self.content, (job,), now=now)
                more = due and await job.run(session, self.content, now)
            self.delivery.wake()

    async def tick(self) -> None:
        """Every job once, in the order of the table, in one transaction: for a clock that is moved by hand."""
        async with self.database.begin() as session:
            due = None
            for job in JOBS:
                due = await signs.due(session, self.content, JOBS, now=self.clock.now()) if due is None else due
                if job not in due:
                    continue
                while await job.run(session, self.content, self.clock.now()):
                    pass
                await session.flush()
                session.expunge_all()  # the next job reads afresh, as in a transaction of its own
                due = None if job.signs else due
        self.delivery.wake()

    async def settle(self) -> None:
        """Take what people said and send what is owed, until nothing is left to do at this instant."""
        while await self.receiver.poll(0):
            pass
        await self.delivery.drain()
        await self.outside.drain()

    async def next_due(self) -> datetime | None:
        """The next instant at which something is planned to happen."""
        async with self.database.begin() as session:
            return await upcoming.next_instant(session, self.content, now=self.clock.now())

    async def close(self) -> None:
        await self.bot.shutdown()
        await self.database.close()


def policy_of(settings: Settings) -> Policy:
    """The settings that decide about conduct: each has the name of a field of the policy."""
    return Policy(**{field.name: getattr(settings, field.name) for field in fields(Policy)})


def _say_failed(event: JobExecutionEvent) -> None:
    log.error("the job %s failed: %s", event.job_id, type(event.exception).__name__)
