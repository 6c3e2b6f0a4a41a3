"""The full list of red flags, one question at a time, once a week; and the closer questions after a red flag."""

from datetime import timedelta

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.checkin import FLAG, NO, UNSURE, YES, Item, reported, to_ask
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message, Rows
from bot.models import CheckIn, CheckInState
from bot.services import checkins, incidents, outbox, profiles, trends, weekly
from handlers.ask import EVERYONE, PATIENTS, Ask, Reply, Tap
from handlers.everyone import calling
from handlers.own_list import closed, mine, named

LATER = timedelta(hours=4)
SAID = {YES: "weekly.yes", NO: "weekly.no", UNSURE: "weekly.unsure"}


async def offered(ask: Ask) -> tuple[Message, ...]:
    """The offer of the list when it is due."""
    due = await weekly.due(ask.session, ask.enrolled.person_id, now=ask.now)
    return (offer(ask, "weekly.offer"),) if due else ()


def offer(ask: Ask, key: str) -> Message:
    """The list as a step of its own, which may wait until later in the day."""
    n = sum(not item.after for item in ask.content.weekly_items())
    begin = Button(ask.say.label("weekly.start"), "weekly.start", style="primary")
    wait = Button(ask.say.label("weekly.later"), "weekly.later")
    return Message(ask.say(key, questions=n), buttons=((begin,), (wait,)))


async def later(ask: Ask) -> Reply:
    """Once more in some hours, if it is still the same day then."""
    day = wall.local(ask.now, ask.zone).date()
    to = outbox.Address(ask.person.telegram_id, ask.person.id)
    key = f"weekly-later:{ask.person.id}:{day}"
    row = await outbox.queue(
        ask.session, to, Kind.CHECK_IN, offer(ask, "weekly.offer"), now=ask.now, key=key, expires_at=ask.now + 2 * LATER
    )
    row.not_before = ask.now + LATER
    return Reply(ask.say("weekly.later_said"), instead=True)


async def start(ask: Ask) -> Reply:
    """Begin the list, or go on with it."""
    check_in = await weekly.begun(ask.session, ask.enrolled.person_id, now=ask.now)
    return await _next(ask, check_in)


async def show(ask: Ask) -> Reply:
    """One question again, with the answer that it has."""
    check_in = await mine(ask)
    item = weekly.item_of(ask.content, ask.args[1]) if len(ask.args) > 1 else None
    if check_in is None or item is None:
        return await closed(ask)
    return Reply(message=await _question(ask, check_in, item), instead=True)


async def answer(ask: Ask) -> Reply:
    """Answer one question. An emergency is owed from this transaction on, and the list stops kindly."""
    check_in, patient = await mine(ask), ask.consenting
    item = _item(ask)
    if check_in is None or patient is None or item is None:
        return await closed(ask)
    value = ask.args[2]
    sent = await weekly.answer(ask.session, ask.content, patient, check_in, item, value, now=ask.now)
    if sent is None:
        return await _next(ask, check_in)
    go_on = Button(ask.say.label("weekly.go_on"), "weekly.start")
    unsure = ask.say("weekly.unsure_counts") if value == UNSURE else None
    return Reply(lines(unsure, ask.say("weekly.stopped")), buttons=((go_on,),), instead=True)


def _item(ask: Ask) -> Item | None:
    """The question that a tap answers, if it offers that answer."""
    item = weekly.item_of(ask.content, ask.args[1]) if len(ask.args) == 3 else None
    return item if item is not None and ask.args[2] in item.choices() else None


async def _next(ask: Ask, check_in: CheckIn) -> Reply:
    """The next question; after the last one, what was reported goes to triage."""
    item = await weekly.place(ask.session, ask.content, check_in)
    if item is not None:
        return Reply(message=await _question(ask, check_in, item), instead=True)
    await weekly.finish(ask.session, ask.content, ask.enrolled, check_in, now=ask.now)
    await trends.look(ask.session, ask.content, ask.enrolled, now=ask.now)
    given = await checkins.answers(ask.session, check_in.id)
    key = "weekly.done_sent" if reported(ask.content.weekly_items(), given) else "weekly.done"
    return Reply(ask.say(key, call=calling(ask)), instead=True)


async def _question(ask: Ask, check_in: CheckIn, item: Item) -> Message:
    """One question with its answers, and the way back."""
    given = await checkins.answers(ask.session, check_in.id)
    asked = to_ask(ask.content.weekly_items(), given)
    place = asked.index(item) if item in asked else 0
    known = await profiles.problems(ask.session, check_in.patient_id, now=ask.now)
    text = paragraphs(
        ask.say("weekly.progress", place=place + 1, total=len(asked)),
        ask.say("weekly.known") if item.flag in known else None,
        ask.say("weekly.question", question=_words(ask, item.flag)),
    )
    rows = _choices(ask, check_in, item, given.get(FLAG + item.flag))
    if place == 0:
        return Message(text, buttons=rows)
    back = Button(ask.say.label("weekly.back"), "weekly.show", (str(check_in.id), asked[place - 1].flag))
    return Message(text, buttons=(*rows, (back,)))


def _words(ask: Ask, flag: str) -> Html:
    return Html(ask.content.red_flags[flag].text(ask.person.language).question)


def _choices(ask: Ask, check_in: CheckIn, item: Item, given: str | None) -> Rows:
    """A button an answer, one under the other; the one that is given is marked. A list that was sent takes only
    closer answers.
    """
    action = "weekly.closer" if check_in.state == CheckInState.DONE else "weekly.answer"
    rows = []
    for value in item.choices():
        label = ask.say.label(SAID[value]) if value in SAID else _label(ask, value)
        shown = ask.say.label("checkin.ticked", label=label) if value == given else label
        rows.append((Button(shown, action, (str(check_in.id), item.flag, value)),))
    return tuple(rows)


def _label(ask: Ask, flag: str) -> str:
    return ask.content.red_flags[flag].text(ask.person.language).label


async def closer(ask: Ask, check_in: CheckIn) -> Message | None:
    """The closer question that the reported red flags lead to; None when there is none left."""
    given = await checkins.answers(ask.session, check_in.id)
    asked = to_ask(ask.content.weekly_items(), given)
    item = next((one for one in asked if one.after and FLAG + one.flag not in given), None)
    if item is None:
        return None
    text = paragraphs(ask.say("weekly.closer"), ask.say("weekly.question", question=_words(ask, item.flag)))
    return Message(text, buttons=_choices(ask, check_in, item, None))


async def more(ask: Ask) -> Reply:
    """Answer a closer question of a list that was sent already."""
    check_in, patient, item = await named(ask), ask.consenting, _item(ask)
    if check_in is None or patient is None or item is None or check_in.state != CheckInState.DONE:
        return await closed(ask)
    await checkins.answer(ask.session, check_in, FLAG + item.flag, ask.args[2], now=ask.now)
    flag = item.reported(ask.args[2])
    flags = [flag] if flag is not None else []
    await incidents.report(ask.session, ask.content, patient, flags, source="closer", now=ask.now)
    following = await closer(ask, check_in)
    if following is not None:
        return Reply(message=following, instead=True)
    return Reply(ask.say("checkin.none_noted", call=calling(ask)), instead=True)


TAPS = (
    Tap("weekly.start", start, PATIENTS),
    Tap("weekly.later", later, PATIENTS),
    Tap("weekly.answer", answer, EVERYONE),
    Tap("weekly.show", show, EVERYONE),
    Tap("weekly.closer", more, EVERYONE),
)
