"""Patients who came without an invite: the list of them, and taking one on."""

from bot.content import Html, lines, paragraphs
from bot.domain.message import Button
from bot.services import cases, pairing
from bot.services.pairing import Waiting
from handlers import card
from handlers.ask import THERAPISTS, Ask, Command, Reply, Tap

MOST = 8


async def waiting(ask: Ask) -> Reply:
    """Everybody who waits, whoever has an open case first; by codes, since they are nobody's patients yet."""
    found = [one for one in await pairing.waiting(ask.session) if one.patient.person_id != ask.person.id]
    if not found:
        return Reply(ask.say("waiting.nobody"), instead=bool(ask.args))
    text = paragraphs(
        ask.say("waiting.head", n=len(found)),
        lines(*(_line(ask, one) for one in found[:MOST])),
        ask.say("waiting.more", n=len(found) - MOST) if len(found) > MOST else None,
        ask.say("waiting.what"),
    )
    rows = tuple((_take(ask, one),) for one in found[:MOST])
    return Reply(text, buttons=rows, instead=bool(ask.args))


def _take(ask: Ask, one: Waiting) -> Button:
    label = ask.say.label("waiting.take", code=one.patient.code)
    return Button(label, "waiting.take", (str(one.patient.person_id),))


def _line(ask: Ask, one: Waiting) -> Html:
    at = one.patient.enrolled_at
    since = ask.say("waiting.since", day=ask.say.day_of(at, ask.zone)) if at else None
    what = ask.say(f"waiting.case.{one.tier}") if one.tier else since or ask.say("patients.reason.joining")
    return ask.say("waiting.line", code=one.patient.code, what=what)


async def take(ask: Ask) -> Reply:
    """Take on a patient. The first one wins; the second, and whoever made the button up, hear that it is over."""
    number = ask.args[0] if ask.args else ""
    patient_id = int(number) if number.isdecimal() else 0
    if not await pairing.claim(ask.session, ask.content, patient_id, ask.person, now=ask.now):
        return Reply(ask.say("waiting.over"), instead=True)
    patient = await cases.patient_of(ask.session, patient_id)
    return await card.show(ask, patient, await cases.person_of(ask.session, patient_id))


COMMANDS = (Command("waiting", waiting, THERAPISTS, "waiting.menu"),)
TAPS = (Tap("waiting.list", waiting, THERAPISTS), Tap("waiting.take", take, THERAPISTS))
