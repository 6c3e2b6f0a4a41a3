"""Which row of the tables an update is for, and whether the person may."""

import logging
from dataclasses import replace

from bot.domain import signing
from handlers import answering, enrolment, everyone, inviting, settings, typed, urgent
from handlers.ask import PATIENTS, Ask, Command, Handler, Reply, Tap, Typed, joined
from handlers.fixed_words import FixedWords
from handlers.heard import Heard, What
from handlers.tables import COMMANDS, TAPS, TYPED

log = logging.getLogger("stepwell.door")


class Switchboard:
    """From what was heard to a handler's answer; without a row, or the right to it, everybody hears the same."""

    def __init__(self, words: FixedWords, key: bytes) -> None:
        self._words, self._key = words, key

    def action(self, heard: Heard) -> tuple[str, tuple[str, ...]] | None:
        """What a tapped button does, and its arguments; None for one that was not made for this chat."""
        return signing.read(self._key, heard.user_id, heard.word) if heard.chat_id == heard.user_id else None

    async def answer(self, ask: Ask, heard: Heard) -> Reply:
        """Typed words are read for red flags before anything else is done with them. What was affirmed takes the
        place of an ordinary answer; what was only mentioned is asked about after it. What somebody on the team writes
        for other people is kept first, whatever it names.
        """
        answering.lapse(ask)
        if heard.reply_to is not None:
            await answering.by_reply(ask, heard.reply_to)
        if self._for_others(ask, heard):
            return await self._written_for_others(ask, heard)
        speaks = ask.text and not self._words.is_cry_for_help(ask.text)
        found = await typed.read(ask, passed_on=_reaches_somebody(ask, heard)) if speaks else None
        if found is None:
            return await self._handler(ask, heard)
        reply, affirmed = found
        if affirmed and heard.what is not What.COMMAND:
            return joined(reply, await self._kept(ask, heard))
        usual = await self._handler(ask, heard) if heard.what is What.COMMAND or ask.person.asking else None
        if usual is None:
            await everyone.keep(ask)
            return reply
        first, then = (reply, usual) if affirmed else (usual, reply)
        return joined(first, then)

    async def _kept(self, ask: Ask, heard: Heard) -> Reply:
        """Words with red flags still go where they were meant to go, when somebody reads them there."""
        if _reaches_somebody(ask, heard):
            return await self._allowed(ask, _asked(ask))
        await everyone.keep(ask)
        return Reply()

    def _for_others(self, ask: Ask, heard: Heard) -> bool:
        row = _asked(ask)
        return (
            row is not None and row.for_others and bool(row.roles & ask.roles) and heard.what in (What.TEXT, What.MEDIA)
        )

    async def _written_for_others(self, ask: Ask, heard: Heard) -> Reply:
        """Keep it; then answer red flags in it as always to a patient, and to others say how to report them."""
        kept = await self._handler(ask, heard)
        found = await typed.read(ask) if ask.text else None
        if found is None:
            return kept
        return joined(
            kept, found[0] if ask.consenting is not None else Reply(ask.say("bc.signs"), ((everyone.to_list(ask),),))
        )

    async def _handler(self, ask: Ask, heard: Heard) -> Reply:
        if heard.what is What.TAP:
            return await self._tapped(ask, heard)
        if heard.what is What.COMMAND:
            return await self._allowed(ask, COMMANDS.get(heard.word))
        if heard.what is What.EDIT:
            return await everyone.edited(ask)
        if heard.what is What.MEDIA:
            return (
                await self._allowed(ask, _asked(ask))
                if self._for_others(ask, heard)
                else await everyone.unreadable(ask)
            )
        if heard.what is What.LOCATION:
            return await settings.zone(ask)
        if self._words.is_cry_for_help(ask.text):
            return await urgent.urgent(ask)
        code = inviting.is_code(ask)
        if code is not None:
            return await inviting.by_code(ask, code)
        row = _asked(ask)
        return await self._allowed(ask, row) if row is not None else await answering.free_text(ask)

    async def _tapped(self, ask: Ask, heard: Heard) -> Reply:
        read = self.action(heard)
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
            return await (enrolment.resume if newcomer else everyone.unknown)(replace(ask, text="", args=()))
        early = not isinstance(row, Command) or row.early or row.roles != PATIENTS
        run: Handler = row.run
        if not early and ask.consenting is not None and ask.consenting.enrolled_at is None:
            return await enrolment.step(ask, ask.consenting, instead=False)
        return await run(ask)


def _asked(ask: Ask) -> Typed | None:
    """The question that the next typed words answer; what it is about follows its name after a '~'."""
    return TYPED.get((ask.person.asking or "").partition("~")[0])


def _reaches_somebody(ask: Ask, heard: Heard) -> bool:
    """Whether the words are passed on whatever is in them."""
    row = _asked(ask)
    return row is not None and row.kept and heard.what is What.TEXT
