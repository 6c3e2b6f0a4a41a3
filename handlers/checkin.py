"""The daily check-in and the list under /urgent, tap by tap. Every tap is saved before the next question shows."""

from bot.domain import wall
from bot.domain.checkin import NONE_OF_THESE, Question, flags_in, is_answer, ticked
from bot.domain.message import Button, Message
from bot.domain.triage import Tier
from bot.models import CheckIn
from bot.services import checkin_words, checkins, incidents, screening, tidying, trends, urgent_words
from handlers import areas, measures, weekly
from handlers.ask import EVERYONE, PATIENTS, Ask, Command, Reply, Tap
from handlers.everyone import calling, to_list
from handlers.own_list import closed, mine


async def begin(ask: Ask) -> Reply:
    """Today's check-in: resumed, begun, or done already."""
    patient = ask.enrolled
    check_in = await checkins.resumable(ask.session, patient.person_id, now=ask.now)
    if check_in is None:
        last = await checkins.latest_done(ask.session, patient.person_id)
        if last is not None and _is_today(ask, last) and ask.args != ("again",):
            again = Button(ask.say.label("checkin.again"), "checkin.begin", ("again",))
            offered = await weekly.offered(ask)
            text = ask.say("checkin.already", call=calling(ask))
            return Reply(text, buttons=((again,), (to_list(ask),)), also=offered)
        check_in = await checkins.open_one(ask.session, patient.person_id, now=ask.now)
    check_in.touched_at = ask.now
    if check_in.occurrence_id is not None:
        await tidying.over(ask.session, ask.content, [check_in.occurrence_id], now=ask.now)
    return await _next(ask, check_in, instead=False)


def _is_today(ask: Ask, check_in: CheckIn) -> bool:
    at = check_in.finished_at
    return at is not None and wall.local(at, ask.zone).date() == wall.local(ask.now, ask.zone).date()


async def tick(ask: Ask) -> Reply:
    """Tick a red flag, or take the tick back."""
    check_in = await mine(ask)
    if check_in is None or ask.args[1] not in ask.content.red_flags:
        return await closed(ask)
    await checkins.toggle(ask.session, check_in, ask.args[1], now=ask.now)
    return await _next(ask, check_in, instead=True)


async def none(ask: Ask) -> Reply:
    """None of these. With something ticked it is unclear what is meant, so it asks instead of dropping the tick."""
    check_in = await mine(ask)
    if check_in is None:
        return await closed(ask)
    if ticked(await checkins.answers(ask.session, check_in.id)):
        return Reply(toast=ask.say.label("checkin.unclear"), alarm=True)
    await checkins.answer(ask.session, check_in, Question.SCREEN, NONE_OF_THESE, now=ask.now)
    return await _next(ask, check_in, instead=True)


async def send(ask: Ask) -> Reply:
    """Hand in what is ticked. The urgent message and the alerts are owed from this transaction on."""
    check_in = await mine(ask)
    patient = ask.consenting
    if check_in is None or patient is None:
        return await closed(ask)
    flags = ticked(await checkins.answers(ask.session, check_in.id))
    if not flags:
        return await _next(ask, check_in, instead=True)
    source = "urgent" if check_in.urgent else "check_in"
    verdict = await screening.submit(ask.session, ask.content, patient, check_in, source=source, now=ask.now)
    reported = urgent_words.tell_them(ask.content, ask.person.language, flags)
    text = ask.say("checkin.sent", time=ask.say.time(ask.now, ask.zone), reported=reported)
    return Reply(text, instead=True, also=await _after_flags(ask, check_in, verdict.tier))


async def _after_flags(ask: Ask, check_in: CheckIn, tier: Tier) -> tuple[Message, ...]:
    """What a reported red flag leads to: a closer question, or where it is. An emergency has other things to do."""
    closer = await weekly.closer(ask, check_in)
    if closer is not None:
        return (closer,)
    return await areas.offered(ask) if tier < Tier.EMERGENCY else ()


async def answer(ask: Ask) -> Reply:
    """Answer a scale or the comparison."""
    check_in = await mine(ask)
    patient = ask.consenting
    if check_in is None or patient is None or len(ask.args) != 3 or ask.args[1] not in set(Question):
        return await closed(ask)
    question, value = Question(ask.args[1]), ask.args[2]
    if not is_answer(question, value):
        return await closed(ask)
    await checkins.answer(ask.session, check_in, question, value, now=ask.now)
    await incidents.report(ask.session, ask.content, patient, flags_in(question, value), source="check_in", now=ask.now)
    return await _next(ask, check_in, instead=True)


async def _next(ask: Ask, check_in: CheckIn, *, instead: bool) -> Reply:
    """The next question; after the last one the check-in is finished."""
    country = ask.patient.country if ask.patient else None
    answers = await checkins.answers(ask.session, check_in.id)
    message = checkin_words.screen(
        ask.content, ask.person.language, check_in.id, answers, urgent=check_in.urgent, country=country
    )
    if message is not None:
        return Reply(message=message, instead=instead)
    await screening.finish(ask.session, ask.content, check_in, now=ask.now)
    if check_in.urgent:
        return Reply(ask.say("checkin.none_noted", call=calling(ask)), instead=instead)
    done = checkin_words.done(ask.content, ask.person.language, answers, country)
    return Reply(
        done, buttons=await measures.offer(ask), instead=instead, also=await _afterwards(ask, check_in, answers)
    )


async def _afterwards(ask: Ask, check_in: CheckIn, answers: dict[str, str]) -> tuple[Message, ...]:
    """What follows a day's check-in: what many days say together, where it is numb, the list once a week."""
    patient, numbness = ask.enrolled, int(answers.get(Question.NUMBNESS, "0"))
    await trends.look(ask.session, ask.content, patient, now=ask.now)
    if ask.content.policy.trend_rules and await trends.jumped(
        ask.session, patient.person_id, check_in, answers, now=ask.now
    ):
        return (weekly.offer(ask, "weekly.jumped"),)
    where = await areas.offered(ask) if numbness > 0 else ()
    return where or await weekly.offered(ask)


COMMANDS = (Command("checkin", begin, PATIENTS, "menu.checkin"),)
TAPS = (
    Tap("checkin.begin", begin, PATIENTS),
    Tap("checkin.tick", tick, EVERYONE),
    Tap("checkin.none", none, EVERYONE),
    Tap("checkin.send", send, EVERYONE),
    Tap("checkin.answer", answer, EVERYONE),
)
