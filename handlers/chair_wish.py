"""What a patient measured, for the therapist; and whether they are asked for the chair stand, which one adds."""

from bot.content import lines, paragraphs
from bot.domain.measures import BALANCE
from bot.domain.message import Button
from bot.domain.profile import Said
from bot.models import Person
from bot.services import audit, measurings, profiles
from handlers import card, measures
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown


async def show(ask: Ask) -> Reply:
    """What was measured over the weeks, and whether this patient is asked for the chair stand."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    patient, person = found
    wanted = await measurings.chair_wanted(ask.session, patient.person_id)
    return await _shown(ask, person, wanted=wanted, instead=False)


async def _shown(ask: Ask, person: Person, *, wanted: bool, instead: bool) -> Reply:
    """The button says what it will do, so that an old one cannot do the opposite."""
    state = ask.say("chair_wish.on" if wanted else "chair_wish.off", name=person.first_name)
    label, to = ("chair_wish.take_away", "off") if wanted else ("chair_wish.add", "on")
    change = Button(ask.say.label(label), "chair_wish.set", (str(person.id), to))
    facts = await profiles.facts(ask.session, person.id)
    balance = facts[BALANCE].said if BALANCE in facts else Said.UNTOLD
    text = paragraphs(
        *await measures.past(ask, person.id, person.zone or "UTC"),
        state,
        lines(ask.say("chair_wish.needs"), ask.say(f"chair_wish.balance.{balance}")),
    )
    return Reply(text, buttons=((change,), (card.back(ask, person.id),)), instead=instead)


async def change(ask: Ask) -> Reply:
    """Add the chair stand, or take it away."""
    found = await card.found(ask)
    if found is None or len(ask.args) != 2 or ask.args[1] not in ("on", "off"):
        return await unknown(ask)
    patient, person = found
    wanted, before = ask.args[1] == "on", await measurings.chair_wanted(ask.session, patient.person_id)
    if wanted != before:
        await measurings.wish_chair(ask.session, patient.person_id, ask.person.id, now=ask.now)
        audit.record(
            ask.session,
            actor_id=ask.person.id,
            action="chair_stand_added" if wanted else "chair_stand_taken_away",
            subject=audit.about(patient.person_id),
            now=ask.now,
        )
    return await _shown(ask, person, wanted=wanted, instead=True)


TAPS = (Tap("chair_wish.show", show, THERAPISTS), Tap("chair_wish.set", change, THERAPISTS))
