"""Giving a patient a plan."""

from bot.content import Html, lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.services import outbox, plans
from handlers import card
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown


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
        (Button(text.name, "patients.assign", (str(patient.person_id), plan.id)),)
        for plan, text in zip(known, texts, strict=True)
    )
    return Reply(paragraphs(ask.say("plans.head", name=person.first_name), about), buttons=rows)


async def assign(ask: Ask) -> Reply:
    """Give a plan: the patient hears of it, and nothing unsent of the old one comes."""
    found = await card.found(ask)
    starter = ask.args[1] if len(ask.args) > 1 else ""
    if found is None or starter not in ask.content.plans:
        return await unknown(ask)
    patient, person = found
    if patient.enrolled_at is None or patient.left_at is not None:
        return Reply(toast=ask.say.label("plans.not_enrolled"), alarm=True)
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


TAPS = (Tap("patients.plans", choose_plan, THERAPISTS), Tap("patients.assign", assign, THERAPISTS))
