"""When nothing can be saved: words that go out directly, without the database. Source: safety.md §5.3."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.clock import Clock
from handlers.heard import Heard, What, hear
from handlers.routing import Door
from handlers.tables import COMMANDS

log = logging.getLogger("stepwell.trouble")
ADMINS_AGAIN = timedelta(minutes=10)
HARMLESS_TAPS = (
    "choose.",
    "enrol.",
    "learn.",
    "patients.",
    "pause.",
    "people.",
    "settings.",
    "stop.",
    "tip.",
    "audit.",
)
"""Buttons that cannot report anything; every other one may be a red flag."""
REPORTING = {"urgent", "checkin"}
"""The commands that people reach for when something is wrong."""
Reads = Callable[[str], bool]


class Trouble:
    """Tells people that their words were not saved, once an update, and admins at most once in ten minutes.

    `reads` says whether a text reads as a red flag; without it every text may be one.
    """

    def __init__(self, bot: Bot, door: Door, clock: Clock, reads: Reads | None = None) -> None:
        self._bot, self._door, self._clock, self._reads = bot, door, clock, reads
        self._told: set[int] = set()
        self._soothed: set[int] = set()
        self._admins_told_at: datetime | None = None

    def over(self) -> None:
        """Something was saved: the next trouble is a new one."""
        self._told.clear()
        self._soothed.clear()

    async def say(self, updates: Sequence[Update], error: BaseException) -> None:
        """To everybody whose update waits, and to the admins. Never raises over what Telegram refuses."""
        waiting = [(update.update_id, hear(update)) for update in updates]
        await asyncio.gather(
            self.tell_admins(error),
            *(self._tell(number, heard) for number, heard in waiting if heard.what is not What.NOTHING),
        )

    async def _tell(self, number: int, heard: Heard) -> None:
        if number in self._told or heard.what in (What.BLOCKED, What.UNBLOCKED, What.GROUP):
            return
        grave = self.may_be_red_flag(heard)
        if not grave and heard.user_id in self._soothed:
            return
        self._told.add(number)
        self._soothed.add(heard.user_id)
        words = self._door.words.trouble(heard, "down.emergency" if grave else "trouble.not_saved")
        if not await self._send(heard.chat_id, words):
            self._told.discard(number)

    def may_be_red_flag(self, heard: Heard) -> bool:
        """Whether an update reports a red flag, or could, as far as one can say without the database."""
        if heard.what is What.TAP:
            action = self._door.switchboard.action(heard)
            return action is None or not action[0].startswith(HARMLESS_TAPS)
        if heard.what is What.COMMAND:
            return heard.word in REPORTING or heard.word not in COMMANDS
        if not heard.text:
            return False
        return self._reads is None or self._door.words.is_cry_for_help(heard.text) or self._reads(heard.text)

    async def tell_admins(self, error: BaseException) -> None:
        """What is wrong with the database, in words, each admin in their language."""
        now = self._clock.now()
        if self._admins_told_at is not None and now - self._admins_told_at < ADMINS_AGAIN:
            return
        self._admins_told_at = now
        log.error("nothing can be saved (%s): telling the admins directly", kind_of(error))
        words = self._door.words
        await self._each(words.admins, lambda admin: words.to_admin(admin, "down.admins", kind_of(error)))

    async def say_deaf(self, since: datetime) -> None:
        """Admins hear that nobody else is heard, if anything leaves at all."""
        log.error("Telegram has not answered since %s", since.isoformat(timespec="seconds"))
        words = self._door.words
        await self._each(words.admins, lambda admin: words.deaf(admin, since))

    async def _each(self, chats: Iterable[int], words: Callable[[int], str]) -> None:
        await asyncio.gather(*(self._send(chat, words(chat)) for chat in chats))

    async def _send(self, chat_id: int, words: str) -> bool:
        try:
            await self._bot.send_message(chat_id, words, parse_mode="HTML")
        except TelegramError as error:
            log.error("the words for trouble were not sent: %s", type(error).__name__)
            return False
        return True


def kind_of(error: BaseException) -> str:
    """What is wrong, as the last part of a key of `down.what`."""
    said = str(getattr(error, "orig", None) or error).casefold()
    for words, kind in (("locked", "locked"), ("busy", "locked"), ("full", "full"), ("readonly", "read_only")):
        if words in said:
            return kind
    return "full" if "no space" in said else "read_only" if "read-only" in said else "broken"
