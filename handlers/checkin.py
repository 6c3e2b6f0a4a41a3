"""The daily check-in and the list under /urgent, tap by tap. Every tap is saved before the next question shows."""

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.checkin import NONE_OF_THESE, Question, flags_in, is_answer, ticked
from bot.domain.message import Button
from bot.domain.triage import Tier
from bot.models import CheckIn, CheckInState
from bot.services import checkin_words, checkins, incidents, screening, urgent_words
from handlers import measures, urgent
from handlers.ask import EVERYONE, PATIENTS, Ask, Command, Reply, Tap


async def begin(ask: Ask) -> Reply:
    """Today's check-in: resumed, begun, or done already."""
    patient = ask.enrolled
    check_in = await checkins.resumable(ask.session, patient.person_id, now=ask.now)
    if check_in is None:
        last = await checkins.latest_done(ask.session, patient.person_id)
        if last is not None and _is_today(ask, last) and ask.args != ("again",):
            again = Button(ask.say.label("checkin.again"), "checkin.begin", ("again",))
            return Reply(ask.say("checkin.already", call=_call(ask)), buttons=((again,), (open_list(ask),)))
        check_in = await checkins.open_one(ask.session, patient.person_id, now=ask.now)
    return await _next(ask, check_in, instead=False)


def _is_today(ask: Ask, check_in: CheckIn) -> bool:
    at = check_in.finished_at
    return at is not None and wall.local(at, ask.zone).date() == wall.local(ask.now, ask.zone).date()


def _call(ask: Ask) -> str:
    return urgent_words.call(ask.content, ask.say, ask.patient.country if ask.patient else None)


def open_list(ask: Ask) -> Button:
    """The button that opens the list of red flags."""
    return Button(ask.say.label("urgent.button.open"), "urgent.open", style="danger")


async def _mine(ask: Ask) -> CheckIn | None:
    """The open check-in that the tapped button belongs to."""
    patient = ask.consenting
    if patient is None or not ask.args or not ask.args[0].isdecimal():
        return None
    check_in = await checkins.mine(ask.session, patient.person_id, int(ask.args[0]))
    if check_in is None or check_in.state != CheckInState.OPEN or ask.now - check_in.opened_at > checkins.OPEN_FOR:
        return None
    return check_in


async def _closed(ask: Ask) -> Reply:
    """An old button: nothing is taken from it, and the way to say the same thing now is offered."""
    if ask.consenting is None:
        return await urgent.urgent(ask)
    begin_now = Button(ask.say.label("checkin.begin"), "checkin.begin")
    rows = ((begin_now,), (open_list(ask),)) if ask.consenting.enrolled_at else ((open_list(ask),),)
    return Reply(lines(ask.say("checkin.closed", call=_call(ask))), buttons=rows)


async def tick(ask: Ask) -> Reply:
    """Tick a red flag, or take the tick back."""
    check_in = await _mine(ask)
    if check_in is None or ask.args[1] not in ask.content.red_flags:
        return await _closed(ask)
    await checkins.toggle(ask.session, check_in, ask.args[1], now=ask.now)
    return await _next(ask, check_in, instead=True)


async def none(ask: Ask) -> Reply:
    """None of these. With something ticked it is unclear what is meant, so it asks instead of dropping the tick."""
    check_in = await _mine(ask)
    if check_in is None:
        return await _closed(ask)
    if ticked(await checkins.answers(ask.session, check_in.id)):
        return Reply(toast=ask.say.label("checkin.unclear"), alarm=True)
    await checkins.answer(ask.session, check_in, Question.SCREEN, NONE_OF_THESE, now=ask.now)
    return await _next(ask, check_in, instead=True)


async def send(ask: Ask) -> Reply:
    """Hand in what is ticked. The urgent message and the alerts are owed from this transaction on."""
    check_in = await _mine(ask)
    patient = ask.consenting
    if check_in is None or patient is None:
        return await _closed(ask)
    flags = ticked(await checkins.answers(ask.session, check_in.id))
    if not flags:
        return await _next(ask, check_in, instead=True)
    source = "urgent" if check_in.urgent else "check_in"
    await screening.submit(ask.session, ask.content, patient, check_in, source=source, now=ask.now)
    reported = urgent_words.tell_them(ask.content, ask.person.language, flags)
    return Reply(ask.say("checkin.sent", time=ask.say.time(ask.now, ask.zone), reported=reported), instead=True)


async def answer(ask: Ask) -> Reply:
    """Answer a scale or the comparison."""
    check_in = await _mine(ask)
    patient = ask.consenting
    if check_in is None or patient is None or len(ask.args) != 3 or ask.args[1] not in set(Question):
        return await _closed(ask)
    question, value = Question(ask.args[1]), ask.args[2]
    if not is_answer(question, value):
        return await _closed(ask)
    await checkins.answer(ask.session, check_in, question, value, now=ask.now)
    verdict = await incidents.report(
        ask.session, ask.content, patient, flags_in(question, value), source="check_in", now=ask.now
    )
    reply = await _next(ask, check_in, instead=True)
    if verdict.tier is not Tier.ROUTINE:
        return reply
    advice = urgent_words.first_line(ask.content, ask.person.language, verdict.flags)
    routine = ask.say("urgent.routine.what", call=_call(ask))
    return Reply(paragraphs(advice, routine, Html(reply.text)), instead=True)


async def _next(ask: Ask, check_in: CheckIn, *, instead: bool) -> Reply:
    """The next question; after the last one the check-in is finished."""
    country = ask.patient.country if ask.patient else None
    answers = await checkins.answers(ask.session, check_in.id)
    message = checkin_words.screen(
        ask.content, ask.person.language, check_in.id, answers, urgent=check_in.urgent, country=country
    )
    if message is not None:
        return Reply(message=message, instead=instead)
    await screening.finish(ask.session, check_in, now=ask.now)
    if check_in.urgent:
        return Reply(ask.say("checkin.none_noted", call=_call(ask)), instead=instead)
    words = checkin_words.done(ask.content, ask.person.language, answers, country)
    return Reply(words, buttons=await measures.offer(ask), instead=instead)


COMMANDS = (Command("checkin", begin, PATIENTS, "menu.checkin"),)
TAPS = (
    Tap("checkin.begin", begin, PATIENTS),
    Tap("checkin.tick", tick, EVERYONE),
    Tap("checkin.none", none, EVERYONE),
    Tap("checkin.send", send, EVERYONE),
    Tap("checkin.answer", answer, EVERYONE),
)
