"""Red flags, from both sides: what the patient says to the urgent message, what the team does with the alert."""

from datetime import timedelta

from bot.content import Html, lines, paragraphs
from bot.domain.message import Button
from bot.models import Incident, IncidentState
from bot.models.person import Role
from bot.services import alerts, cases
from handlers import urgent
from handlers.ask import EVERYONE, TEAM, Ask, Command, Reply, Tap
from handlers.everyone import calling, unknown

SAYS = ("on_way", "being_seen", "mistake", "advised", "cannot_reach", "worse")
NEEDS_HELP = ("cannot_reach", "worse")
"""What brings the list even where the case is closed, or is not the reader's: nobody may be left with an old button."""
MOST = 20


async def says(ask: Ask) -> Reply:
    """The patient answers the urgent message. It never closes the case; a mistake is asked about once."""
    incident = await _own(ask)
    what = ask.args[1] if len(ask.args) > 1 else ""
    if incident is None and what in NEEDS_HELP:
        return await urgent.urgent(ask)
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
    mine = incident is not None and incident.patient_id == ask.patient.person_id
    return incident if mine and incident is not None and incident.state != IncidentState.CLOSED else None


async def concerning(ask: Ask) -> Incident | None:
    """The case that a button names, if this member of the team may handle it."""
    number = ask.args[0] if ask.args else ""
    if not number.isdecimal():
        return None
    return await cases.concerns(ask.session, int(number), ask.person, ask.roles, now=ask.now)


async def acknowledge(ask: Ask) -> Reply:
    """'I have seen it and I am acting': the patient is told who, and when."""
    incident = await concerning(ask)
    if incident is None:
        return await unknown(ask)
    if not await alerts.acknowledge(ask.session, ask.content, incident, ask.person, now=ask.now):
        return Reply(toast=ask.say.label("alert.already"))
    return Reply(toast=ask.say.label("alert.thanks"))


async def listed(ask: Ask) -> Reply:
    """The cases that are not closed, the gravest and longest unseen first, a line each."""
    found = await cases.open_ones(ask.session, ask.person, ask.roles, now=ask.now)
    text = paragraphs(
        ask.say("cases.head", n=len(found)) if found else ask.say("cases.none"),
        lines(*[await _line(ask, one) for one in found[:MOST]]) or None,
        ask.say("cases.more", n=len(found) - MOST) if len(found) > MOST else None,
        await _mistakes(ask),
    )
    buttons = [Button(await _code(ask, one), "incident.open", (str(one.id),)) for one in found[:MOST]]
    return Reply(text, buttons=tuple((button,) for button in buttons))


async def _code(ask: Ask, incident: Incident) -> str:
    return (await cases.patient_of(ask.session, incident.patient_id)).code


async def _line(ask: Ask, incident: Incident) -> Html:
    waited = _waited(ask, ask.now - (incident.raised_at or incident.opened_at))
    seen = await cases.seen_by(ask.session, incident)
    key = "cases.seen" if seen.by is not None else "cases.unseen"
    tier = ask.say.label(f"cases.tier.{incident.tier}")
    return ask.say(key, tier=tier, code=await _code(ask, incident), waited=waited, name=seen.by or "")


def _waited(ask: Ask, much: timedelta) -> str:
    minutes = int(much.total_seconds() // 60)
    if minutes < 60:
        return ask.say.label("cases.minutes", n=minutes)
    return (
        ask.say.label("cases.hours", n=minutes // 60)
        if minutes < 48 * 60
        else ask.say.label("cases.days", n=minutes // (24 * 60))
    )


async def _mistakes(ask: Ask) -> str | None:
    """How many of a therapist's closed cases were mistakes: alarms that are often false are soon not read."""
    if Role.THERAPIST not in ask.roles:
        return None
    wrong, closed = await cases.mistakes_of(ask.session, ask.person.id)
    return ask.say("cases.mistakes", n=closed, mistakes=wrong) if closed else None


COMMANDS = (Command("alerts", listed, TEAM, "cases.menu"),)
TAPS = (
    Tap("incident.says", says, EVERYONE),
    Tap("incident.acknowledge", acknowledge, TEAM),
)
