"""Taking updates from Telegram so that a crash loses none: an update is confirmed only after its commit."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.exc import DBAPIError
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.ballast import Ballast
from bot.clock import Clock
from bot.delivery import outcome
from bot.finishing import to_the_end
from handlers.routing import Door, Taken
from handlers.trouble import Trouble, kind_of

log = logging.getLogger("stepwell.receiving")
KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
POLL_SECONDS = 25
UNREADABLE = (TypeError, KeyError, ValueError, AttributeError)
"""What the client raises over an update that is written otherwise than it knows."""
SENDER = {"message_id", "date", "chat", "from"}
"""The fields of a message that tell whom to answer; without a text it counts as something that cannot be read."""
LONGEST_WAIT = 30.0
LONGEST_UNSAVED_WAIT = 2.0
"""While nothing can be saved, people who report something still have to get the number quickly."""
CROWD, TOGETHER = 4, 16
"""From so many waiting updates on, up to so many share a commit."""
CONFLICTS = 10
"""After this many in a row, another bot is surely running with our token."""


class Receiver:
    """Polls, hands each update to the door, and moves the offset only past what is committed.

    A crash before the commit: the update comes again. After it and before the next poll: it comes again too,
    and its number says that it was taken.
    """

    def __init__(
        self,
        bot: Bot,
        door: Door,
        taken: Callable[[], None],
        trouble: Trouble,
        clock: Clock,
        ballast: Ballast | None = None,
    ) -> None:
        self._bot, self._door, self._taken = bot, door, taken
        self._trouble, self._ballast, self._clock = trouble, ballast, clock
        self.heard_at = clock.now()
        """When Telegram answered last."""
        self._offset: int | None = None
        self._notices: list[asyncio.Task[None]] = []

    async def run(self) -> None:
        """Poll until cancelled. Raises InvalidToken, or Conflict when somebody else keeps polling."""
        failures = conflicts = 0
        while True:
            try:
                await self.poll(POLL_SECONDS)
                failures = conflicts = 0
            except InvalidToken:
                raise
            except Conflict:
                conflicts += 1
                log.error("another process reads this bot's updates: stop it, or take its webhook away")
                if conflicts >= CONFLICTS:
                    raise
                await asyncio.sleep(1)
            except (DBAPIError, OSError) as error:
                failures += 1
                log.error("the database cannot save: %s; trying again", type(error).__name__)
                await asyncio.sleep(min(2**failures / 4, LONGEST_UNSAVED_WAIT))
            except RetryAfter as error:
                await asyncio.sleep(outcome.seconds_of(error))
            except NetworkError as error:
                failures += 1
                log.warning("Telegram cannot be reached (%s); trying again", type(error).__name__)
                await asyncio.sleep(min(2**failures / 2, LONGEST_WAIT))

    async def poll(self, timeout: int) -> int:  # noqa: ASYNC109 - it is the server that waits
        """Take what is waiting; how many updates. What cannot be saved is not confirmed, and comes again."""
        updates = await self._fetch(timeout)
        self.heard_at = self._clock.now()
        try:
            for first in range(0, len(updates), TOGETHER):
                await to_the_end(self._take_some(updates[first : first + TOGETHER]))
        except (DBAPIError, OSError) as error:
            await self._trouble.say([one for one in updates if one.update_id >= (self._offset or 0)], error)
            raise
        finally:
            await self._noticed()
        return len(updates)

    async def _take_some(self, updates: Sequence[Update]) -> None:
        """In one commit when there is a crowd, else each in its own."""
        taken = await self._together(updates) if len(updates) >= CROWD else None
        if taken is None:
            for update in updates:
                await self._take(update)
                self._offset = update.update_id + 1
            return
        self._offset = updates[-1].update_id + 1
        self._taken()
        for one in taken:
            self._notice(one)

    async def _together(self, updates: Sequence[Update]) -> list[Taken] | None:
        try:
            return await self._door.take_together(updates)
        except (DBAPIError, OSError):
            return None

    async def _fetch(self, timeout: int) -> Sequence[Update]:  # noqa: ASYNC109 - as above
        """What is waiting. An update that the client cannot read may not stop the others: it is read in part."""
        try:
            return await self._bot.get_updates(offset=self._offset, timeout=timeout, allowed_updates=KINDS)
        except UNREADABLE:
            waiting = {"offset": self._offset, "timeout": 0, "allowed_updates": KINDS}
            return [self._read(raw) for raw in await self._bot.do_api_request("getupdates", waiting)]

    def _read(self, raw: dict[str, Any]) -> Update:
        try:
            return Update.de_json(raw, self._bot)
        except UNREADABLE as error:
            log.error("update %s cannot be read (%s): only who sent it is", raw["update_id"], type(error).__name__)
            message = raw.get("message", {})
            known = {"message": {name: message[name] for name in SENDER}} if message.keys() >= SENDER else {}
            return Update.de_json({"update_id": raw["update_id"]} | known, self._bot)

    async def _take(self, update: Update) -> None:
        try:
            taken = await self._door.take(update)
        except (DBAPIError, OSError) as error:
            if kind_of(error) != "full" or self._ballast is None or not self._ballast.release():
                raise
            log.error("the disk is full: the room that was kept for this is given to the database")
            taken = await self._door.take(update)
        self._trouble.over()
        self._taken()
        self._notice(taken)

    def _notice(self, taken: Taken) -> None:
        """Answer the tap, while the next update is taken already."""
        if taken.query_id is not None:
            self._notices.append(asyncio.create_task(self._show(taken)))

    async def _noticed(self) -> None:
        notices, self._notices = self._notices, []
        await asyncio.gather(*notices)

    async def _show(self, taken: Taken) -> None:
        """When a notice comes too late nothing is lost."""
        assert taken.query_id is not None
        try:
            await self._bot.answer_callback_query(taken.query_id, text=taken.toast, show_alert=taken.alarm)
        except InvalidToken:
            raise
        except TelegramError as error:
            log.info("a tap's notice was not shown: %s", type(error).__name__)
