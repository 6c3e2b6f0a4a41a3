"""Roles: who is here, and what they may do."""

from bot.content import Html, lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Person
from bot.models.person import Role
from bot.services import caseload, outbox, people
from handlers.ask import ADMINS, Ask, Command, Reply, Tap
from handlers.everyone import unknown

GIVEN = (Role.THERAPIST, Role.ADMIN)
A_PAGE = 8
LONGEST_CARRIED = 20
"""Bytes of a name that a page's button carries: Telegram lets it carry 64 in all."""


async def listed(ask: Ask) -> Reply:
    """The people, newest first, or those whose name was typed after the command."""
    return await _page(ask, ask.text.strip(), 0, instead=False)


async def turn(ask: Ask) -> Reply:
    """An older or a newer page of the same search."""
    skip, name = ask.args if len(ask.args) == 2 else ("", "")
    return await _page(ask, name, int(skip) if skip.isdecimal() else 0, instead=True)


async def _page(ask: Ask, typed: str, skip: int, *, instead: bool) -> Reply:
    found = await people.listed(ask.session, typed, skip=skip, most=A_PAGE)
    if not found:
        return Reply(ask.say("people.none", typed=typed[:40]), instead=instead)
    n = await people.number(ask.session, typed)
    head = ask.say("people_list.found", typed=typed[:40], n=n) if typed else ask.say("people.head", n=n)
    rows = [(Button(person.first_name or "–", "people.open", (str(person.id),)),) for person, _ in found]
    turns = _turns(ask, typed, skip, n)
    tail = ask.say("people_list.page", start=skip + 1, end=skip + len(found), n=n) if n > A_PAGE else None
    text = paragraphs(head, lines(*(_line(ask, person, roles) for person, roles in found)), tail)
    return Reply(text, buttons=(*rows, turns) if turns else tuple(rows), instead=instead)


def _turns(ask: Ask, typed: str, skip: int, n: int) -> tuple[Button, ...]:
    """The way on and back; not for a name that is too long for a button to carry, where more letters help."""
    if len(typed.encode()) > LONGEST_CARRIED:
        return ()
    newer = Button(ask.say.label("people_list.newer"), "people.page", (str(max(skip - A_PAGE, 0)), typed))
    older = Button(ask.say.label("people_list.older"), "people.page", (str(skip + A_PAGE), typed))
    return (*((newer,) if skip > 0 else ()), *((older,) if skip + A_PAGE < n else ()))


def _line(ask: Ask, person: Person, roles: frozenset[Role]) -> Html:
    names = ", ".join(ask.say.label(f"role.{role}") for role in sorted(roles)) or ask.say.label("role.none")
    return ask.say("people.line", name=person.first_name or "–", roles=names)


async def open_one(ask: Ask) -> Reply:
    """One person, with a button to give or take each role."""
    person = await _person(ask)
    return await unknown(ask) if person is None else await _card(ask, person)


async def _card(ask: Ask, person: Person) -> Reply:
    roles = await people.roles_of(ask.session, person.id)
    rows = []
    for role in GIVEN:
        held, args = role in roles, (str(person.id), role)
        taking = Button(ask.say.label(f"people.take.{role}"), "people.take", args, style="danger")
        giving = Button(ask.say.label(f"people.give.{role}"), "people.give", args, style="success")
        rows.append((taking if held else giving,))
    number = await caseload.how_many(ask.session, person.id)
    if number:
        rows.append((Button(ask.say.label("caseload.hand_over", n=number), "caseload.choose", (str(person.id),)),))
    rows.append((Button(ask.say.label("people_list.back"), "people.page", ("0", "")),))
    return Reply(_line(ask, person, roles), buttons=tuple(rows), instead=True)


async def _person(ask: Ask) -> Person | None:
    number = ask.args[0] if ask.args else ""
    return await ask.session.get(Person, int(number)) if number.isdecimal() else None


def _role(ask: Ask) -> Role | None:
    return next((role for role in GIVEN if ask.args[1:] == (role,)), None)


async def give(ask: Ask) -> Reply:
    """Give a role; its holder hears of it and gets its commands."""
    person, role = await _person(ask), _role(ask)
    if person is None or role is None:
        return await unknown(ask)
    if await people.grant(ask.session, person.id, role, by=ask.person.id, now=ask.now):
        await _tell(ask, person, f"role.given.{role}")
    return await _card(ask, person)


async def take(ask: Ask) -> Reply:
    """Take a role away; nobody takes away their own last key."""
    person, role = await _person(ask), _role(ask)
    if person is None or role is None:
        return await unknown(ask)
    if role is Role.ADMIN and (person.id == ask.person.id or person.telegram_id in ask.rights.admin_ids):
        return Reply(toast=ask.say.label("people.not_this_one"), alarm=True)
    await people.revoke(ask.session, person.id, role, by=ask.person.id, now=ask.now)
    await _tell(ask, person, f"role.taken.{role}")
    return await _card(ask, person)


async def _tell(ask: Ask, person: Person, key: str) -> None:
    say = ask.content.say(person.language)
    roles = await people.roles_of(ask.session, person.id)
    to = outbox.Address(person.telegram_id)
    for message in (Message(say(key)), ask.rights.menu(say, roles)):
        await outbox.queue(ask.session, to, Kind.REPLY, message, now=ask.now)


COMMANDS = (Command("people", listed, ADMINS, "menu.people"),)
TAPS = (
    Tap("people.page", turn, ADMINS),
    Tap("people.open", open_one, ADMINS),
    Tap("people.give", give, ADMINS),
    Tap("people.take", take, ADMINS),
)
