"""From where on one patient's answers put them higher in the list. A therapist sets it by tapping."""

from dataclasses import asdict

from bot.content import Html, lines, paragraphs
from bot.domain.attention import Thresholds
from bot.domain.message import Button
from bot.models import Person
from bot.services import thresholds
from handlers import card
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown


async def show(ask: Ask) -> Reply:
    """The thresholds of one patient."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    patient, person = found
    return _shown(ask, person, await thresholds.of(ask.session, patient.person_id), instead=False)


def _shown(ask: Ask, person: Person, known: Thresholds, *, instead: bool) -> Reply:
    values, mine = asdict(known), str(person.id)
    shown = [name for name in values if name != "weeks" or ask.content.policy.trend_rules]
    rows = tuple(
        tuple(
            Button(
                ask.say.label(
                    "thresholds.chosen" if value == values[name] else "thresholds.choice", n=_short(ask, name, value)
                ),
                "thresholds.set",
                (mine, name, str(value)),
            )
            for value in choices
        )
        for name, choices in thresholds.CHOICES.items()
        if name in shown
    )
    text = paragraphs(
        ask.say("thresholds.head", name=person.first_name),
        lines(*(_line(ask, name, values[name]) for name in shown)),
        ask.say("thresholds.safety"),
    )
    return Reply(text, buttons=(*rows, (card.back(ask, person.id),)), instead=instead)


def _short(ask: Ask, name: str, value: int) -> str:
    """A choice on its button."""
    if name != "weeks":
        return str(value)
    return ask.say.label("thresholds.weeks_choice", n=value) if value else "–"


def _line(ask: Ask, name: str, value: int) -> Html:
    return ask.say(f"thresholds.{name}", n=value) if value else ask.say("thresholds.usual_weeks")


async def change(ask: Ask) -> Reply:
    """Set one of them."""
    found = await card.found(ask)
    if found is None or len(ask.args) != 3 or not ask.args[2].isdecimal():
        return await unknown(ask)
    patient, person = found
    try:
        known = await thresholds.set_one(ask.session, patient.person_id, ask.args[1], int(ask.args[2]))
    except ValueError:
        return await unknown(ask)
    return _shown(ask, person, known, instead=True)


TAPS = (Tap("thresholds.show", show, THERAPISTS), Tap("thresholds.set", change, THERAPISTS))
