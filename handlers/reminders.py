"""What a patient answers to a reminder."""

from bot.content import Html, lines
from bot.models import Occurrence
from bot.services import reminders
from bot.services.reminder_words import SNOOZES
from handlers.ask import PATIENTS, Ask, Reply, Tap
from handlers.everyone import to_list


async def answer(ask: Ask) -> Reply:
    """Done, part, not today, or 'it made it worse'. The last answer stands."""
    occurrence = await _mine(ask)
    if occurrence is None or not reminders.answer(occurrence, ask.args[1], now=ask.now):
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    words = ask.say(f"reminder.{ask.args[1]}", what=_name(ask, occurrence), time=ask.say.time(ask.now, ask.zone))
    if ask.args[1] != "worse":
        return Reply(words, instead=True)
    return Reply(lines(words, ask.say("reminder.worse_next")), buttons=((to_list(ask),),), instead=True)


async def snooze(ask: Ask) -> Reply:
    """Put a reminder off, never into the quiet hours."""
    occurrence = await _mine(ask)
    minutes = int(ask.args[1]) if ask.args[1:] and ask.args[1].isdecimal() else 0
    if occurrence is None or occurrence.sent_at is None or minutes not in SNOOZES:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    at = reminders.snooze(occurrence, ask.enrolled, minutes, zone=ask.zone, now=ask.now)
    if at is None:
        return Reply(toast=ask.say.label("reminder.too_late"), alarm=True)
    words = ask.say("reminder.snoozed", what=_name(ask, occurrence), time=ask.say.time(at, ask.zone))
    return Reply(words, instead=True)


async def _mine(ask: Ask) -> Occurrence | None:
    if len(ask.args) < 2 or not ask.args[0].isdecimal():
        return None
    return await reminders.mine(ask.session, ask.enrolled.person_id, int(ask.args[0]))


def _name(ask: Ask, occurrence: Occurrence) -> Html:
    return Html(ask.content.exercises[str(occurrence.exercise)].text(ask.person.language).name)


TAPS = (Tap("reminder.answer", answer, PATIENTS), Tap("reminder.snooze", snooze, PATIENTS))
