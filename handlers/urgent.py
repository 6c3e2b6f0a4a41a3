"""Something is wrong: the list of red flags, at any time, for anybody."""

from collections.abc import Sequence

from bot.content import lines, paragraphs
from bot.domain.message import Button, Message
from bot.domain.triage import judge
from bot.services import checkin_words, checkins, urgent_words
from handlers.ask import EVERYONE, Ask, Command, Reply, Tap


async def urgent(ask: Ask) -> Reply:
    """Open the list. Before consent and after leaving nothing is stored: a tap answers at once."""
    patient = ask.consenting
    if patient is None:
        return Reply(message=_list_without_record(ask))
    check_in = await checkins.open_one(ask.session, patient.person_id, urgent=True, now=ask.now)
    return Reply(
        message=checkin_words.screen(
            ask.content, ask.person.language, check_in.id, {}, urgent=True, country=patient.country
        )
    )


def _country(ask: Ask) -> str | None:
    return ask.patient.country if ask.patient is not None else None


def _list_without_record(ask: Ask) -> Message:
    labels = {flag: ask.content.red_flags[flag].text(ask.person.language).label for flag in ask.content.listed_flags()}
    rows = tuple((Button(label, "urgent.say", (flag,)),) for flag, label in labels.items())
    call = urgent_words.call(ask.content, ask.say, _country(ask))
    return Message(lines(ask.say("urgent.list", call=call)), buttons=rows)


async def say(ask: Ask) -> Reply:
    """The urgent words for one flag, for somebody of whom nothing is stored."""
    return without_record(ask, [ask.args[0] if ask.args else ""])


def without_record(ask: Ask, flags: Sequence[str]) -> Reply:
    """The urgent words for red flags, at once; nothing is kept and nobody is told."""
    verdict = judge(flags, ask.content.tiers, ask.content.rules)
    name = verdict.tier.word
    call = urgent_words.call(ask.content, ask.say, _country(ask))
    reported = urgent_words.tell_them(ask.content, ask.person.language, verdict.flags)
    text = paragraphs(
        lines(
            ask.say(f"urgent.{name}.head", call=call),
            urgent_words.first_line(ask.content, ask.person.language, verdict.flags, verdict.tier),
        ),
        lines(
            urgent_words.where(ask.content, ask.say, _country(ask)) if name == "urgent" else None,
            ask.say(f"urgent.{name}.what", reported=reported, call=call),
        ),
        ask.say("urgent.emergency.instead", call=call) if name == "urgent" else None,
        ask.say("urgent.nobody_knows"),
    )
    card = urgent_words.contact(ask.content, ask.say, _country(ask))
    return Reply(text, also=(card,) if card is not None and name == "emergency" else ())


COMMANDS = (Command("urgent", urgent, EVERYONE, "menu.urgent"),)
TAPS = (Tap("urgent.open", urgent, EVERYONE), Tap("urgent.say", say, EVERYONE))
