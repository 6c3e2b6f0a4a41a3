"""The questions that enrolment and settings share, each with its buttons. What is typed or tapped goes to settings."""

from collections.abc import Sequence

from bot.domain import geography
from bot.domain.enrolment import AREAS, SIDES
from bot.domain.message import Button, Message, Rows
from bot.models import Patient
from handlers.ask import Ask, Reply

CHECK_IN_TIMES = ("07:00", "08:00", "09:00", "12:00", "18:00", "20:00")
SITTING_TIMES = (("08:00", "16:00"), ("09:00", "17:30"), ("10:00", "18:30"), ("14:00", "22:00"))
QUIET_TIMES = (("20:00", "08:00"), ("21:00", "08:00"), ("22:00", "07:00"), ("23:00", "09:00"))
MOST_ZONES = 24


def pairs(buttons: Sequence[Button], width: int = 2) -> Rows:
    """Buttons in rows of a width."""
    return tuple(tuple(buttons[place : place + width]) for place in range(0, len(buttons), width))


def keyboard(ask: Ask, *, location: bool = False) -> Message:
    """The keys under the text field: always the one that says that something is wrong."""
    wrong = ((ask.say.label("urgent.button.wrong"),),)
    if not location:
        return Message(ask.say("enrolment.keyboard"), keyboard=wrong)
    return Message(
        ask.say("enrolment.zone_location"), keyboard=wrong, asks_location=ask.say.label("enrolment.send_location")
    )


def country(ask: Ask, *, instead: bool) -> Reply:
    """Which country: it decides the emergency number."""
    ask.person.asking = "country"
    codes = [code for code in ask.say("choose.likely").split() if code in ask.content.numbers]
    buttons = [Button(ask.say.country(code), "choose.country", (code,)) for code in codes]
    return Reply(ask.say("choose.country"), buttons=pairs(buttons), instead=instead, asks=True)


def zone(ask: Ask, patient: Patient, *, instead: bool) -> Reply:
    """Which time zone: a city of the country, a shared location, or a typed city."""
    ask.person.asking = "zone"
    zones = geography.zones(patient.country)[:MOST_ZONES]
    buttons = [
        Button(f"{ask.say.city(zone)} · {ask.say.time(ask.now, zone)}", "choose.zone", (zone,)) for zone in zones
    ]
    keys = keyboard(ask, location=True)
    return Reply(ask.say("choose.zone"), buttons=pairs(buttons), instead=instead, also=(keys,), asks=True)


def places(ask: Ask, patient: Patient, *, instead: bool) -> Reply:
    """Which leg and where: a grid of left and right. Each tap is saved."""
    rows = tuple(tuple(_place(ask, patient, f"{side}_{area}") for side in SIDES) for area in AREAS)
    done = Button(
        ask.say.label("choose.places_done" if patient.places else "choose.places_unsure"),
        "choose.places",
        style="success",
    )
    return Reply(ask.say("choose.places"), buttons=(*rows, (done,)), instead=instead)


def _place(ask: Ask, patient: Patient, place: str) -> Button:
    chosen = place in patient.places
    label = ask.say.label("checkin.ticked" if chosen else "checkin.unticked", label=ask.say.label(f"places.{place}"))
    return Button(label, "choose.place", (place,), style="primary" if chosen else None)


def check_in_at(ask: Ask) -> Reply:
    """When the daily check-in comes."""
    ask.person.asking = "check_in_at"
    buttons = [Button(at, "choose.check_in_at", (at,)) for at in CHECK_IN_TIMES]
    return Reply(ask.say("choose.check_in_at"), buttons=(*pairs(buttons, 3), (_back(ask),)), instead=True, asks=True)


def window(ask: Ask, which: str) -> Reply:
    """From when to when somebody sits, or wants quiet."""
    ask.person.asking = which
    times = SITTING_TIMES if which == "sitting" else QUIET_TIMES
    buttons = [Button(f"{start}–{end}", f"choose.{which}", (start, end)) for start, end in times]
    return Reply(ask.say(f"choose.{which}"), buttons=(*pairs(buttons), (_back(ask),)), instead=True, asks=True)


def sitting_days(ask: Ask, patient: Patient) -> Reply:
    """On which days somebody sits for long. Each tap is saved."""
    buttons = [
        Button(
            ask.say.label(
                "checkin.ticked" if day in patient.sitting_days else "checkin.unticked", label=ask.say.weekday(day)
            ),
            "choose.day",
            (str(day),),
        )
        for day in range(7)
    ]
    return Reply(ask.say("choose.sitting_days"), buttons=(*pairs(buttons, 4), (_back(ask),)), instead=True)


def language(ask: Ask) -> Rows:
    """The languages, each by its own name."""
    return (
        tuple(
            Button(
                ask.content.say(code).language_name(),
                "choose.language",
                (code,),
                style="primary" if code == ask.person.language else None,
            )
            for code in ask.content.languages
        ),
    )


def _back(ask: Ask) -> Button:
    return Button(ask.say.label("settings.back"), "settings.show")
