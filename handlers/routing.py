"""The one door for what people do: who are they, may they, then the handler, in one transaction."""

import logging
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.clock import Clock
from bot.content import Content, Words
from bot.db import Database, would_fail_again
from bot.domain import signing
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import SeenUpdate
from bot.models.person import Role
from bot.services import looked_up, outbox, patients, people, urgent_words
from handlers import enrolment, everyone, settings, typed, urgent
from handlers.ask import PATIENTS, Ask, Command, Handler, Reply, Rights, Tap, Typed, joined
from handlers.heard import Heard, What, hear
from handlers.menus import signature
from handlers.tables import COMMANDS, TAPS, TYPED

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
        self._database, self._content, self._clock, self._rights, self._key = database, content, clock, rights, key
        self._countries: dict[int, tuple[str, str | None]] = {}
        self.admins: set[int] = set(rights.admin_ids)
        """Whom to tell when the database cannot be asked."""

    async def warm(self) -> None:
        """Learn everybody's language and country, so that words for trouble need no database."""
        async with self._database.begin() as session:
            self._countries |= await people.languages_and_countries(session)
            self.admins |= {one.telegram_id for one in await people.with_role(session, Role.ADMIN)}

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
                seen = set(
                    await session.exec(select(SeenUpdate.update_id).where(col(SeenUpdate.update_id).in_(numbers)))
                )
                session.add_all(self._number(number) for number in numbers if number not in seen)
                return [
                    Taken(one.query_id) if number in seen else await self._done(session, one)
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
            if await session.get(SeenUpdate, update_id) is not None:
                return Taken(heard.query_id)
            session.add(self._number(update_id))
            return await self._done(session, heard)

    def _number(self, update_id: int) -> SeenUpdate:
        return SeenUpdate(update_id=update_id, taken_at=self._clock.now())

    async def _done(self, session: AsyncSession, heard: Heard) -> Taken:
        reply = await self._answer(session, heard)
        return Taken(heard.query_id, reply.toast, reply.alarm)

    async def _answer(self, session: AsyncSession, heard: Heard) -> Reply:
        if heard.what is What.NOTHING:
            return Reply()
        if heard.what is What.GROUP:
            return await self._in_group(session, heard)
        ask = await self._ask(session, heard)
        if heard.what is What.BLOCKED:
            ask.person.unreachable_since = ask.now
            return Reply()
        if heard.what is What.UNBLOCKED:
            return Reply()
        reply = await self._read(ask, heard)
        await self._owe(session, ask, reply, heard.message_id)
        return reply

    async def _ask(self, session: AsyncSession, heard: Heard) -> Ask:
        now = self._clock.now()
        person = await people.meet(session, heard.user_id, heard.first_name[:64], self._spoken(heard), now=now)
        if person.telegram_id in self._rights.admin_ids:
            await people.grant(session, person.id, Role.ADMIN, by=None, now=now)
        patient = await patients.of(session, person.id)
        self._countries[person.telegram_id] = (person.language, patient.country if patient else None)
        return Ask(
            session, self._content, now, person, patient, await people.roles_of(session, person.id), self._rights,
            text=heard.text, location=heard.location,
        )  # fmt: skip

    def _spoken(self, heard: Heard) -> str:
        """The language of the person's Telegram, if the content has it."""
        language = heard.language.partition("-")[0]
        return language if language in self._content.languages else self._content.languages[0]

    async def _read(self, ask: Ask, heard: Heard) -> Reply:
        """Typed words are read for red flags before anything else is done with them. What was affirmed takes the
        place of an ordinary answer; what was only mentioned is asked about after it.
        """
        reads = ask.text and not self._is_key(ask.text) and not self._about_another(ask, heard)
        found = await typed.read(ask) if reads else None
        if found is None:
            return await self._handler(ask, heard)
        reply, affirmed = found
        if affirmed and heard.what is not What.COMMAND:
            await everyone.keep(ask)
            return reply
        usual = await self._handler(ask, heard) if heard.what is What.COMMAND or ask.person.asking else None
        if usual is None:
            await everyone.keep(ask)
            return reply
        first, then = (reply, usual) if affirmed else (usual, reply)
        return joined(first, then)

    def _about_another(self, ask: Ask, heard: Heard) -> bool:
        """Whether a member of the team was asked to write about a patient: those are not the writer's own red flags."""
        row = _asked(ask)
        about = row is not None and row.about_another and bool(row.roles & ask.roles)
        return about and heard.what is What.TEXT and ask.consenting is None

    def _is_key(self, text: str) -> bool:
        """Whether a text is the key under the text field, in any language."""
        return text in {words.label("urgent.button.wrong") for words in self._content.words.values()}

    async def _handler(self, ask: Ask, heard: Heard) -> Reply:
        if heard.what is What.TAP:
            return await self._tapped(ask, heard)
        if heard.what is What.COMMAND:
            return await self._allowed(ask, COMMANDS.get(heard.word))
        if heard.what is What.EDIT:
            return await everyone.edited(ask)
        if heard.what is What.MEDIA:
            return await everyone.unreadable(ask)
        if heard.what is What.LOCATION:
            return await settings.zone(ask)
        if self._is_key(ask.text):
            return await urgent.urgent(ask)
        row = _asked(ask)
        return await self._allowed(ask, row) if row is not None else await everyone.free_text(ask)

    async def _tapped(self, ask: Ask, heard: Heard) -> Reply:
        read = signing.read(self._key, ask.person.telegram_id, heard.word) if heard.chat_id == heard.user_id else None
        if read is None:
            log.warning("update with a button that was not signed for this chat")
            return await everyone.old_button(ask)
        action, args = read
        asked = replace(ask, args=args)
        return await self._allowed(asked, TAPS.get(action))

    async def _allowed(self, ask: Ask, row: Command | Tap | Typed | None) -> Reply:
        """Run a row of the tables if the person may; unknown and forbidden get the same answer."""
        if row is None:
            return await everyone.unknown(ask)
        if row.roles and not row.roles & ask.roles:
            newcomer = row.roles == PATIENTS and not ask.roles
            return await (enrolment.start if newcomer else everyone.unknown)(_untyped(ask))
        early = not isinstance(row, Command) or row.early or row.roles != PATIENTS
        run: Handler = row.run
        if not early and ask.consenting is not None and ask.consenting.enrolled_at is None:
            return await enrolment.step(ask, ask.consenting, instead=False)
        return await run(ask)

    async def _owe(self, session: AsyncSession, ask: Ask, reply: Reply, tapped: int | None) -> None:
        """Write the answer into the outbox of this transaction, and a new command menu when it has changed."""
        to = outbox.Address(ask.person.telegram_id, ask.person.id if ask.patient is not None else None)
        for message in reply.messages(tapped):
            await outbox.queue(session, to, Kind.REPLY, message, now=ask.now)
        roles = await people.roles_of(session, ask.person.id)
        name = signature(ask.say, roles)
        if ask.person.menu != name:
            ask.person.menu = name
            await outbox.queue(session, to, Kind.REPLY, self._rights.menu(ask.say, roles), now=ask.now)

    async def _in_group(self, session: AsyncSession, heard: Heard) -> Reply:
        reply = await everyone.group(await self._ask(session, heard))
        for message in reply.messages(None):
            to = outbox.Address(heard.chat_id)
            await outbox.queue(session, to, Kind.REPLY, message, now=self._clock.now())
        return Reply()

    async def _apologise(self, update_id: int, heard: Heard) -> Taken:
        """A handler broke: nothing of it was saved. Say so, with the way to help, and go on."""
        async with self._database.begin() as session:
            session.add(SeenUpdate(update_id=update_id, taken_at=self._clock.now()))
            to = outbox.Address(heard.chat_id)
            words = self.trouble(heard, "trouble.broken")
            await outbox.queue(session, to, Kind.SAFETY, Message(words), now=self._clock.now())
        return Taken(heard.query_id)

    def action(self, heard: Heard) -> str | None:
        """What a tapped button does; None for one that was not made for this chat."""
        read = signing.read(self._key, heard.user_id, heard.word) if heard.chat_id == heard.user_id else None
        return read[0] if read is not None else None

    def is_cry_for_help(self, text: str) -> bool:
        """Whether a text is the key that says that something is wrong, in any language."""
        return text in {words.label("urgent.button.wrong") for words in self._content.words.values()}

    def admin_words(self, telegram_id: int, key: str, kind: str) -> str:
        """Fixed words about a kind of trouble, in an admin's language."""
        say = self._say_to(telegram_id)
        return say(key, what=say(f"down.what.{kind}"))

    def deaf_words(self, telegram_id: int, since: datetime) -> str:
        """That nobody has been heard since an instant, in an admin's language."""
        say = self._say_to(telegram_id)
        return say("watch.deaf", time=f"{say.time(since, 'UTC')} UTC")

    def _say_to(self, telegram_id: int) -> Words:
        language, _ = self._countries.get(telegram_id, (self._content.languages[0], None))
        return self._content.say(language)

    def trouble(self, heard: Heard, key: str = "trouble.not_saved") -> str:
        """Fixed words that need no database: what happened, and how to call for help."""
        language, country = self._countries.get(heard.user_id, (self._spoken(heard), None))
        say = self._content.say(language)
        return say(key, call=urgent_words.call(self._content, say, country))


def _asked(ask: Ask) -> Typed | None:
    """The question that typed words answer; what it is about may follow its name after a colon."""
    return TYPED.get((ask.person.asking or "").partition(":")[0])


def _untyped(ask: Ask) -> Ask:
    return replace(ask, text="", args=())
