"""Who did what to whom, in words, for admins."""

from sqlmodel import col, select

from bot.content import Html, lines, paragraphs
from bot.domain.message import Button
from bot.models import AuditEntry, Patient, Person
from bot.services import audit, people
from handlers.ask import ADMINS, Ask, Command, Reply, Tap

A_PAGE = 10
ANYBODY = "0"


async def listed(ask: Ask) -> Reply:
    """The last entries; `/audit NAME` those of the person whose name has these letters."""
    typed = ask.text.strip()
    if not typed:
        return await _page(ask, None, 0, instead=False)
    found = await people.listed(ask.session, typed, most=1)
    if not found:
        return Reply(ask.say("audit.nobody", typed=typed[:40]))
    return await _page(ask, found[0][0].id, 0, instead=False)


async def turn(ask: Ask) -> Reply:
    """An older or a newer page."""
    if len(ask.args) != 2 or not all(number.isdecimal() for number in ask.args):
        return await listed(ask)
    person, skip = ask.args
    return await _page(ask, None if person == ANYBODY else int(person), int(skip), instead=True)


async def _page(ask: Ask, person_id: int | None, skip: int, *, instead: bool) -> Reply:
    found = await audit.latest(ask.session, person_id=person_id, skip=skip, most=A_PAGE + 1)
    if not found and skip == 0:
        return Reply(ask.say("audit.none"), instead=instead)
    names = await _names(ask, found)
    head = ask.say("audit.head", zone=ask.say.city(ask.zone))
    text = paragraphs(head, lines(*(_line(ask, entry, names) for entry in found[:A_PAGE])))
    who, turns = str(person_id or ANYBODY), []
    if skip > 0:
        turns.append(Button(ask.say.label("audit.newer"), "audit.page", (who, str(max(skip - A_PAGE, 0)))))
    if len(found) > A_PAGE:
        turns.append(Button(ask.say.label("audit.older"), "audit.page", (who, str(skip + A_PAGE))))
    return Reply(text, buttons=(tuple(turns),) if turns else (), instead=instead)


async def _names(ask: Ask, entries: list[AuditEntry]) -> dict[int, str]:
    """Person.id -> a patient's code, or the first name of somebody on the team."""
    ids = {entry.actor_id for entry in entries} | {_whom(entry) for entry in entries}
    found = select(Person.id, Person.first_name, Patient.code).outerjoin(Patient, col(Patient.person_id) == Person.id)
    rows = await ask.session.exec(found.where(col(Person.id).in_(ids - {None})))
    return {number: code or name for number, name, code in rows.all()}


def _whom(entry: AuditEntry) -> int | None:
    kind, _, number = entry.subject.partition(":")
    return int(number) if kind == "person" and number.isdecimal() else None


def _line(ask: Ask, entry: AuditEntry, names: dict[int, str]) -> Html:
    whom = _whom(entry)
    at = f"{ask.say.day_of(entry.at, ask.zone)} {ask.say.time(entry.at, ask.zone)}"
    return ask.say(
        "audit.line",
        time=at,
        who=_name(ask, entry.actor_id, names),
        did=_did(ask, entry.action),
        whom=_name(ask, whom, names) if whom is not None else _thing(ask, entry.subject),
        what=f" ({entry.reason})" if entry.reason else "",
    )


def _did(ask: Ask, action: str) -> Html:
    known = f"audit.did.{action}"
    return ask.say(known) if known in ask.say else ask.say("audit.did.other", action=action)


def _thing(ask: Ask, subject: str) -> str:
    """What is no person: a message to many, a series; of anything else its name."""
    kind, _, number = subject.partition(":")
    known = f"audit.about.{kind}"
    return ask.say.label(known, n=number) if known in ask.say else subject


def _name(ask: Ask, person_id: int | None, names: dict[int, str]) -> str:
    if person_id is None:
        return ask.say.label("audit.bot")
    return names.get(person_id) or ask.say.label("audit.gone", n=person_id)


COMMANDS = (Command("audit", listed, ADMINS, "menu.audit"),)
TAPS = (Tap("audit.page", turn, ADMINS),)
