"""The sitting clock: what a patient says about moving, standing, a meeting, or today."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain import sitting as clock
from bot.domain.message import Button
from bot.services import sitting, tidying
from handlers import choices
from handlers.ask import PATIENTS, Ask, Command, Reply, Tap

MEETINGS = tuple(timedelta(minutes=minutes) for minutes in (30, 60, 90, 120, 180))


async def ask_status(ask: Ask) -> Reply:
    """What the patient is doing: each answer moves the next nudge."""
    status = [Button(ask.say.label(f"sitting.button.{how}"), "sitting.moved", (how,)) for how in ("moved", "standing")]
    meeting_now = Button(ask.say.label("sitting.button.meeting"), "sitting.meeting")
    no_more = Button(ask.say.label("sitting.button.not_today"), "sitting.not_today")
    return Reply(ask.say("sitting.ask"), buttons=(tuple(status), (meeting_now, no_more)))


async def moved(ask: Ask) -> Reply:
    """A break was taken: it counts, and the next nudge is counted from it."""
    async with _over(ask, shown=1):
        following = await sitting.moved(ask.session, ask.enrolled, zone=ask.zone, now=ask.now)
    key = "sitting.standing" if ask.args[:1] == ("standing",) else "sitting.moved"
    return Reply(ask.say(key, time=ask.say.time(ask.now, ask.zone), next=_next(ask, following)), instead=True)


async def meeting(ask: Ask) -> Reply:
    """Until when: the times that are inside the sitting hours."""
    found = await sitting.clocks(ask.session, ask.enrolled, zone=ask.zone, now=ask.now)
    ends = clock.meeting_ends(MEETINGS, max((one.end for one in found), default=ask.now), now=ask.now)
    if not ends:
        return Reply(ask.say("sitting.no_room"))
    buttons = [
        Button(
            ask.say.label("sitting.button.until", time=ask.say.time(at, ask.zone)),
            "sitting.until",
            (_minute(at), *ask.args[-1:]),
        )
        for at in ends
    ]
    return Reply(ask.say("sitting.meeting_ask"), buttons=choices.pairs(buttons), instead=True)


def _minute(at: datetime) -> str:
    return str(int(at.timestamp() // 60))


async def until(ask: Ask) -> Reply:
    """Nothing before the end of a meeting."""
    minute = int(ask.args[0]) if ask.args and ask.args[0].isdecimal() else 0
    end = datetime.fromtimestamp(minute * 60, UTC)
    if not ask.now < end <= ask.now + max(MEETINGS):
        return await meeting(replace(ask, args=ask.args[1:]))
    async with _over(ask, shown=1):
        following = await sitting.meeting(ask.session, ask.enrolled, end, zone=ask.zone, now=ask.now)
    words = ask.say("sitting.meeting", until=ask.say.time(end, ask.zone), next=_next(ask, following))
    return Reply(words, instead=True)


async def not_today(ask: Ask) -> Reply:
    """No nudge any more today; everything else comes."""
    async with _over(ask, shown=0):
        await sitting.not_today(ask.session, ask.enrolled, zone=ask.zone, now=ask.now)
    return Reply(ask.say("sitting.not_today"), instead=True)


@asynccontextmanager
async def _over(ask: Ask, *, shown: int) -> AsyncIterator[None]:
    """What is said here answers the nudges that wait: their buttons go. `shown` is the place of the argument that names
    the nudge whose own button was tapped: the reply stands in its place already.
    """
    waiting = await sitting.open_now(ask.session, ask.enrolled, zone=ask.zone, now=ask.now)
    yield
    others = [one.id for one in waiting if ask.args[shown:] != (str(one.id),)]
    await tidying.over(ask.session, ask.content, others, now=ask.now)


def _next(ask: Ask, following: datetime | None) -> str:
    if following is None:
        return ask.say("sitting.no_next")
    return ask.say("sitting.next", time=ask.say.time(following, ask.zone))


COMMANDS = (Command("moved", ask_status, PATIENTS, "sitting.menu"),)
TAPS = (
    Tap("sitting.moved", moved, PATIENTS),
    Tap("sitting.meeting", meeting, PATIENTS),
    Tap("sitting.until", until, PATIENTS),
    Tap("sitting.not_today", not_today, PATIENTS),
)
