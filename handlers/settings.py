"""Every answer of enrolment, changed at any time: tapped or typed, saved at once."""

from collections.abc import Callable

from bot.content import Html, lines, paragraphs
from bot.domain import geography
from bot.domain.enrolment import PLACES
from bot.domain.message import Button
from bot.models import Patient
from bot.services import plans, travel
from handlers import choices
from handlers.ask import EVERYONE, PATIENTS, Ask, Command, Reply, Tap, Typed
from handlers.enrolment import day_text, step
from handlers.travel import ask_which


async def show(ask: Ask) -> Reply:
    """All settings, with a button to change each."""
    return await shown(ask, ask.enrolled, instead=bool(ask.args) or not ask.text)


async def shown(ask: Ask, patient: Patient, *, instead: bool, said: str | None = None) -> Reply:
    ask.person.asking = None
    say = ask.say
    names = ("check_in_at", "sitting", "days", "quiet", "places", "country", "zone", "language", "tips", "discreet")
    buttons = choices.pairs([Button(say.label(f"settings.button.{name}"), "settings.open", (name,)) for name in names])
    buttons = (*buttons, (Button(say.label("profile.button"), "profile.show", ()),))
    if patient.enrolled_at is None:
        begin = Button(say.label("enrolment.start_with_these"), "enrol.begin", style="success")
        buttons = ((begin,), *buttons)
    places = ", ".join(say.label(f"places.{place}") for place in patient.places) or say.label("places.none")
    more = lines(
        say("settings.places", places=places),
        say("settings.country", country=say.country(patient.country or "")),
        say("settings.tips_on" if patient.tips_wanted else "settings.tips_off"),
        say("discreet.on" if patient.discreet else "discreet.off"),
    )
    day = day_text(ask, patient, await _plan_name(ask, patient))
    return Reply(paragraphs(said, day, more), buttons=buttons, instead=instead)


async def _plan_name(ask: Ask, patient: Patient) -> Html | None:
    plan = await plans.current(ask.session, patient.person_id) if patient.enrolled_at else None
    known = ask.content.plans.get(plan.starter) if plan else None
    return Html(known.text(ask.person.language).name) if known else None


async def open_one(ask: Ask) -> Reply:
    """Show the question behind one setting."""
    patient, name = ask.enrolled, ask.args[0] if ask.args else ""
    questions: dict[str, Callable[[], Reply]] = {
        "check_in_at": lambda: choices.check_in_at(ask),
        "sitting": lambda: choices.window(ask, "sitting"),
        "quiet": lambda: choices.window(ask, "quiet"),
        "days": lambda: choices.sitting_days(ask, patient),
        "places": lambda: choices.places(ask, patient, instead=True),
        "country": lambda: choices.country(ask, instead=True),
        "zone": lambda: choices.zone(ask, patient, instead=True),
        "language": lambda: Reply(ask.say("choose.language"), buttons=choices.language(ask), instead=True),
    }
    if name == "tips":
        patient.tips_wanted = not patient.tips_wanted
    if name == "discreet":
        patient.discreet = not patient.discreet
    return questions[name]() if name in questions else await shown(ask, patient, instead=True)


async def onward(ask: Ask, *, said: str | None = None, instead: bool) -> Reply:
    """Back to where the question was asked: the next step of enrolment, or the settings."""
    patient = ask.consenting
    if patient is None or (patient.defaults_agreed_at is None and said is None):
        return await step(ask, patient, instead=instead)
    return await shown(ask, patient, instead=instead, said=said)


async def language(ask: Ask) -> Reply:
    """The language of everything from now on."""
    if ask.args and ask.args[0] in ask.content.languages:
        ask.person.language = ask.args[0]
    if ask.consenting is None:
        return await step(ask, None)
    reply = await onward(ask, instead=True)
    return Reply(message=reply.messages(None)[0], instead=True, also=(choices.keyboard(ask),))


async def country(ask: Ask) -> Reply:
    """The country, tapped or typed: it decides the emergency number."""
    patient = ask.consenting
    if patient is None:
        return await step(ask, None)
    typed = ask.args[0] if ask.args else ask.text
    code = geography.country_named(typed, ask.content.numbers, ask.content.languages)
    if code is None:
        again = choices.country(ask, instead=False)
        return Reply(ask.say("choose.country_unknown", typed=typed[:40]), buttons=again.buttons, asks=True)
    patient.country = code
    zones = geography.zones(code)
    if len(zones) == 1 and ask.person.zone != zones[0]:
        if await travel.arrive(ask.session, patient, ask.person, zones[0], now=ask.now):
            return ask_which(ask, patient, instead=bool(ask.args))
    elif patient.enrolled_at is not None and ask.person.zone not in zones:
        return choices.zone(ask, patient, instead=bool(ask.args))
    return await onward(ask, instead=bool(ask.args))


async def zone(ask: Ask) -> Reply:
    """The time zone: a tap, a shared location, or a typed city."""
    patient = ask.consenting
    if patient is None:
        return await step(ask, None)
    found = (
        geography.zone_at(*ask.location)
        if ask.location
        else geography.zone_named(ask.args[0] if ask.args else ask.text, ask.content.languages)
    )
    if found is None:
        again = choices.zone(ask, patient, instead=False)
        return Reply(ask.say("choose.zone_unknown"), buttons=again.buttons, asks=True)
    had_keys = ask.person.asking == "zone"
    asks = await travel.arrive(ask.session, patient, ask.person, found, now=ask.now)
    reply = ask_which(ask, patient, instead=bool(ask.args)) if asks else await onward(ask, instead=bool(ask.args))
    if not had_keys:
        return reply
    first, *further = reply.messages(None)
    return Reply(message=first, instead=reply.instead, also=(*further, choices.keyboard(ask)))


async def place(ask: Ask) -> Reply:
    """Mark a place of a leg, or take the mark back."""
    patient = ask.consenting
    if patient is None:
        return await step(ask, None)
    tapped = set(patient.places) ^ ({ask.args[0]} & set(PLACES))
    patient.places = [one for one in PLACES if one in tapped]
    return choices.places(ask, patient, instead=True)


async def places(ask: Ask) -> Reply:
    """The places are complete."""
    patient = ask.consenting
    if patient is None:
        return await step(ask, None)
    patient.places_at = ask.now
    return await onward(ask, instead=True)


COMMANDS = (Command("settings", show, PATIENTS, "menu.settings", early=True),)
TAPS = (
    Tap("settings.show", show, PATIENTS),
    Tap("settings.open", open_one, PATIENTS),
    Tap("choose.language", language, EVERYONE),
    Tap("choose.country", country, EVERYONE),
    Tap("choose.zone", zone, EVERYONE),
    Tap("choose.place", place, EVERYONE),
    Tap("choose.places", places, EVERYONE),
)
TYPED = (
    Typed("country", country, PATIENTS),
    Typed("zone", zone, PATIENTS),
)
