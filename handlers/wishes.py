"""What a patient measured, for the therapist; and which of the optional measures the patient is asked for."""

from bot.content import Html, lines, paragraphs
from bot.domain.measures import BALANCE, WISHED, Measure
from bot.domain.message import Button
from bot.domain.profile import Said
from bot.models import Person
from bot.services import audit, measurings, profiles
from handlers import card, measures
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown


async def show(ask: Ask) -> Reply:
    """What was measured over the weeks, and what this patient is asked for besides."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    return await _shown(ask, found[1], instead=False)


async def _shown(ask: Ask, person: Person, *, instead: bool) -> Reply:
    """A button says what it will do, so that an old one cannot do the opposite."""
    wanted = await measurings.wanted(ask.session, ask.content, person.id)
    wishes = [measure for measure in Measure if measure in measurings.offered(ask.content)]
    about = {Measure.CHAIR: await _about_the_chair(ask, person), Measure.MOOD: ask.say("wishes.mood.needs")}
    states = {
        one: ask.say(f"wishes.{one}.{'on' if one in wanted else 'off'}", name=person.first_name) for one in wishes
    }
    text = paragraphs(
        *await measures.past(ask, person.id, person.zone or "UTC"),
        *(lines(states[one], about[one]) for one in wishes),
    )
    changes = tuple((_change(ask, person, one, on=one not in wanted),) for one in wishes)
    return Reply(text, buttons=(*changes, (card.back(ask, person.id),)), instead=instead)


def _change(ask: Ask, person: Person, measure: Measure, *, on: bool) -> Button:
    label = ask.say.label(f"wishes.{measure}.{'add' if on else 'take_away'}")
    return Button(label, "wishes.set", (str(person.id), measure, "on" if on else "off"))


async def _about_the_chair(ask: Ask, person: Person) -> Html:
    facts = await profiles.facts(ask.session, person.id)
    balance = facts[BALANCE].said if BALANCE in facts else Said.UNTOLD
    return lines(ask.say("wishes.chair.needs"), ask.say(f"wishes.balance.{balance}"))


async def change(ask: Ask) -> Reply:
    """Ask for a measure from now on, or no longer."""
    found = await card.found(ask)
    _, measure, to = (*ask.args, "", "", "")[:3]
    if found is None or measure not in WISHED or to not in ("on", "off"):
        return await unknown(ask)
    patient, person = found
    one, on = Measure(measure), to == "on"
    if await measurings.wish(ask.session, patient.person_id, one, ask.person.id, on=on, now=ask.now):
        if one is Measure.CHAIR:
            _record(ask, person, "chair_stand_added" if on else "chair_stand_taken_away")
        else:
            _record(ask, person, "mood_added" if on else "mood_taken_away")
    return await _shown(ask, person, instead=True)


def _record(ask: Ask, person: Person, action: str) -> None:
    audit.record(ask.session, actor_id=ask.person.id, action=action, subject=audit.about(person.id), now=ask.now)


TAPS = (Tap("wishes.show", show, THERAPISTS), Tap("wishes.set", change, THERAPISTS))
