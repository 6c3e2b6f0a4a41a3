"""The therapist's caseload, the most urgent first."""

from collections.abc import Sequence

from bot.content import lines, paragraphs
from bot.domain.message import Button, Message, Rows
from bot.services import caseload, pairing
from handlers import card
from handlers.ask import THERAPISTS, Ask, Command, Reply, Tap

MOST = 8
"""Patients on one page: as many as a phone shows with their buttons."""
LONGEST_NAME = 12
"""Letters of a search that a button can carry to the next page."""


async def patients(ask: Ask) -> Reply:
    """The caseload, most urgent first, each with the reason in words; `/patients NAME` searches."""
    page, named = (ask.args[0], ask.args[1] if len(ask.args) > 1 else "") if ask.args else ("0", ask.text.strip())
    rows = await caseload.of(ask.session, ask.person.id, named=named, now=ask.now)
    free = 0 if named else await pairing.how_many_wait(ask.session)
    if not rows and not free:
        return Reply(ask.say("patients.nobody", typed=named[:40]) if named else ask.say("patients.none"))
    first = min(int(page) if page.isdecimal() else 0, (len(rows) - 1) // MOST) * MOST
    shown = rows[first : first + MOST]
    text = paragraphs(
        ask.say("patients.head", n=len(rows)),
        lines(*(card.line(ask.say, row) for row in shown)),
        ask.say("patients.page", start=first + 1, end=first + len(shown), n=len(rows)) if len(rows) > MOST else None,
        ask.say("patients.unclaimed", n=free) if free else None,
    )
    mine = tuple((Button(f"{row.name} · {row.code}", "patients.card", (str(row.person_id),)),) for row in shown)
    buttons = (*mine, *_turn(ask, len(rows), first, named), *_waiting(ask, free), *_export(ask, rows, named))
    return Reply(message=Message(text, buttons, protected=True), instead=bool(ask.args))


def _turn(ask: Ask, many: int, first: int, named: str) -> Rows:
    """The ways to the pages before and after."""
    page, rest = first // MOST, (named[:LONGEST_NAME],) if named else ()
    turns = [("patients.earlier", page - 1, first > 0), ("patients.later", page + 1, first + MOST < many)]
    found = [Button(ask.say.label(key), "patients.list", (str(to), *rest)) for key, to, there in turns if there]
    return (tuple(found),) if found else ()


def _waiting(ask: Ask, free: int) -> Rows:
    """The way to the patients who have no therapist."""
    return ((Button(ask.say.label("waiting.button", n=free), "waiting.list", ("list",)),),) if free else ()


def _export(ask: Ask, rows: Sequence[caseload.Row], named: str) -> Rows:
    """The way to the whole caseload as files; not under what a search has found."""
    return ((Button(ask.say.label("export.all_button"), "export.all"),),) if rows and not named else ()


COMMANDS = (Command("patients", patients, THERAPISTS, "menu.patients"),)
TAPS = (Tap("patients.list", patients, THERAPISTS),)
