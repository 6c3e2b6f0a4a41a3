"""Giving a patient a plan: the starter plans, what one would send, and giving it."""

from collections.abc import Sequence
from datetime import date

from bot.content import Html, lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.domain.outlook import Difference, Outlook, Send, difference
from bot.models import Patient, Person
from bot.services import outbox, outlooks, plans
from handlers import card
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown

SHOWN_DAYS = 2
SHOWN_TIMES = 3
"""More times of one thing in a day are shown as the first and the last."""


async def choose_plan(ask: Ask) -> Reply:
    """The starter plans, with what each asks of the patient."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    patient, person = found
    known = sorted(ask.content.plans.values(), key=lambda plan: plan.data.order)
    texts = [plan.text(ask.person.language) for plan in known]
    about = lines(*(ask.say("plans.line", name=Html(text.name), about=Html(text.about)) for text in texts))
    rows = tuple(
        (Button(text.name, "patients.outlook", (str(patient.person_id), plan.id)),)
        for plan, text in zip(known, texts, strict=True)
    )
    back = bool(ask.args[1:])
    return Reply(paragraphs(ask.say("plans.head", name=person.first_name), about), buttons=rows, instead=back)


async def look_ahead(ask: Ask) -> Reply:
    """What a plan would send in the next days, and what it would change. Nothing is saved yet."""
    asked = await _asked(ask)
    if isinstance(asked, Reply):
        return asked
    patient, person, starter = asked
    after = outlooks.of_starter(ask.content, patient, person, starter, now=ask.now)
    before = await outlooks.of_now(ask.session, patient, person, now=ask.now)
    plan = Html(ask.content.plans[starter].text(ask.person.language).name)
    zone = person.zone or "UTC"
    text = paragraphs(
        lines(
            ask.say("outlook.head", name=person.first_name, plan=plan),
            ask.say("outlook.zone", city=ask.say.city(zone)),
        ),
        _counts(ask, after),
        lines(*(_day(ask, day, sends, zone) for day, sends in list(after.days.items())[:SHOWN_DAYS])),
        lines(*_warnings(ask, after, patient), _change(ask, difference(before, after))),
        ask.say("outlook.unsaved"),
    )
    mine = str(patient.person_id)
    give = Button(ask.say.label("outlook.give"), "patients.assign", (mine, starter), style="success")
    back = Button(ask.say.label("outlook.back"), "patients.plans", (mine, "back"))
    return Reply(text, buttons=((give,), (back,)), instead=True)


async def _asked(ask: Ask) -> tuple[Patient, Person, str] | Reply:
    """The patient and the plan that a button names, or why it cannot be given."""
    found = await card.found(ask)
    starter = ask.args[1] if len(ask.args) > 1 else ""
    if found is None or starter not in ask.content.plans:
        return await unknown(ask)
    patient, person = found
    if patient.enrolled_at is None or patient.left_at is not None:
        return Reply(toast=ask.say.label("plans.not_enrolled"), alarm=True)
    return patient, person, starter


def _counts(ask: Ask, found: Outlook) -> Html:
    """How many of each kind, in words."""
    return lines(
        *(ask.say("outlook.count", what=ask.say.label(f"kind.{kind}"), n=n) for kind, n in found.kinds.items())
    )


def _day(ask: Ask, day: date, sends: Sequence[Send], zone: str) -> Html:
    """One date: each thing once with its times; many times as the first and the last."""
    things = dict.fromkeys((send.kind, send.exercise) for send in sends)
    parts = [_thing(ask, [send for send in sends if (send.kind, send.exercise) == thing], zone) for thing in things]
    return ask.say("outlook.day", day=ask.say.day(day), things=Html(" · ".join(parts)))


def _thing(ask: Ask, sends: Sequence[Send], zone: str) -> Html:
    times = [ask.say.time(send.at, zone) for send in sends]
    what = ask.say.label(f"kind.{sends[0].kind}")
    if sends[0].kind == Kind.EXERCISE and sends[0].exercise is not None:
        what = Html(ask.content.exercises[sends[0].exercise].text(ask.person.language).name)
    if len(times) > SHOWN_TIMES:
        return ask.say("outlook.many", what=what, first=times[0], last=times[-1], n=len(times))
    return ask.say("outlook.few", what=what, times=", ".join(times))


def _warnings(ask: Ask, found: Outlook, patient: Patient) -> list[Html | None]:
    quiet, moved = len(found.quiet), len(found.moved)
    return [
        ask.say("outlook.quiet", n=quiet, start=patient.quiet_from, end=patient.quiet_until) if quiet else None,
        ask.say("outlook.moved", n=moved) if moved else None,
    ]


def _change(ask: Ask, found: Difference) -> Html:
    if not found.changes:
        return ask.say("outlook.same")
    return ask.say("outlook.change", more=len(found.more), fewer=len(found.fewer), shifted=len(found.shifted))


async def assign(ask: Ask) -> Reply:
    """Give a plan: the patient hears of it, and nothing unsent of the old one comes."""
    asked = await _asked(ask)
    if isinstance(asked, Reply):
        return asked
    patient, person, starter = asked
    await plans.assign(
        ask.session, ask.content, patient, starter, zone=person.zone or "UTC", by=ask.person.id, now=ask.now
    )
    theirs = ask.content.say(person.language)
    text = ask.content.plans[starter].text(person.language)
    words = theirs("plans.new", name=ask.person.first_name, plan=Html(text.name), about=Html(text.about))
    await outbox.queue(
        ask.session, outbox.Address(person.telegram_id, person.id), Kind.REPLY, Message(words), now=ask.now
    )
    mine = Html(ask.content.plans[starter].text(ask.person.language).name)
    return Reply(ask.say("plans.assigned", name=person.first_name, plan=mine), instead=True)


TAPS = (
    Tap("patients.plans", choose_plan, THERAPISTS),
    Tap("patients.outlook", look_ahead, THERAPISTS),
    Tap("patients.assign", assign, THERAPISTS),
)
