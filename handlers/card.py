"""A patient's card: the last answers, the plan, the open case, and everything one does next."""

from collections.abc import Sequence
from datetime import timedelta

from bot.content import Html, Words, lines, paragraphs
from bot.domain import fortnight, wall
from bot.domain.fortnight import Fortnight
from bot.domain.lengths import fits_under_a_picture
from bot.domain.message import Button, Message, Rows
from bot.models import Patient, Person
from bot.services import (
    areas,
    audit,
    card_words,
    caseload,
    cases,
    checkins,
    correspondence,
    overviews,
    private_notes,
    records,
    step_offers,
    step_words,
)
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown

MAPS_SINCE = timedelta(days=90)
NOTE_SHOWN = 200
"""Letters of the patient's own note that the card shows; the export has all of them."""


async def card(ask: Ask) -> Reply:
    """One patient: the last answers, the plan, the open case, and everything one does next."""
    mine = await found(ask)
    return await unknown(ask) if mine is None else await show(ask, *mine)


async def found(ask: Ask) -> tuple[Patient, Person] | None:
    """The patient that a button names, if they are this therapist's."""
    number = ask.args[0] if ask.args else ""
    if not number.isdecimal():
        return None
    return await caseload.mine(ask.session, ask.person.id, int(number), now=ask.now)


async def show(ask: Ask, patient: Patient, person: Person) -> Reply:
    """The card of a patient who is known to be this therapist's: one picture of the days, under it the words."""
    _audited(ask, patient, "card_read")
    zone = person.zone or "UTC"
    record = await records.of(ask.session, patient, person, days=fortnight.DAYS, notes=False, now=ask.now)
    seen = fortnight.of(record, ask.content.tiers)
    offers = await step_offers.of(ask.session, ask.content, patient.person_id, now=ask.now)
    text = paragraphs(
        ask.say("card.head", name=person.first_name, code=patient.code),
        lines(
            _reason(ask.say, await caseload.row(ask.session, patient, now=ask.now), "card.now"),
            *await card_words.open_cases(ask.session, ask.content, ask.person.language, patient.person_id, zone),
        ),
        await _answers(ask, patient, person),
        lines(
            card_words.adherence(ask.say, seen),
            *await card_words.plan(ask.session, ask.content, ask.person.language, patient.person_id, zone),
        ),
        step_words.asked(ask.content, ask.person.language, offers),
        lines(
            card_words.consent(ask.content, ask.say, record), ask.say("card.local", time=ask.say.time(ask.now, zone))
        ),
    )
    return _pictured(ask, patient, person, seen, text, await _buttons(ask, patient, person, offers))


def _pictured(ask: Ask, patient: Patient, person: Person, seen: Fortnight, text: Html, buttons: Rows) -> Reply:
    """The words under the picture; after it where they are too long for that; alone where there is none."""
    if seen.empty:
        return Reply(message=Message(text, buttons, protected=True))
    picture = overviews.fortnight(patient.code, seen, ask.say)
    if fits_under_a_picture(text):
        return Reply(message=Message(text, buttons, picture=picture, protected=True))
    name = ask.say("card.head", name=person.first_name, code=patient.code)
    pictured = Message(name, picture=picture, protected=True)
    return Reply(message=pictured, also=(Message(text, buttons, protected=True),))


def _audited(ask: Ask, patient: Patient, action: str) -> None:
    audit.record(
        ask.session, actor_id=ask.person.id, action=action, subject=audit.about(patient.person_id), now=ask.now
    )


def line(say: Words, row: caseload.Row) -> Html:
    """One patient in one line: the reason in words, the last numbers."""
    return _reason(say, row, "patients.line")


def _reason(say: Words, row: caseload.Row, key: str) -> Html:
    numbers = say(
        "patients.numbers",
        numbness="–" if row.numbness is None else row.numbness,
        pain="–" if row.pain is None else row.pain,
    )
    reason = say(f"patients.reason.{row.place.reason}")
    return say(key, name=row.name, code=row.code, reason=reason, numbers=numbers)


async def _answers(ask: Ask, patient: Patient, person: Person) -> Html:
    """What the patient said last, and where it is numb."""
    say, done = ask.say, await checkins.latest_done(ask.session, patient.person_id)
    answers = await checkins.answers(ask.session, done.id) if done else {}
    at = done.finished_at if done else None
    places = ", ".join(say.label(f"places.{place}") for place in patient.places)
    return lines(
        say("card.last", day=say.day_of(at, person.zone or "UTC")) if at else say("card.never"),
        say("card.change", value=say.label(f"checkin.change_{answers['change']}")) if "change" in answers else None,
        say("card.note", note=_short(answers["note"])) if "note" in answers else None,
        say("card.places", places=places) if places else None,
        *await card_words.screened(ask.session, ask.content, ask.person.language, person),
    )


def _short(words: str) -> str:
    return words if len(words) <= NOTE_SHOWN else f"{words[:NOTE_SHOWN]}…"


def back(ask: Ask, patient_id: int) -> Button:
    """The way back to a patient's card."""
    return Button(ask.say.label("card.back"), "patients.card", (str(patient_id),))


async def _buttons(ask: Ask, patient: Patient, person: Person, offers: Sequence[step_offers.Offer]) -> Rows:
    mine = (str(patient.person_id),)
    found = [await cases.open_for(ask.session, patient.person_id, crisis=crisis) for crisis in (True, False)]
    opening = [
        (Button(ask.say.label("alert.button.open"), "incident.open", (str(incident.id),), style="danger"),)
        for incident in found
        if incident is not None
    ]
    notes = await private_notes.count(ask.session, patient.person_id)
    unread = await correspondence.unread(ask.session, patient.person_id)
    thread = ask.say.label("letters.button_new", n=unread) if unread else ask.say.label("letters.button")
    return (
        *opening,
        *step_words.buttons(ask.say, offers),
        (
            Button(ask.say.label("letters.write", name=person.first_name), "letters.choose", mine),
            Button(thread, "letters.show", mine),
        ),
        (
            Button(ask.say.label("leg_map.button"), "patients.map", mine),
            Button(ask.say.label("notes.button", n=notes), "notes.show", mine),
        ),
        (
            Button(ask.say.label("card.assign"), "patients.plans", mine),
            Button(ask.say.label("why.button"), "patients.why", mine),
        ),
        (
            Button(ask.say.label("profile.open"), "profile.of", mine),
            Button(ask.say.label("wishes.button"), "wishes.show", mine),
        ),
        (
            Button(ask.say.label("thresholds.button"), "thresholds.show", mine),
            Button(ask.say.label("export.button"), "export.show", mine),
        ),
        (Button(ask.say.label("handover.button"), "handover.show", mine),),
    )


async def leg_map(ask: Ask) -> Reply:
    """Where it was numb over the weeks, as drawings of the legs."""
    mine = await found(ask)
    if mine is None:
        return await unknown(ask)
    patient, person = mine
    _audited(ask, patient, "map_read")
    since = wall.local(ask.now - MAPS_SINCE, person.zone or "UTC").date()
    picture = overviews.leg_maps(patient.code, await areas.since(ask.session, patient.person_id, since), ask.say)
    if picture is None:
        return Reply(toast=ask.say.label("leg_map.none"))
    words = ask.say("leg_map.caption", name=person.first_name, code=patient.code)
    return Reply(message=Message(words, ((back(ask, person.id),),), picture=picture, protected=True))


TAPS = (Tap("patients.card", card, THERAPISTS), Tap("patients.map", leg_map, THERAPISTS))
