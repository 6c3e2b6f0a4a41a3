"""A therapist decides on a step of a dose by one tap: up, down, or as it is. No dose changes without it."""

from bot.content import Html
from bot.domain.stepping import Way
from bot.models import Patient, Person
from bot.services import drafts, reminder_words, step_words, steps
from bot.services.steps import Outcome
from handlers import card, plan_words
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown


async def take(ask: Ask) -> Reply:
    """Step a dose up or down. The second of two therapists hears that it is decided."""
    found = await _named(ask)
    if found is None or ask.args[2:] not in ((Way.UP,), (Way.DOWN,)):
        return await unknown(ask)
    patient, person, item = found
    outcome, offer = await steps.take(
        ask.session, ask.content, patient, person, item, Way(ask.args[2]), ask.person, now=ask.now
    )
    if offer is None:
        return _said(ask, person, ask.say("steps.over"))
    what = step_words.name(ask.content, ask.person.language, offer)
    if outcome is Outcome.RULED_OUT:
        against = await drafts.against(ask.session, ask.content, patient, offer.exercise, now=ask.now)
        why = plan_words.cautions(ask, against)
        return _said(ask, person, ask.say("steps.ruled_out", what=what, name=person.first_name, why=why))
    dose = reminder_words.parts(ask.say, offer.after)
    return _said(ask, person, ask.say("steps.taken", what=what, dose=dose, name=person.first_name))


async def keep(ask: Ask) -> Reply:
    """Leave a dose as it is."""
    found = await _named(ask)
    if found is None:
        return await unknown(ask)
    patient, person, item = found
    offer = await steps.keep(ask.session, ask.content, patient, item, ask.person, now=ask.now)
    if offer is None:
        return _said(ask, person, ask.say("steps.over"))
    what = step_words.name(ask.content, ask.person.language, offer)
    return _said(ask, person, ask.say("steps.kept", what=what, n=ask.content.policy.step_again_days))


async def _named(ask: Ask) -> tuple[Patient, Person, int] | None:
    """The patient and the line that a button names, if the patient is this therapist's."""
    found = await card.found(ask)
    item = ask.args[1] if len(ask.args) > 1 else ""
    return (*found, int(item)) if found is not None and item.isdecimal() else None


def _said(ask: Ask, person: Person, words: Html) -> Reply:
    return Reply(words, buttons=((card.back(ask, person.id),),))


TAPS = (Tap("step.take", take, THERAPISTS), Tap("step.keep", keep, THERAPISTS))
