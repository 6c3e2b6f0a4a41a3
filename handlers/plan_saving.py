"""Giving a plan: what it would send and change, two therapists at once, the versions, templates."""

from collections.abc import Sequence

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.domain.outlook import difference
from bot.domain.plan_lines import Line
from bot.models import Patient, Person, Plan, PlanDraft, PlanTemplate
from bot.services import audit, drafts, outbox, outlooks, patients, plans, templates
from handlers import assigning, card, plan_editor, plan_words
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown

VERSIONS = 6


async def look_ahead(ask: Ask) -> Reply:
    """What the draft would send in the next days; a set that the button names is added to it first."""
    found = await plan_editor.mine(ask)
    if found is None:
        return await assigning.not_mine(ask)
    patient, person, draft = found
    said: Html | None = None
    if len(ask.args) > 1:
        named = await _named(ask, patient, ask.args[1])
        if named is None:
            return await unknown(ask)
        title, more = named
        done = await drafts.merge(ask.session, ask.content, patient, draft, more, now=ask.now)
        said = lines(ask.say("planedit.merge.head", plan=title), plan_editor.told(ask, *done))
    after = outlooks.of_lines(patient, person, list(drafts.lines(draft).values()), now=ask.now)
    before = await outlooks.of_now(ask.session, patient, person, now=ask.now)
    zone, number = patients.zone_of(patient, person), str(person.id)
    budget = ask.content.policy.reminders_a_day
    text = paragraphs(
        lines(
            ask.say("planedit.ahead", name=person.first_name),
            ask.say("outlook.zone", city=ask.say.city(zone)),
        ),
        said,
        assigning.counts(ask, after),
        lines(
            *(assigning.day(ask, one, sends, zone) for one, sends in list(after.days.items())[: assigning.SHOWN_DAYS])
        ),
        lines(
            *assigning.warnings(ask, after, patient),
            assigning.over(ask, after, budget),
            assigning.change(ask, difference(before, after)),
        ),
        ask.say("outlook.unsaved"),
    )
    give = Button(ask.say.label("outlook.give"), "patients.assign", (number,), style="success")
    edit = Button(ask.say.label("planedit.button.edit"), "plan.edit", (number,))
    back = Button(ask.say.label("outlook.back"), "patients.plans", (number, "back"))
    return Reply(text, buttons=((give,), (edit, back)), instead=True)


async def _named(ask: Ask, patient: Patient, name: str) -> tuple[Html, Sequence[Line]] | None:
    """A starter set or a template of the clinic, by its id."""
    if name in ask.content.plans:
        title = Html(ask.content.plans[name].text(ask.person.language).name)
        return title, plans.lines_of(ask.content, patient, name)
    template = await ask.session.get(PlanTemplate, int(name)) if name.isdecimal() else None
    return (ask.say("planedit.name", name=template.name), templates.lines(template)) if template else None


async def assign(ask: Ask) -> Reply:
    """Give the draft: refused when somebody else has been faster, on a hold, or against a caution without a reason."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    patient, person = found
    draft = await drafts.of(ask.session, patient.person_id, ask.person.id)
    if draft is None:
        return Reply(toast=ask.say.label("planedit.nothing"), alarm=True)
    await drafts.lock(ask.session, patient)
    running = await plans.current(ask.session, patient.person_id)
    if draft.base_id != (running.id if running else None):
        return await _faster(ask, person, draft, running)
    refused = await _refused(ask, patient, person, draft)
    if refused is not None:
        return refused
    words = lines(*(plan_words.line(ask, line) for line in drafts.lines(draft).values()))
    await drafts.save(ask.session, patient, draft, zone=patients.zone_of(patient, person), now=ask.now)
    ask.person.asking = None
    theirs = ask.content.say(person.language)("planedit.new", name=ask.person.first_name)
    address = outbox.Address(person.telegram_id, person.id)
    row = await outbox.queue(ask.session, address, Kind.REPLY, Message(theirs), now=ask.now)
    row.not_before = patients.awake_at(patient, person, now=ask.now)
    text = paragraphs(ask.say("planedit.given", name=person.first_name), words)
    return Reply(text, buttons=((card.back(ask, person.id),),), instead=True)


async def _refused(ask: Ask, patient: Patient, person: Person, draft: PlanDraft) -> Reply | None:
    number = str(person.id)
    back = Button(ask.say.label("planedit.button.edit"), "plan.edit", (number,))
    if not draft.lines:
        return Reply(ask.say("planedit.empty"), buttons=((back,),), instead=True)
    if patient.held_since is not None and await drafts.moves_more(ask.session, patient, draft):
        return Reply(ask.say("planedit.held", name=person.first_name), buttons=((back,),), instead=True)
    ruled_out = await drafts.unreasoned(ask.session, ask.content, patient, draft, now=ask.now)
    if not ruled_out:
        return None
    key, line = ruled_out[0]
    against = await drafts.against(ask.session, ask.content, patient, str(line.exercise), now=ask.now)
    words = ask.say("planedit.ruled_out", what=plan_words.name(ask, line), why=plan_words.cautions(ask, against))
    return plan_editor.asks(ask, draft, {"field": "override", "key": key}, words)


async def _faster(ask: Ask, person: Person, draft: PlanDraft, running: Plan | None) -> Reply:
    """Somebody has saved meanwhile: what they changed, and the offer to put mine on top. Nothing is lost."""
    base = await plans.lines_at(ask.session, await ask.session.get(Plan, draft.base_id) if draft.base_id else None)
    now = await plans.lines_at(ask.session, running)
    text = paragraphs(
        ask.say("planedit.faster", who=await _who(ask, running.assigned_by if running else None)),
        lines(
            *(ask.say("planedit.plus", line=plan_words.line(ask, line)) for line in now if line not in base),
            *(ask.say("planedit.minus", line=plan_words.line(ask, line)) for line in base if line not in now),
        ),
        ask.say("planedit.yours"),
    )
    number = str(person.id)
    top = Button(ask.say.label("planedit.button.on_top"), "plan.on_top", (number,), style="primary")
    drop = Button(ask.say.label("planedit.button.drop"), "plan.drop", (number,))
    return Reply(text, buttons=((top,), (drop,)), instead=True)


async def on_top(ask: Ask) -> Reply:
    """Lay this therapist's changes on the plan that runs now, and show the result before it is saved."""
    found = await plan_editor.mine(ask)
    if found is None:
        return await unknown(ask)
    patient, person, draft = found
    await drafts.lay_on_top(ask.session, patient, draft, now=ask.now)
    return plan_editor.shown(ask, person, draft, ask.say("planedit.laid"))


async def _who(ask: Ask, person_id: int | None) -> str:
    person = await ask.session.get(Person, person_id) if person_id is not None else None
    return person.first_name if person is not None else ask.say.label("planedit.by_patient")


async def versions(ask: Ask) -> Reply:
    """Who changed what of the plan, and when."""
    found = await card.found(ask)
    if found is None:
        return await unknown(ask)
    patient, person = found
    audit.record(ask.session, actor_id=ask.person.id, action="plan_read", subject=audit.about(person.id), now=ask.now)
    known = await plans.versions(ask.session, patient.person_id, VERSIONS)
    said = [
        await _version(ask, plan, known[place + 1] if place + 1 < len(known) else None)
        for place, plan in enumerate(known)
    ]
    back = Button(ask.say.label("outlook.back"), "plan.edit", (str(person.id),))
    return Reply(
        paragraphs(ask.say("planedit.versions", name=person.first_name), *said), buttons=((back,),), instead=True
    )


async def _version(ask: Ask, plan: Plan, before: Plan | None) -> Html:
    new, old = await plans.lines_at(ask.session, plan), await plans.lines_at(ask.session, before)
    here = wall.local(plan.assigned_at, ask.zone)
    head = ask.say(
        "planedit.version",
        day=ask.say.day(here.date()),
        time=ask.say.time(plan.assigned_at, ask.zone),
        who=await _who(ask, plan.assigned_by),
    )
    names = {
        key: Html(", ".join(plan_words.name(ask, line) for line in found))
        for key, found in (
            ("planedit.plus", [line for line in new if line not in old]),
            ("planedit.minus", [line for line in old if line not in new]),
        )
    }
    return lines(head, *(ask.say(key, line=found) for key, found in names.items() if found))


async def template(ask: Ask) -> Reply:
    """Keep the draft as a template of the clinic: its name is typed."""
    found = await plan_editor.mine(ask)
    if found is None:
        return await unknown(ask)
    return plan_editor.asks(ask, found[2], {"field": "template"}, ask.say("planedit.ask.template"))


TAPS = (
    Tap("patients.outlook", look_ahead, THERAPISTS),
    Tap("patients.assign", assign, THERAPISTS),
    Tap("plan.on_top", on_top, THERAPISTS),
    Tap("plan.versions", versions, THERAPISTS),
    Tap("plan.template", template, THERAPISTS),
)
