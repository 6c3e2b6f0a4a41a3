"""What a patient answers to a reminder."""

from datetime import datetime

from bot.content import Html, lines
from bot.domain import gate, in_a_row
from bot.domain.adherence import ASK_FOR_MORE, Skip
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.message import Button, Rows
from bot.domain.snoozing import CHOICES
from bot.models import Occurrence, OccurrenceState
from bot.services import cases, occurrences, patients, putting_off, reminder_words, sitting, tidying, trends
from handlers import choices
from handlers.ask import PATIENTS, Ask, Reply, Tap
from handlers.everyone import to_list


async def answer(ask: Ask) -> Reply:
    """Done, part, not today, or 'it made it worse'. The last answer stands."""
    occurrence = await _mine(ask)
    if occurrence is None or not await occurrences.answer(ask.session, occurrence, ask.args[1], now=ask.now):
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    if occurrence.kind == Kind.NUDGE and ask.args[1] == "done":
        await sitting.moved(ask.session, ask.enrolled, zone=ask.zone, now=ask.now, tapped=occurrence.id)
    words = ask.say(f"reminder.{ask.args[1]}", what=_name(ask, occurrence), time=ask.say.time(ask.now, ask.zone))
    if ask.args[1] == "skipped" and occurrence.kind != Kind.NOTE:
        return Reply(lines(words, ask.say("reminder.why_not")), buttons=_reasons(ask, occurrence), instead=True)
    if ask.args[1] != "worse":
        return Reply(lines(words, await _earned(ask, occurrence)), instead=True)
    stopped = await trends.stopped(ask.session, ask.content, {occurrence.item_id})
    words = lines(words, ask.say("worsened.stopped") if stopped else None, ask.say("reminder.worse_next"))
    return Reply(words, buttons=((to_list(ask),),), instead=True)


def _reasons(ask: Ask, occurrence: Occurrence) -> Rows:
    """Why not, for whoever wants to say."""
    mine = str(occurrence.id)
    return (tuple(Button(ask.say.label(f"reminder.skip.{one}"), "reminder.reason", (mine, one)) for one in Skip),)


async def reason(ask: Ask) -> Reply:
    """Why something was left for today. What may be a sign of more brings the list along."""
    occurrence = await _mine(ask)
    if occurrence is None or not occurrences.give_reason(occurrence, ask.args[1]):
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    words = ask.say("reminder.skipped_for", what=_name(ask, occurrence), why=ask.say.label(f"skip.{occurrence.reason}"))
    if occurrence.reason not in ASK_FOR_MORE:
        return Reply(words, instead=True)
    return Reply(lines(words, ask.say("reminder.if_new")), buttons=((to_list(ask),),), instead=True)


async def _earned(ask: Ask, occurrence: Occurrence) -> Html | None:
    """A word for exercises that were done on time, one after the other; none on a hold or while a case is open."""
    if occurrence.kind != Kind.EXERCISE or occurrence.state != OccurrenceState.DONE:
        return None
    number = await occurrences.on_time(ask.session, occurrence)
    if not in_a_row.earns_a_word(number) or ask.enrolled.held_since is not None:
        return None
    if await cases.gravest_open(ask.session, ask.enrolled.person_id) is not None:
        return None
    return ask.say("in_a_row.word", n=number)


async def snooze(ask: Ask) -> Reply:
    """Put a reminder off, inside its window and never into the quiet hours; else offer the times that work."""
    occurrence = await _mine(ask)
    choice = ask.args[1] if occurrence is not None else ""
    if occurrence is None or not putting_off.may(occurrence) or choice not in CHOICES:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    working = await putting_off.choices(ask.session, occurrence, ask.enrolled, zone=ask.zone, now=ask.now)
    if choice not in working:
        buttons = [reminder_words.snooze(ask.say, occurrence, one) for one in working]
        words = ask.say("reminder.too_late" if working else "reminder.no_room")
        return Reply(words, buttons=choices.pairs(buttons))
    at = working[choice]
    stopped = await _stopped(ask, occurrence, at)
    if stopped is not None:
        return Reply(stopped)
    await putting_off.put_off(ask.session, occurrence, ask.enrolled, at, zone=ask.zone, now=ask.now)
    words = ask.say("reminder.snoozed", what=_name(ask, occurrence), time=ask.say.time(at, ask.zone))
    if occurrence.kind != Kind.CHECK_IN:
        return Reply(words, instead=True)
    await tidying.over(ask.session, ask.content, [occurrence.id], kind=Kind.FOLLOW_UP, now=ask.now)
    begin = Button(ask.say.label("checkin.begin"), "checkin.begin")
    return Reply(words, buttons=((begin,), (to_list(ask),)), instead=True)


async def _stopped(ask: Ask, occurrence: Occurrence, at: datetime) -> Html | None:
    """What to say instead of a time at which it would not come: in a pause, or while exercises are stopped."""
    standing = await patients.standing_of(ask.session, ask.enrolled, ask.person)
    match gate.refuses(standing, Kind(occurrence.kind), now=at), ask.enrolled.paused_until:
        case Reason.PAUSED, datetime() as until:
            return ask.say("today.paused", day=ask.say.day_of(until, ask.zone), time=ask.say.time(until, ask.zone))
        case Reason.HELD, _:
            return ask.say("today.held")
    return None


async def _mine(ask: Ask) -> Occurrence | None:
    if len(ask.args) < 2 or not ask.args[0].isdecimal():
        return None
    return await occurrences.mine(ask.session, ask.enrolled.person_id, int(ask.args[0]))


def _name(ask: Ask, occurrence: Occurrence) -> Html:
    return reminder_words.name(ask.content, ask.person.language, occurrence)


TAPS = (
    Tap("reminder.answer", answer, PATIENTS),
    Tap("reminder.reason", reason, PATIENTS),
    Tap("reminder.snooze", snooze, PATIENTS),
)
