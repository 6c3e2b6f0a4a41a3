"""The sets that a plan can be made of, and what a plan would send, in words."""

from collections.abc import Sequence
from datetime import date

from bot.content import Html, lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button
from bot.domain.outlook import Difference, Outlook, Send
from bot.models import Patient
from bot.services import templates
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
    number, back = str(patient.person_id), bool(ask.args[1:])
    own = tuple(
        (Button(f"📋 {template.name}", "patients.outlook", (number, str(template.id))),)
        for template in await templates.known(ask.session)
    )
    manage = ((Button(ask.say.label("template.button.list"), "template.list", (number,)),),) if own else ()
    edit = (Button(ask.say.label("planedit.button.edit"), "plan.edit", (number,)),)
    text = paragraphs(ask.say("plans.head", name=person.first_name), about, ask.say("planedit.merges"))
    return Reply(text, buttons=(*rows, *own, *manage, edit), instead=back)


async def not_mine(ask: Ask) -> Reply:
    """Why a plan cannot be written: the patient has not joined, or is not this therapist's."""
    if await card.found(ask) is None:
        return await unknown(ask)
    return Reply(toast=ask.say.label("plans.not_enrolled"), alarm=True)


def counts(ask: Ask, found: Outlook) -> Html:
    """How many of each kind, in words."""
    return lines(
        *(ask.say("outlook.count", what=ask.say.label(f"kind.{kind}"), n=n) for kind, n in found.kinds.items())
    )


def day(ask: Ask, day: date, sends: Sequence[Send], zone: str) -> Html:
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


def warnings(ask: Ask, found: Outlook, patient: Patient) -> list[Html | None]:
    quiet, moved = len(found.quiet), len(found.moved)
    return [
        ask.say("outlook.quiet", n=quiet, start=patient.quiet_from, end=patient.quiet_until) if quiet else None,
        ask.say("outlook.moved", n=moved) if moved else None,
    ]


def change(ask: Ask, found: Difference) -> Html:
    if not found.changes:
        return ask.say("outlook.same")
    return ask.say("outlook.change", more=len(found.more), fewer=len(found.fewer), shifted=len(found.shifted))


def over(ask: Ask, found: Outlook, budget: int) -> Html | None:
    """How many go over the daily budget of messages, and would be left out."""
    more = sum(max(len([send for send in sends if not send.quiet]) - budget, 0) for sends in found.days.values())
    return ask.say("planedit.over", n=more, budget=budget) if more else None


TAPS = (Tap("patients.plans", choose_plan, THERAPISTS),)
