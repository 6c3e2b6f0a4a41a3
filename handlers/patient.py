"""The patient's own views: today, progress, pausing and going on."""

from collections.abc import Mapping, Sequence

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.adherence import Skip, Tally
from bot.domain.gate import Reason
from bot.domain.message import Button, Message
from bot.models import Occurrence, OccurrenceState, PlanItem
from bot.services import letters, occurrences, patients, planning, plans, progress, reminder_words, suiting, why
from handlers import choices
from handlers.ask import PATIENTS, Ask, Command, Reply, Tap
from handlers.everyone import calling, to_list

PAUSES = (1, 3, 7, 14)
SAYS_WHY = (OccurrenceState.SUPPRESSED, OccurrenceState.MISSED, OccurrenceState.UNDELIVERABLE)


async def today(ask: Ask) -> Reply:
    """What was done today and what is still to come, with the reason where nothing comes."""
    patient = ask.enrolled
    zone = patients.zone_of(patient, ask.person)
    found = await occurrences.on_day(ask.session, patient.person_id, wall.local(ask.now, zone).date())
    items = await plans.items_of(ask.session, found)
    past = [one for one in found if one.state not in occurrences.WAITING]
    waiting = [one for one in found if one.state in occurrences.WAITING]
    refused = await _refused(ask, waiting, items)
    ahead = [one for one in waiting if one.id not in refused]
    check_in = Button(ask.say.label("checkin.begin"), "checkin.begin", style="primary")
    text = paragraphs(
        ask.say("today.head", day=ask.say.day_of(ask.now, zone)),
        ask.say("why.away", here=ask.say.city(ask.zone), city=ask.say.city(zone)) if zone != ask.zone else None,
        _standing(ask, zone),
        lines(ask.say("today.past"), *(_line(ask, one, items, zone) for one in past)) if past else None,
        lines(ask.say("today.ahead"), *(_line(ask, one, items, zone) for one in ahead))
        if ahead
        else ask.say("today.nothing_ahead"),
        lines(
            ask.say("today.refused"),
            *(_not_coming(ask, one, refused[one.id], zone) for one in waiting if one.id in refused),
        )
        if refused
        else None,
    )
    calendar = Button(ask.say.label("calendar.button"), "calendar.send")
    return Reply(text, buttons=((check_in,), (calendar,), (to_list(ask),)))


async def _refused(ask: Ask, waiting: Sequence[Occurrence], items: Mapping[int, PlanItem]) -> dict[int, Reason]:
    """id -> why it will not come as things stand, of those that are ahead."""
    patient = ask.enrolled
    standing = await patients.standing_of(ask.session, patient, ask.person)
    ways = [(patient.person_id, items[one.item_id]) for one in waiting]
    stopped = await suiting.stopped(ask.session, ask.content, ways, now=ask.now)
    found = {one.id: why.refuses(one, standing, stopped.get(one.item_id), now=ask.now) for one in waiting}
    return {id_: reason for id_, reason in found.items() if isinstance(reason, Reason)}


def _not_coming(ask: Ask, one: Occurrence, reason: Reason, zone: str) -> Html:
    name = reminder_words.name(ask.content, ask.person.language, one)
    because = ask.say.label(f"why.because.{reason}")
    return ask.say("today.line", time=ask.say.time(one.due_at, zone), what=name, state=because)


def _standing(ask: Ask, zone: str) -> str | None:
    patient = ask.enrolled
    if patient.held_since is not None:
        return ask.say("today.held")
    if patient.paused_until is not None and ask.now < patient.paused_until:
        at = patient.paused_until
        return ask.say("today.paused", day=ask.say.day_of(at, zone), time=ask.say.time(at, zone))
    return None


def _line(ask: Ask, one: Occurrence, items: Mapping[int, PlanItem], zone: str) -> Html:
    name = reminder_words.name(ask.content, ask.person.language, one)
    state = ask.say.label(f"state.{one.state}")
    if one.reason in set(Reason) and one.state in SAYS_WHY:
        state = ask.say.label(f"reason.{one.reason}")
    if one.reason in set(Skip):
        state = f"{state}, {ask.say.label(f'skip.{one.reason}')}"
    unasked = one.state == OccurrenceState.DONE and one.sent_at is None
    at = one.answered_at if unasked and one.answered_at is not None else one.due_at
    about = {"time": ask.say.time(at, zone), "what": name}
    as_planned = one.state == OccurrenceState.DUE
    line = ask.say("today.planned", **about) if as_planned else ask.say("today.line", **about, state=state)
    return lines(line, reminder_words.details(ask.content, ask.person.language, items.get(one.item_id)))


async def show_progress(ask: Ask) -> Reply:
    """Numbness and pain over the last 14 days as a picture, and what was done, without a verdict."""
    found = await progress.of(ask.session, ask.enrolled.person_id, zone=ask.zone, now=ask.now)
    if found.blank:
        button = Button(ask.say.label("checkin.begin"), "checkin.begin", style="primary")
        return Reply(ask.say("progress.empty"), buttons=((button,),))
    words = lines(
        ask.say("progress.check_ins", n=found.check_ins),
        _moved(ask, found.exercises),
        ask.say("progress.own_words"),
    )
    return Reply(message=Message(words, picture=progress.picture(found, ask.say)))


def _moved(ask: Ask, found: Tally) -> Html:
    if found.asked == 0:
        return ask.say("progress.none_asked")
    return ask.say("progress.exercises", done=found.done, asked=found.asked)


async def ask_pause(ask: Ask) -> Reply:
    """For how long: a pause always has an end."""
    buttons = [Button(ask.say.label("pause.days", n=days), "pause.days", (str(days),)) for days in PAUSES]
    return Reply(ask.say("pause.ask"), buttons=choices.pairs(buttons), instead=bool(ask.args))


async def pause(ask: Ask) -> Reply:
    """Pause, and say when it ends."""
    days = int(ask.args[0]) if ask.args and ask.args[0] in {str(known) for known in PAUSES} else PAUSES[0]
    until = patients.pause(ask.enrolled, days, zone=ask.zone, now=ask.now)
    await letters.look_again(ask.session, ask.enrolled.person_id, now=ask.now)
    day = ask.say.day_of(until, ask.zone)
    text = ask.say("pause.done", day=day, time=ask.say.time(until, ask.zone), call=calling(ask))
    return Reply(text, instead=True)


async def resume(ask: Ask) -> Reply:
    """End a pause now. A hold after a red flag is not a pause: only the therapist ends it."""
    patient = ask.enrolled
    paused = patient.paused_until is not None and ask.now < patient.paused_until
    patient.paused_until = None
    await planning.write_ahead(ask.session, patient, zone=ask.zone, now=ask.now)
    await letters.look_again(ask.session, patient.person_id, now=ask.now)
    if patient.held_since is not None:
        return Reply(ask.say("resume.held"))
    return Reply(ask.say("resume.done" if paused else "resume.nothing"))


async def not_now(ask: Ask) -> Reply:
    """No pause after a silent week: it goes on."""
    await occurrences.heard_from(ask.session, ask.enrolled.person_id)
    return Reply(ask.say("silence.goes_on"), instead=True)


COMMANDS = (
    Command("today", today, PATIENTS, "menu.today"),
    Command("progress", show_progress, PATIENTS, "menu.progress"),
    Command("pause", ask_pause, PATIENTS, "menu.pause"),
    Command("resume", resume, PATIENTS, "menu.resume"),
)
TAPS = (
    Tap("pause.ask", ask_pause, PATIENTS),
    Tap("pause.days", pause, PATIENTS),
    Tap("pause.not_now", not_now, PATIENTS),
)
