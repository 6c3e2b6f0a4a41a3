"""The therapist's patients: inviting, the caseload, taking on who came alone."""

from collections.abc import Sequence
from datetime import timedelta

from bot.content import lines, paragraphs
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message, Rows
from bot.models import Patient
from bot.services import caseload, cases, invites, outbox
from handlers import card
from handlers.ask import THERAPISTS, Ask, Command, Reply, Tap
from handlers.everyone import unknown

MOST = 8
"""Patients on one page: as many as a phone shows with their buttons."""
LONGEST_NAME = 12
"""Letters of a search that a button can carry to the next page."""


async def invite(ask: Ask) -> Reply:
    """A link for one patient, that works once and expires."""
    lasts = timedelta(hours=ask.content.policy.invite_hours)
    secret = await invites.create(ask.session, ask.person.id, lasts=lasts, now=ask.now)
    link = f"https://t.me/{ask.rights.bot_username}?start={secret}"
    expires = ask.now + lasts
    return Reply(
        ask.say(
            "invite.link",
            link=link,
            day=ask.say.day(wall.local(expires, ask.zone).date()),
            zone=ask.say.city(ask.zone) if ask.person.zone else ask.zone,
            time=ask.say.time(expires, ask.zone),
        )
    )


async def patients(ask: Ask) -> Reply:
    """The caseload, most urgent first, each with the reason in words; `/patients NAME` searches."""
    page, named = (ask.args[0], ask.args[1] if len(ask.args) > 1 else "") if ask.args else ("0", ask.text.strip())
    rows = await caseload.of(ask.session, ask.person.id, named=named, now=ask.now)
    free = [] if named else await caseload.unclaimed(ask.session)
    if not rows and not free:
        return Reply(ask.say("patients.nobody", typed=named[:40]) if named else ask.say("patients.none"))
    first = min(int(page) if page.isdecimal() else 0, (len(rows) - 1) // MOST) * MOST
    shown = rows[first : first + MOST]
    text = paragraphs(
        ask.say("patients.head", n=len(rows)),
        lines(*(card.line(ask.say, row) for row in shown)),
        ask.say("patients.page", start=first + 1, end=first + len(shown), n=len(rows)) if len(rows) > MOST else None,
        ask.say("patients.unclaimed", n=len(free)) if free else None,
    )
    mine = tuple(
        (Button(f"{row.person.first_name} · {row.patient.code}", "patients.card", (str(row.person.id),)),)
        for row in shown
    )
    return Reply(text, buttons=(*mine, *_turn(ask, len(rows), first, named), *_take(ask, free)), instead=bool(ask.args))


def _turn(ask: Ask, many: int, first: int, named: str) -> Rows:
    """The ways to the pages before and after."""
    page, rest = first // MOST, (named[:LONGEST_NAME],) if named else ()
    turns = [("patients.earlier", page - 1, first > 0), ("patients.later", page + 1, first + MOST < many)]
    found = [Button(ask.say.label(key), "patients.list", (str(to), *rest)) for key, to, there in turns if there]
    return (tuple(found),) if found else ()


def _take(ask: Ask, free: Sequence[Patient]) -> Rows:
    return tuple(
        (Button(ask.say.label("patients.take", code=patient.code), "patients.take", (str(patient.person_id),)),)
        for patient in free[:MOST]
    )


async def take(ask: Ask) -> Reply:
    """Take on a patient who came without a link."""
    free = {str(patient.person_id): patient for patient in await caseload.unclaimed(ask.session)}
    patient = free.get(ask.args[0] if ask.args else "")
    if patient is None or patient.person_id == ask.person.id:
        return await unknown(ask)
    patient.therapist_id = ask.person.id
    person = await cases.person_of(ask.session, patient.person_id)
    words = ask.content.say(person.language)("patients.taken_patient", name=ask.person.first_name)
    to = outbox.Address(person.telegram_id, person.id)
    await outbox.queue(ask.session, to, Kind.REPLY, Message(words), now=ask.now)
    return await card.show(ask, patient, person)


COMMANDS = (
    Command("patients", patients, THERAPISTS, "menu.patients"),
    Command("invite", invite, THERAPISTS, "menu.invite"),
)
TAPS = (Tap("patients.take", take, THERAPISTS), Tap("patients.list", patients, THERAPISTS))
