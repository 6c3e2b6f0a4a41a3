"""Red flags, from both sides: what the patient says to the urgent message, what the team does with the alert."""

from bot.content import lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Incident
from bot.services import alerts, audit, cases, incidents, outbox, urgent_words
from handlers import urgent
from handlers.ask import EVERYONE, TEAM, Ask, Reply, Tap
from handlers.everyone import calling, unknown

SAYS = ("on_way", "being_seen", "mistake", "advised", "cannot_reach", "worse")
REASONS = ("seen", "advice", "mistake", "other")


async def says(ask: Ask) -> Reply:
    """The patient answers the urgent message. It never closes the case; a mistake is asked about once."""
    incident = await _own(ask)
    what = ask.args[1] if len(ask.args) > 1 else ""
    if incident is None or what not in SAYS:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    if what == "mistake" and len(ask.args) == 2:
        sure = Button(ask.say.label("urgent.mistake.sure"), "incident.says", (*ask.args, "sure"))
        real = Button(ask.say.label("urgent.mistake.real"), "incident.says", (ask.args[0], "on_way"), style="danger")
        return Reply(ask.say("urgent.mistake.ask", call=calling(ask)), buttons=((real,), (sure,)))
    await alerts.patient_says(ask.session, ask.content, incident, what, now=ask.now)
    if what == "worse":
        return await urgent.urgent(ask)
    return Reply(ask.say(f"urgent.answer.{what}", call=calling(ask)))


async def _own(ask: Ask) -> Incident | None:
    if ask.patient is None or not ask.args or not ask.args[0].isdecimal():
        return None
    incident = await ask.session.get(Incident, int(ask.args[0]))
    return incident if incident is not None and incident.patient_id == ask.patient.person_id else None


async def _concerning(ask: Ask) -> Incident | None:
    number = ask.args[0] if ask.args else ""
    return await cases.concerns(ask.session, int(number), ask.person, ask.roles) if number.isdecimal() else None


async def acknowledge(ask: Ask) -> Reply:
    """'I have seen it and I am acting': the patient is told who, and when."""
    incident = await _concerning(ask)
    if incident is None:
        return await unknown(ask)
    if not await alerts.acknowledge(ask.session, ask.content, incident, ask.person, now=ask.now):
        return Reply(toast=ask.say.label("alert.already"))
    return Reply(toast=ask.say.label("alert.thanks"))


async def open_case(ask: Ask) -> Reply:
    """The case: what was reported, what the patient says, who has seen it; and the way to close it."""
    incident = await _concerning(ask)
    if incident is None:
        return await unknown(ask)
    whom, what = audit.about(incident.patient_id), f"incident:{incident.id}"
    audit.record(ask.session, actor_id=ask.person.id, action="case_read", subject=whom, reason=what, now=ask.now)
    case = await cases.case_of(ask.session, ask.content, incident)
    person = await cases.person_of(ask.session, incident.patient_id)
    seen = await cases.seen_by(ask.session, incident)
    text = paragraphs(
        ask.say("case.head", name=person.first_name, code=case.code),
        lines(
            ask.say(f"case.tier.{case.tier.word}", time=ask.say.time(case.opened_at, case.zone)),
            ask.say("alert.flags", flags=urgent_words.tell_them(ask.content, ask.person.language, case.flags)),
            ask.say(f"alert.says.{incident.patient_says}") if incident.patient_says else ask.say("alert.not_confirmed"),
            ask.say("alert.acknowledged", name=seen.by, time=ask.say.time(seen.at, case.zone)) if seen.at else None,
            ask.say(f"case.closed.{incident.close_reason}") if incident.close_reason else None,
            ask.say("alert.reported"),
        ),
        ask.say("case.phone") if not incident.close_reason else None,
    )
    number = str(incident.id)
    take = Button(ask.say.label("alert.button.acknowledge"), "incident.acknowledge", (number,), style="danger")
    end = Button(ask.say.label("case.close"), "incident.close", (number,))
    buttons = ((take,) if not seen.at else (end,),) if not incident.close_reason else ()
    return Reply(text, buttons=buttons)


async def close(ask: Ask) -> Reply:
    """End a case with a reason; the exercises come again, and the patient is told by whose word."""
    incident = await _concerning(ask)
    if incident is None:
        return await unknown(ask)
    if incident.closed_at is not None:
        return Reply(toast=ask.say.label("case.closed_already"))
    reason = ask.args[1] if len(ask.args) > 1 else ""
    if reason not in REASONS:
        rows = tuple(
            (Button(ask.say.label(f"case.reason.{one}"), "incident.close", (ask.args[0], one)),) for one in REASONS
        )
        return Reply(ask.say("case.why"), buttons=rows)
    released = await incidents.close(ask.session, incident, ask.person, reason, now=ask.now)
    patient = await cases.person_of(ask.session, incident.patient_id)
    if released:
        words = ask.content.say(patient.language)("urgent.released", name=ask.person.first_name)
        to = outbox.Address(patient.telegram_id, patient.id)
        await outbox.queue(ask.session, to, Kind.REPLY, Message(words), now=ask.now)
    return Reply(ask.say(f"case.closed.{reason}"), instead=True)


TAPS = (
    Tap("incident.says", says, EVERYONE),
    Tap("incident.acknowledge", acknowledge, TEAM),
    Tap("incident.open", open_case, TEAM),
    Tap("incident.close", close, TEAM),
)
