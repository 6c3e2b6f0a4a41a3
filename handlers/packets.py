"""The receiver's side of a hand-over: reading the packet, then taking over or not."""

from collections.abc import Sequence

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.message import Button, Message, Rows
from bot.models import Handover, HandoverState, Incident, Patient
from bot.services import audit, caseload, cases, handover_offers, handovers, packets, progress
from bot.services.packets import Packet
from handlers import card
from handlers.ask import THERAPISTS, Ask, Reply, Tap
from handlers.everyone import unknown

LISTED = 20
"""Patients whose line the first page shows; each has a page of their own."""


async def _offered(ask: Ask) -> Handover | None:
    number = ask.args[0] if ask.args else ""
    if not number.isdecimal():
        return None
    return await handovers.offered_to(ask.session, int(number), ask.person.id)


async def read(ask: Ask) -> Reply:
    """A page of the packet: page 0 is who it is about, then a page a patient. Only while the offer is open."""
    row = await _offered(ask)
    page = ask.args[1] if len(ask.args) > 1 else ""
    if row is None or not page.isdecimal():
        return await unknown(ask)
    if row.state != HandoverState.OFFERED or ask.now >= row.answer_by:
        return Reply(ask.say("handover.over"), instead=True)
    about = await handovers.patients_of(ask.session, row)
    if not about:
        return await _first(ask, row, about)
    if len(about) == 1:
        return await _one(ask, row, about[0], ())
    number = min(int(page), len(about))
    turns = tuple(
        Button(label, "handover.read", (str(row.id), str(to)))
        for label, to in (("‹", number - 1), (f"{number + 1} / {len(about)} ›", number + 1))
        if 0 <= to <= len(about)
    )
    if number == 0:
        return await _first(ask, row, about, turns)
    return await _one(ask, row, about[number - 1], turns)


async def _first(ask: Ask, row: Handover, about: Sequence[Patient], turns: tuple[Button, ...] = ()) -> Reply:
    found = [await caseload.row(ask.session, one, now=ask.now) for one in about[:LISTED]]
    found.sort(key=lambda one: (one.place.rank, one.code))
    text = paragraphs(
        await _head(ask, row),
        lines(*(card.line(ask.say, one) for one in found)) or ask.say("handover.packet.nobody"),
        ask.say("cases.more", n=len(about) - LISTED) if len(about) > LISTED else None,
        ask.say("handover.until_then"),
    )
    return Reply(text, buttons=(*((turns,) if turns else ()), *_answers(ask, row)), instead=True)


async def _head(ask: Ask, row: Handover) -> Html:
    giver = await cases.person_of(ask.session, row.giver_id)
    what = await handovers.what(ask.session, ask.content, row, ask.person.language)
    return ask.say("handover.packet.head", what=what, giver=giver.first_name)


async def _one(ask: Ask, row: Handover, patient: Patient, turns: tuple[Button, ...]) -> Reply:
    """One patient's page: the words with the buttons, and the chart before them when there is one."""
    whom, what = audit.about(patient.person_id), f"handover:{row.id}"
    audit.record(ask.session, actor_id=ask.person.id, action="packet_read", subject=whom, reason=what, now=ask.now)
    packet = await packets.of(ask.session, patient, now=ask.now)
    text = paragraphs(
        await _head(ask, row),
        ask.say("card.head", name=packet.person.first_name, code=patient.code),
        lines(*_plan(ask, packet)),
        lines(*_trend(ask, packet)),
        lines(*[_case(ask, packet, one) for one in packet.incidents]) or ask.say("handover.packet.no_case"),
        lines(*_consents(ask, packet)) or ask.say("handover.packet.no_consent"),
        ask.say("handover.until_then"),
    )
    message = Message(text, (*((turns,) if turns else ()), *_answers(ask, row)))
    if packet.progress.empty:
        return Reply(message=message, instead=bool(turns))
    picture = progress.picture(packet.progress, ask.say)
    head = ask.say("card.head", name=packet.person.first_name, code=patient.code)
    return Reply(message=Message(head, picture=picture), also=(message,))


def _answers(ask: Ask, row: Handover) -> Rows:
    takes = Button(ask.say.label("handover.take"), "handover.answer", (str(row.id), "yes"), style="success")
    declines = Button(ask.say.label("handover.decline"), "handover.answer", (str(row.id), "no"))
    return (takes,), (declines,)


def _plan(ask: Ask, packet: Packet) -> list[Html]:
    if packet.plan is None:
        return [ask.say("handover.packet.no_plan")]
    language, zone = ask.person.language, packet.person.zone or "UTC"
    known = ask.content.plans.get(packet.plan.starter)
    names = [ask.content.exercises[one].text(language).name for one in packet.exercises if one in ask.content.exercises]
    return [
        ask.say(
            "handover.packet.plan",
            plan=known.text(language).name if known is not None else packet.plan.starter,
            day=ask.say.day_of(packet.plan.assigned_at, zone),
        ),
        *([ask.say("handover.packet.exercises", names=", ".join(names))] if names else []),
    ]


def _trend(ask: Ask, packet: Packet) -> list[Html]:
    """The first and the last answer of 14 days; a question without an answer has a dash, never a nought."""
    days, done = packet.progress.days, packet.progress.exercises
    numb, pain = [one.numbness for one in days], [one.pain for one in days]
    ends = {"numb_first": _first_of(numb), "numb_last": _first_of(numb[::-1])}
    ends |= {"pain_first": _first_of(pain), "pain_last": _first_of(pain[::-1])}
    return [
        ask.say("handover.packet.trend", **ends, n=packet.progress.check_ins),
        ask.say("handover.packet.done", done=done.done, asked=done.asked),
    ]


def _first_of(values: Sequence[int | None]) -> str:
    return next((str(value) for value in values if value is not None), "–")


def _case(ask: Ask, packet: Packet, incident: Incident) -> Html:
    day = ask.say.day_of(incident.opened_at, packet.person.zone or "UTC")
    return ask.say(f"handover.packet.{incident.state}", case=ask.say.label(f"waiting.case.{incident.tier}"), day=day)


def _consents(ask: Ask, packet: Packet) -> list[Html]:
    zone = packet.person.zone or "UTC"
    return [
        ask.say("handover.packet.consent", day=ask.say.dated(wall.local(one.given_at, zone).date()), n=one.text_version)
        for one in packet.consents
    ]


async def answer(ask: Ask) -> Reply:
    """Take over, or not. What is over already says so, and changes nothing."""
    row = await _offered(ask)
    if row is None or ask.args[1:] not in (("yes",), ("no",)):
        return await unknown(ask)
    takes = ask.args[1] == "yes"
    if takes and row.state == HandoverState.OFFERED and await handover_offers.is_away(ask.session, row):
        return Reply(ask.say("handover.refused.you_are_away"))
    decide = handovers.accept if takes else handovers.decline
    if not await decide(ask.session, ask.content, row, ask.person, now=ask.now):
        return Reply(ask.say("handover.over"), instead=True)
    if takes:
        return Reply(ask.say(f"handover.yours.{row.kind}"), instead=True)
    giver = await cases.person_of(ask.session, row.giver_id)
    return Reply(ask.say("handover.not_yours", giver=giver.first_name), instead=True)


TAPS = (Tap("handover.read", read, THERAPISTS), Tap("handover.answer", answer, THERAPISTS))
