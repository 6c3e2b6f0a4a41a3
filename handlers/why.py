"""Why a reminder came or did not: for the patient, and for the therapist from the patient's card."""

from bot.content import paragraphs
from bot.services import why
from handlers import card
from handlers.ask import PATIENTS, THERAPISTS, Ask, Command, Reply, Tap
from handlers.everyone import unknown


async def mine(ask: Ask) -> Reply:
    """Today's reminders, each with what decided over it."""
    return Reply(await why.trace(ask.session, ask.content, ask.enrolled, ask.person, ask.say, now=ask.now))


async def of_patient(ask: Ask) -> Reply:
    """The same of one of the therapist's patients."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    patient, person = found
    name = ask.say("why.patient", name=person.first_name, code=patient.code)
    trace = await why.trace(ask.session, ask.content, patient, person, ask.say, now=ask.now)
    return Reply(paragraphs(name, trace))


COMMANDS = (Command("why", mine, PATIENTS, "why.menu"),)
TAPS = (Tap("patients.why", of_patient, THERAPISTS),)
