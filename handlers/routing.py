"""The one door for what people do: who are they, what do they ask, and all that follows in one transaction."""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.clock import Clock
from bot.content import Content
from bot.db import Database, inserted, would_fail_again
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import OutboxRow, SeenUpdate
from bot.models.person import Role
from bot.services import looked_up, opinions, outbox, patients, people, prompts, receipts
from handlers import everyone
from handlers.ask import Ask, Reply, Rights
from handlers.fixed_words import FixedWords
from handlers.heard import Heard, What, hear
from handlers.menus import signature
from handlers.switchboard import Switchboard

log = logging.getLogger("stepwell.door")


@dataclass(frozen=True)
class Taken:
    """What is left to do when an update is committed: the notice that a tap waits for."""

    query_id: str | None = None
    toast: str | None = None
    alarm: bool = False


class Door:
    """Takes updates. What one changes is committed together with its number, so that it counts once."""

    def __init__(self, database: Database, content: Content, clock: Clock, rights: Rights, key: bytes) -> None:
        self._database, self._content, self._clock, self._rights = database, content, clock, rights
        self.words = FixedWords(content, rights)
        self.switchboard = Switchboard(self.words, key)

    async def warm(self) -> None:
        """Learn what the words for trouble need, so that they need no database."""
        async with self._database.begin() as session:
            await self.words.warm(session)

    async def take(self, update: Update) -> Taken:
        """Commit an update and all that it owes. Raises DBAPIError or OSError when the database cannot: then
        nothing has changed, and the update must come again.
        """
        heard = hear(update)
        try:
            return await self._twice(update.update_id, heard)
        except OSError:
            raise
        except Exception as error:  # the one error handler: an update may not stop the ones behind it
            if isinstance(error, DBAPIError) and not would_fail_again(error):
                raise
            last = traceback.extract_tb(error.__traceback__)[-1]
            log.error("update %s: %s at %s:%s", update.update_id, type(error).__name__, last.filename, last.lineno)
            return await self._apologise(update.update_id, heard)

    async def take_together(self, updates: Sequence[Update]) -> list[Taken] | None:
        """Commit several updates at once, in their order: they share what one costs. None when a handler breaks: then
        nothing has changed, and each has to be taken alone. Raises DBAPIError or OSError when the database cannot.
        """
        heard = [hear(update) for update in updates]
        try:
            async with self._database.begin() as session:
                await looked_up.beforehand(session, {one.user_id for one in heard})
                numbers = [update.update_id for update in updates]
                new = await self._new(session, numbers)
                return [
                    await self._done(session, one) if number in new else Taken(one.query_id)
                    for number, one in zip(numbers, heard, strict=True)
                ]
        except Exception as error:  # an update may not stop the others: `take` says which one it was
            if isinstance(error, DBAPIError | OSError):
                raise
            return None

    async def _twice(self, update_id: int, heard: Heard) -> Taken:
        """Once more when another process was first with the same rows."""
        try:
            return await self._committed(update_id, heard)
        except IntegrityError:
            return await self._committed(update_id, heard)

    async def _committed(self, update_id: int, heard: Heard) -> Taken:
        async with self._database.begin() as session:
            if await self._new(session, [update_id]):
                return await self._done(session, heard)
            return Taken(heard.query_id)

    async def _new(self, session: AsyncSession, numbers: Sequence[int]) -> set[int]:
        """Of these updates those that count now: their numbers are kept. Another process's are waited for."""
        now = self._clock.now()
        rows = [{"update_id": number, "taken_at": now} for number in numbers]
        return await inserted(session, SeenUpdate.update_id, rows)

    async def _done(self, session: AsyncSession, heard: Heard) -> Taken:
        reply = await self._answer(session, heard)
        return Taken(heard.query_id, reply.toast, reply.alarm)

    async def _answer(self, session: AsyncSession, heard: Heard) -> Reply:
        if heard.what is What.NOTHING:
            return Reply()
        if heard.what is What.GROUP:
            return await self._in_group(session, heard)
        if heard.what is What.BLOCKED:
            await self._blocked(session, heard)
            return Reply()
        ask = await self._ask(session, heard)
        if heard.what is What.UNBLOCKED:
            return Reply()
        reply = await self.switchboard.answer(ask, heard)
        sent = await self._owe(session, ask, reply, heard.message_id)
        typed = heard.what in (What.TEXT, What.LOCATION)
        await prompts.follow(session, ask.person, sent, typed=typed, now=ask.now)
        return reply

    async def _blocked(self, session: AsyncSession, heard: Heard) -> None:
        """Nobody is met here: being met counts as being back."""
        now = self._clock.now()
        await receipts.lost(session, self._content, heard.user_id, now=now)
        person = await people.by_telegram_id(session, heard.user_id)
        if person is not None:
            await opinions.blocked(session, person.id, now=now)

    async def _ask(self, session: AsyncSession, heard: Heard) -> Ask:
        now = self._clock.now()
        person = await people.meet(session, heard.user_id, heard.first_name[:64], self.words.spoken(heard), now=now)
        if person.telegram_id in self._rights.admin_ids:
            await people.grant(session, person.id, Role.ADMIN, by=None, now=now)
        patient = await patients.of(session, person.id)
        self.words.learn(person, patient)
        return Ask(
            session, self._content, now, person, patient, await people.roles_of(session, person.id), self._rights,
            text=heard.text, location=heard.location, markup=heard.markup, photo=heard.photo,
        )  # fmt: skip

    async def _owe(self, session: AsyncSession, ask: Ask, reply: Reply, tapped: int | None) -> list[OutboxRow]:
        """Write the answer into the outbox of this transaction, and a new command menu when it has changed. Gives the
        answer's rows.
        """
        to = outbox.Address(ask.person.telegram_id, ask.person.id if ask.patient is not None else None)
        rows = [outbox.answer(session, to, message, now=ask.now) for message in reply.messages(tapped)]
        roles = await people.roles_of(session, ask.person.id)
        name = signature(ask.say, roles)
        if ask.person.menu != name:
            ask.person.menu = name
            outbox.answer(session, to, self._rights.menu(ask.say, roles), now=ask.now)
        return rows

    async def _in_group(self, session: AsyncSession, heard: Heard) -> Reply:
        reply = await everyone.group(await self._ask(session, heard))
        for message in reply.messages(None):
            to = outbox.Address(heard.chat_id)
            outbox.answer(session, to, message, now=self._clock.now())
        return Reply()

    async def _apologise(self, update_id: int, heard: Heard) -> Taken:
        """A handler broke: nothing of it was saved. Say so, with the way to help, and go on."""
        async with self._database.begin() as session:
            session.add(SeenUpdate(update_id=update_id, taken_at=self._clock.now()))
            to = outbox.Address(heard.chat_id)
            words = self.words.trouble(heard, "trouble.broken")
            await outbox.queue(session, to, Kind.SAFETY, Message(words), now=self._clock.now())
        return Taken(heard.query_id)
