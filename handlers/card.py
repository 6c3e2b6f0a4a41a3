"""A patient's card: the last answers, the plan, the open case, and everything one does next."""

from bot.content import Html, Words, lines, paragraphs
from bot.domain import wall
from bot.domain.message import Button, Message
from bot.models import Patient, Person
from bot.services import areas, audit, caseload, cases, checkins, plans, progress, weekly
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown


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
    """The card of a patient who is known to be this therapist's."""
    whom = audit.about(patient.person_id)
    audit.record(ask.session, actor_id=ask.person.id, action="card_read", subject=whom, now=ask.now)
    name = ask.say("card.head", name=person.first_name, code=patient.code)
    row = await caseload.row(ask.session, patient, now=ask.now)
    answers, plan = await _answers(ask, patient, person), await _plan(ask, patient, person)
    text = paragraphs(name, lines(_reason(ask.say, row, "card.now"), answers, plan))
    return Reply(text, buttons=await _buttons(ask, patient))


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
    return say(key, name=row.person.first_name, code=row.patient.code, reason=reason, numbers=numbers)


async def _answers(ask: Ask, patient: Patient, person: Person) -> Html:
    """What the patient said last, and where it is numb."""
    say, done = ask.say, await checkins.latest_done(ask.session, patient.person_id)
    answers = await checkins.answers(ask.session, done.id) if done else {}
    at = done.finished_at if done else None
    places = ", ".join(say.label(f"places.{place}") for place in patient.places)
    return lines(
        say("card.last", day=say.day(wall.local(at, person.zone or "UTC").date())) if at else say("card.never"),
        say("card.change", value=say.label(f"checkin.change_{answers['change']}")) if "change" in answers else None,
        say("card.note", note=answers["note"]) if "note" in answers else None,
        say("card.places", places=places) if places else None,
        *await _screened(ask, patient, person),
    )


async def _screened(ask: Ask, patient: Patient, person: Person) -> list[Html]:
    """When the full list was answered last, what it left open, and where it was numb last. Open is never a 'no'."""
    say, zone = ask.say, person.zone or "UTC"
    at = await weekly.last_done(ask.session, patient.person_id)
    unsure = await weekly.unsure(ask.session, patient.person_id)
    seen = await areas.last(ask.session, patient.person_id)
    names = ", ".join(ask.content.red_flags[flag].text(ask.person.language).label for flag in unsure)
    marked = ", ".join(say.label(f"areas.at.{area}") for area in seen.areas) if seen is not None else ""
    return [
        say("weekly.answered", day=say.day(wall.local(at, zone).date())) if at else say("weekly.unanswered"),
        *([say("weekly.was_unsure", names=names)] if names else []),
        *([say("areas.last", day=say.day(seen.local_date), areas=marked)] if seen is not None else []),
    ]


async def _plan(ask: Ask, patient: Patient, person: Person) -> Html:
    """The plan, what was done of it, and what time it is for the patient."""
    zone = person.zone or "UTC"
    plan = await plans.current(ask.session, patient.person_id)
    tally = (await progress.of(ask.session, patient.person_id, zone=zone, now=ask.now)).exercises
    name = Html(ask.content.plans[plan.starter].text(ask.person.language).name) if plan else None
    return lines(
        ask.say("card.exercises", done=tally.done, asked=tally.asked),
        ask.say("card.plan", plan=name) if name else None,
        ask.say("card.local", time=ask.say.time(ask.now, zone)),
    )


def back(ask: Ask, patient_id: int) -> Button:
    """The way back to a patient's card."""
    return Button(ask.say.label("card.back"), "patients.card", (str(patient_id),))


async def _buttons(ask: Ask, patient: Patient) -> tuple[tuple[Button, ...], ...]:
    mine = str(patient.person_id)
    chart_button = Button(ask.say.label("card.chart"), "patients.chart", (mine,))
    assign = Button(ask.say.label("card.assign"), "patients.plans", (mine,))
    why_button = Button(ask.say.label("why.button"), "patients.why", (mine,))
    look = Button(ask.say.label("thresholds.button"), "thresholds.show", (mine,))
    found = [await cases.open_for(ask.session, patient.person_id, crisis=crisis) for crisis in (True, False)]
    opening = [
        (Button(ask.say.label("alert.button.open"), "incident.open", (str(incident.id),), style="danger"),)
        for incident in found
        if incident is not None
    ]
    profile = Button(ask.say.label("profile.open"), "profile.of", (mine,))
    chair = Button(ask.say.label("chair_wish.button"), "chair_wish.show", (mine,))
    hand_over = Button(ask.say.label("handover.button"), "handover.show", (mine,))
    return (*opening, (chart_button, assign), (profile, chair), (look, why_button), (hand_over,))


async def chart(ask: Ask) -> Reply:
    """A patient's last 14 days as a picture."""
    mine = await found(ask)
    if mine is None:
        return await unknown(ask)
    patient, person = mine
    whom = audit.about(patient.person_id)
    audit.record(ask.session, actor_id=ask.person.id, action="chart_read", subject=whom, now=ask.now)
    days = await progress.of(ask.session, patient.person_id, zone=person.zone or "UTC", now=ask.now)
    if days.empty:
        return Reply(toast=ask.say.label("card.no_chart"))
    words = ask.say("card.head", name=person.first_name, code=patient.code)
    return Reply(message=Message(words, picture=progress.picture(days, ask.say)))


TAPS = (Tap("patients.card", card, THERAPISTS), Tap("patients.chart", chart, THERAPISTS))
