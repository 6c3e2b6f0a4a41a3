"""The clinic's own emergency numbers: one admin proposes, another confirms."""

from bot.content import lines
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import NumberOverride, Person
from bot.models.person import Role
from bot.services import cases, numbers, outbox, people
from handlers.ask import ADMINS, Ask, Command, Reply, Tap
from handlers.everyone import unknown


async def show(ask: Ask) -> Reply:
    """What is set now; with a country and a number, a proposal to the other admins."""
    if not ask.text.strip():
        return Reply(await _set_now(ask))
    found = numbers.read(ask.text)
    if found is None or (found[0] not in ask.content.numbers and found[1] is None):
        return Reply(ask.say("numbers.how"))
    others = [one for one in await people.with_role(ask.session, Role.ADMIN) if one.id != ask.person.id]
    if not others:
        return Reply(ask.say("numbers.alone"))
    row = await numbers.propose(ask.session, *found, ask.person, now=ask.now)
    for admin in others:
        await _ask_admin(ask, admin, row)
    return Reply(ask.say("numbers.proposed", country=ask.say.country(row.country), number=_number(ask, row)))


async def _set_now(ask: Ask) -> str:
    known = await numbers.confirmed(ask.session)
    rows = [
        ask.say("numbers.line", country=ask.say.country(code), number=number) for code, number in sorted(known.items())
    ]
    return lines(ask.say("numbers.head") if rows else ask.say("numbers.none"), *rows, ask.say("numbers.how"))


def _number(ask: Ask, row: NumberOverride) -> str:
    """The proposed number; the content's own where that one is to come back."""
    return row.number or " / ".join(ask.content.numbers.table.get(row.country, ("–",)))


async def _ask_admin(ask: Ask, admin: Person, row: NumberOverride) -> None:
    say = ask.content.say(admin.language)
    before = " / ".join(ask.content.numbers.get(row.country, ("–",)))
    values = {"name": ask.person.first_name, "country": say.country(row.country), "before": before}
    buttons = (
        (Button(say.label("numbers.confirm"), "numbers.answer", (str(row.id), "yes"), style="danger"),),
        (Button(say.label("numbers.decline"), "numbers.answer", (str(row.id), "no")),),
    )
    text = say("numbers.ask", number=_number(ask, row), **values)
    to = outbox.Address(admin.telegram_id)
    await outbox.queue(ask.session, to, Kind.REPLY, Message(text, buttons), now=ask.now)


async def answer(ask: Ask) -> Reply:
    """The second admin confirms, and the number counts everywhere from now on; or does not."""
    number = ask.args[0] if ask.args else ""
    row = await ask.session.get(NumberOverride, int(number)) if number.isdecimal() else None
    if row is None or ask.args[1:] not in (("yes",), ("no",)):
        return await unknown(ask)
    takes = ask.args[1] == "yes"
    if not await numbers.confirm(ask.session, ask.content, row, ask.person, takes=takes, now=ask.now):
        return Reply(toast=ask.say.label("numbers.over"), alarm=True)
    by = await cases.person_of(ask.session, row.proposed_by)
    say = ask.content.say(by.language)
    values = {"country": row.country, "number": _number(ask, row), "name": ask.person.first_name}
    words = say("numbers.confirmed" if takes else "numbers.declined", **values)
    await outbox.queue(ask.session, outbox.Address(by.telegram_id), Kind.REPLY, Message(words), now=ask.now)
    return Reply(ask.say("numbers.confirmed" if takes else "numbers.declined", **values), instead=True)


COMMANDS = (Command("numbers", show, ADMINS, "numbers.menu"),)
TAPS = (Tap("numbers.answer", answer, ADMINS),)
