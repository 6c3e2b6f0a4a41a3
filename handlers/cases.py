"""One case: what was reported, who was told when, what the patient says; the hold and its end."""

from datetime import datetime

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message, Rows
from bot.models import Alert, Incident, IncidentState, Person
from bot.services import audit, cases, closing, outbox, told, urgent_words
from bot.services.urgent_words import Case
from handlers.alerts import concerning
from handlers.ask import TEAM, Ask, Command, Reply, Tap
from handlers.everyone import unknown

REASONS = ("seen", "advice", "mistake", "other")
MOST = 12
"""Lines of a case's story that are shown, the newest ones."""


async def by_code(ask: Ask) -> Reply:
    """The case of the patient with a code. One that there is not and one of somebody else's get the same answer."""
    incident = await cases.by_code(ask.session, ask.text.strip()[:8], ask.person, ask.roles, now=ask.now)
    return Reply(ask.say("cases.unknown")) if incident is None else await _screen(ask, incident)


async def open_case(ask: Ask) -> Reply:
    """The case behind a button."""
    incident = await concerning(ask)
    return await unknown(ask) if incident is None else await _screen(ask, incident)


async def _screen(ask: Ask, incident: Incident) -> Reply:
    whom, what = audit.about(incident.patient_id), f"incident:{incident.id}"
    audit.record(ask.session, actor_id=ask.person.id, action="case_read", subject=whom, reason=what, now=ask.now)
    case = await cases.case_of(ask.session, ask.content, incident)
    person = await cases.person_of(ask.session, incident.patient_id)
    seen = await cases.seen_by(ask.session, incident)
    text = paragraphs(
        ask.say("case.head", name=person.first_name, code=case.code),
        lines(
            ask.say(f"case.tier.{case.tier.word}", time=_when(ask, case.opened_at, case)),
            ask.say("alert.flags", flags=urgent_words.tell_them(ask.content, ask.person.language, case.flags))
            if case.flags
            else None,
            *(ask.say(f"alert.label.{label}") for label in told.labels(incident)),
            ask.say(f"alert.says.{incident.patient_says}") if incident.patient_says else ask.say("alert.not_confirmed"),
            ask.say("alert.acknowledged", name=seen.by, time=ask.say.time(seen.at, case.zone)) if seen.at else None,
            ask.say(f"case.closed.{incident.close_reason}") if incident.close_reason else None,
            ask.say("alert.reported"),
        ),
        lines(ask.say("case.story", zone=case.zone), *await _story(ask, incident, case)),
        ask.say("case.phone") if incident.state != IncidentState.CLOSED else None,
    )
    return Reply(message=Message(text, _buttons(ask, incident), protected=True))


def _buttons(ask: Ask, incident: Incident) -> Rows:
    number = (str(incident.id),)
    if incident.state == IncidentState.CLOSED:
        return ()
    take = Button(ask.say.label("alert.button.acknowledge"), "incident.acknowledge", number, style="danger")
    words = Button(ask.say.label("case.call_words"), "incident.words", number)
    hold = Button(ask.say.label("case.hold"), "incident.hold", number)
    end = Button(ask.say.label("case.close"), "incident.close", number)
    if incident.state == IncidentState.OPEN:
        return (take,), (words,), (hold,)
    return (words,), (hold,), (end,)


async def _story(ask: Ask, incident: Incident, case: Case) -> list[Html]:
    """What happened, in order: who was told and whether it arrived, what the patient was asked and said."""
    found: list[tuple[datetime, Html]] = []
    for alert, person in await cases.alerts_of(ask.session, incident):
        found.append((alert.raised_at, _told(ask, alert, person, case)))
    for row in await cases.outcomes_of(ask.session, incident):
        asked = row.done_at or row.due_at
        found.append((asked, ask.say("case.asked", time=_when(ask, asked, case))))
        if row.answered_at is not None:
            says = ask.say.label(f"followup.button.{row.outcome}")
            found.append((row.answered_at, ask.say("case.answered", time=_when(ask, row.answered_at, case), says=says)))
    for tick in (await closing.ticked(ask.session, incident)).values():
        name = (await cases.person_of(ask.session, tick.ticked_by)).first_name
        point = (
            ask.content.release[tick.item].text(ask.person.language).text if tick.item in ask.content.release else ""
        )
        words = ask.say("case.ticked", time=_when(ask, tick.ticked_at, case), name=name, point=point)
        found.append((tick.ticked_at, words))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])][-MOST:]


def _told(ask: Ask, alert: Alert, person: Person, case: Case) -> Html:
    state = "arrived" if alert.delivered_at else "failed" if alert.failed_at else "going"
    at = alert.delivered_at or alert.failed_at or alert.raised_at
    return ask.say(f"case.told.{state}", time=_when(ask, at, case), name=person.first_name)


def _when(ask: Ask, at: datetime, case: Case) -> str:
    """The time on the patient's clock; with the day when it is not today's."""
    same = wall.local(at, case.zone).date() == wall.local(ask.now, case.zone).date()
    time = ask.say.time(at, case.zone)
    return time if same else f"{ask.say.day_of(at, case.zone)} {time}"


async def words(ask: Ask) -> Reply:
    """What to say on the phone."""
    incident = await concerning(ask)
    if incident is None:
        return await unknown(ask)
    case = await cases.case_of(ask.session, ask.content, incident)
    flags = urgent_words.tell_them(ask.content, ask.person.language, case.flags)
    call = urgent_words.call(ask.content, ask.say, case.country)
    return Reply(ask.say("case.say", name=ask.person.first_name, flags=flags, call=call))


async def hold(ask: Ask) -> Reply:
    """The list that a therapist ticks before exercises come again."""
    incident = await concerning(ask)
    if incident is None:
        return await unknown(ask)
    return await _list(ask, incident)


async def tick(ask: Ask) -> Reply:
    """Tick a point, or take it back. Only a therapist may."""
    incident = await concerning(ask)
    item = ask.args[1] if len(ask.args) > 1 else ""
    if incident is None or item not in ask.content.release:
        return await unknown(ask)
    refusal = await closing.tick(ask.session, incident, item, ask.person, ask.roles, now=ask.now)
    if refusal is not None:
        return Reply(toast=ask.say.label(f"case.refused.{refusal}"), alarm=True)
    return await _list(ask, incident)


async def _list(ask: Ask, incident: Incident) -> Reply:
    done = await closing.ticked(ask.session, incident)
    rows = []
    for item in ask.content.release.values():
        mark = "☑️" if item.id in done else "⬜"
        label = f"{mark} {item.text(ask.person.language).text}"
        rows.append((Button(label, "incident.tick", (str(incident.id), item.id)),))
    end = (Button(ask.say.label("case.close"), "incident.close", (str(incident.id),)),)
    code = (await cases.patient_of(ask.session, incident.patient_id)).code
    return Reply(ask.say("case.list", code=code), buttons=(*rows, end), instead=bool(ask.args))


async def close(ask: Ask) -> Reply:
    """End a case with a reason; the exercises come again, and the patient is told by whose word."""
    incident = await concerning(ask)
    if incident is None:
        return await unknown(ask)
    refusal = await closing.refusal(ask.session, ask.content, incident, ask.roles)
    if refusal is not None:
        return Reply(toast=ask.say.label(f"case.refused.{refusal}"), alarm=True)
    reason = ask.args[1] if len(ask.args) > 1 else ""
    if reason not in REASONS:
        rows = tuple(
            (Button(ask.say.label(f"case.reason.{one}"), "incident.close", (ask.args[0], one)),) for one in REASONS
        )
        return Reply(ask.say("case.why"), buttons=rows)
    released = await closing.close(ask.session, ask.content, incident, ask.person, reason, now=ask.now)
    if released:
        patient = await cases.person_of(ask.session, incident.patient_id)
        said = ask.content.say(patient.language)("urgent.released", name=ask.person.first_name)
        to = outbox.Address(patient.telegram_id, patient.id)
        await outbox.queue(ask.session, to, Kind.REPLY, Message(said), now=ask.now)
    return Reply(ask.say(f"case.closed.{reason}"), instead=True)


COMMANDS = (Command("case", by_code, TEAM, "cases.menu_one"),)
TAPS = (
    Tap("incident.open", open_case, TEAM),
    Tap("incident.words", words, TEAM),
    Tap("incident.hold", hold, TEAM),
    Tap("incident.tick", tick, TEAM),
    Tap("incident.close", close, TEAM),
)
