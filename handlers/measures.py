"""Measures over weeks, for the patient: offered at the end of a check-in, answered by tapping, looked back on."""

from dataclasses import replace

from bot.content import Html, lines, paragraphs
from bot.domain.checkin import SCALE
from bot.domain.measures import ANSWERS, BALANCE, CHANGES, FALLS, MOOD_ITEMS, READY, SKIPPED, USED_ARMS, Measure, is_low
from bot.domain.message import Button, Message, Rows
from bot.domain.profile import Said
from bot.models import Measuring
from bot.services import measurings, mood, suiting, trends
from handlers.ask import PATIENTS, Ask, Command, Reply, Tap, Typed
from handlers.choices import pairs
from handlers.everyone import calling, to_list

STANDS = tuple(str(number) for number in range(31))
LATEST = 6
"""Points of each measure that are listed."""


async def offer(ask: Ask) -> Rows:
    """A button for the measure that is due, under whatever is shown; no rows when none is."""
    measure = await _due(ask)
    return ((Button(ask.say.label(f"measures.offer.{measure}"), "measures.begin"),),) if measure else ()


async def _due(ask: Ask) -> Measure | None:
    return await measurings.due_now(ask.session, ask.content, ask.enrolled, ask.person, now=ask.now)


async def measures(ask: Ask) -> Reply:
    """What was measured so far, in the patient's own numbers, and what is due."""
    shown = await past(ask, ask.enrolled.person_id, ask.zone)
    words = await measurings.activities(ask.session, ask.enrolled.person_id)
    change = ((Button(ask.say.label("measures.rename"), "measures.rename"),),) if words else ()
    text = paragraphs(
        ask.say("measures.head"),
        *shown or [ask.say("measures.nothing")],
        ask.say("measures.activities", words=", ".join(one.words for one in words)) if words else None,
        ask.say("progress.own_words"),
    )
    return Reply(text, buttons=(*await offer(ask), *change))


async def past(ask: Ask, patient_id: int, zone: str) -> list[Html]:
    """The latest numbers of each measure of a patient who is in this zone."""
    found = await measurings.points(ask.session, patient_id)
    return [
        lines(ask.say(f"measures.past.{measure}"), *(_point(ask, one, zone) for one in mine[-LATEST:]))
        for measure in Measure
        if (mine := [one for one in found if one.measure is measure])
    ]


def _point(ask: Ask, point: measurings.Point, zone: str) -> Html:
    day = ask.say.day_of(point.at, zone)
    return ask.say("measures.point", day=day, value=_value(ask, point))


def _value(ask: Ask, point: measurings.Point) -> str:
    """A number in words; a question that was left out is not known, and says so."""
    if point.measure is Measure.CHANGE and point.score is not None:
        return ask.say.label(f"measures.change.{CHANGES[int(point.score) - 1]}")
    if point.measure is not Measure.WALKING:
        return f"{point.score:g}"
    unknown = ask.say.label("measures.unknown")
    walked = unknown if point.score is None else ask.say.label("measures.minutes", n=int(point.score))
    falls = unknown if point.falls is None else _falls(ask, str(point.falls))
    return ask.say.label("measures.walk", walked=walked, falls=falls)


def _falls(ask: Ask, value: str) -> str:
    """How many falls, on a button and in a look back. The last number is 'or more'."""
    return ask.say.label("measures.many_falls" if value == FALLS[-1] else "measures.falls", n=int(value))


async def begin(ask: Ask) -> Reply:
    """Begin what is due."""
    measure = await _due(ask)
    if measure is None:
        return Reply(toast=ask.say.label("measures.not_due"))
    measuring = await measurings.begin(ask.session, ask.enrolled, measure, now=ask.now)
    return await _next(ask, measuring, instead=False)


async def _next(ask: Ask, measuring: Measuring, *, instead: bool) -> Reply:
    ask.person.asking = None
    item = await measurings.next_of(ask.session, measuring)
    if item is None:
        return await _ended(ask, measuring, instead=instead)
    if item == "name":
        ask.person.asking = "measures.activity"
        named = await measurings.activities(ask.session, measuring.patient_id)
        return Reply(ask.say("measures.name", n=len(named) + 1), instead=instead and not named)
    return Reply(await _question(ask, measuring, item), buttons=_choices(ask, measuring, item), instead=instead)


async def _ended(ask: Ask, measuring: Measuring, *, instead: bool) -> Reply:
    """Thanks; without balance, a helper or a chair the chair stand is left alone."""
    answers = await measurings.ratings(ask.session, measuring.id)
    if answers.get(BALANCE, Said.NO) != Said.NO:
        return Reply(ask.say("measures.no_balance"), instead=instead)
    return Reply(ask.say("measures.another_day" if answers.get(READY) == "no" else "measures.thanks"), instead=instead)


async def _question(ask: Ask, measuring: Measuring, item: str) -> Html:
    if item == BALANCE:
        return ask.say(f"profile.ask.{BALANCE}")
    if not item.startswith("activity."):
        return ask.say(f"measures.ask.{item}")
    named = {f"activity.{one.id}": one.words for one in await measurings.activities(ask.session, measuring.patient_id)}
    return ask.say("measures.ask.activity", words=named[item])


def _choices(ask: Ask, measuring: Measuring, item: str) -> Rows:
    def button(label: str, value: str) -> Button:
        return Button(label, "measures.rate", (str(measuring.id), item, value))

    if item == "change":
        return tuple((button(ask.say.label(f"measures.change.{value}"), value),) for value in CHANGES)
    if item == READY:
        return tuple((button(ask.say.label(f"measures.ready.{value}"), value),) for value in ANSWERS[READY])
    if item == BALANCE:
        return tuple((button(ask.say.label(f"profile.{said}"), said),) for said in ANSWERS[BALANCE])
    if item in ("falls", "walked"):
        skip = (button(ask.say.label("measures.skip"), SKIPPED),)
        counts = [value for value in ANSWERS[item] if value != SKIPPED]
        shown = [button(_falls(ask, one) if item == "falls" else one, one) for one in counts]
        return (*pairs(shown, 2 if item == "falls" else 4), skip)
    if item in MOOD_ITEMS:
        return tuple((button(ask.say.label(f"mood.often.{value}"), value),) for value in ANSWERS[item])
    if item == "stands":
        arms = (button(ask.say.label("measures.arms"), USED_ARMS),)
        return (*pairs([button(number, number) for number in STANDS], 7), arms)
    return pairs([button(number, number) for number in SCALE], 4)


async def rate(ask: Ask) -> Reply:
    """One answer; one to a question that is over says so."""
    number, item, value = (*ask.args, "", "", "")[:3]
    found = number.isdecimal() and await measurings.mine(ask.session, ask.enrolled.person_id, int(number))
    if not found or not await measurings.rate(ask.session, found, item, value, now=ask.now):
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    fell = item == "falls" and value not in ("0", SKIPPED)
    if fell or item == BALANCE:
        said = Said.YES if fell else Said(value)
        await suiting.say(ask.session, ask.content, ask.enrolled, BALANCE, said, ask.person, now=ask.now)
    if found.measure == Measure.WALKING:
        await trends.look_at_walking(ask.session, ask.content, ask.enrolled, now=ask.now)
    if found.measure == Measure.MOOD and is_low(await measurings.ratings(ask.session, found.id)):
        await mood.low(ask.session, ask.content, ask.enrolled, ask.person, found, now=ask.now)
    reply = await _next(ask, found, instead=True)
    return replace(reply, also=(_after_a_fall(ask),)) if fell else reply


def _after_a_fall(ask: Ask) -> Message:
    """A fall brings the list of red flags at once. By itself it alarms nobody."""
    return Message(ask.say("measures.fell", call=calling(ask)), buttons=((to_list(ask),),))


async def named(ask: Ask) -> Reply:
    """An activity in the patient's words."""
    measuring = await measurings.unfinished(ask.session, ask.enrolled.person_id, Measure.FUNCTION)
    if measuring is None:
        ask.person.asking = None
        return Reply(ask.say("measures.over"), buttons=await offer(ask))
    if not await measurings.name_activity(ask.session, ask.enrolled.person_id, ask.text, now=ask.now):
        return Reply(ask.say("measures.too_long", most=measurings.LONGEST_WORDS))
    return await _next(ask, measuring, instead=False)


async def rename(ask: Ask) -> Reply:
    """Other activities from the next time on."""
    await measurings.rename(ask.session, ask.enrolled.person_id, now=ask.now)
    return Reply(ask.say("measures.renamed"), instead=True)


COMMANDS = (Command("measures", measures, PATIENTS, "measures.menu"),)
TAPS = (
    Tap("measures.begin", begin, PATIENTS),
    Tap("measures.rate", rate, PATIENTS),
    Tap("measures.rename", rename, PATIENTS),
)
TYPED = (Typed("measures.activity", named, PATIENTS),)
