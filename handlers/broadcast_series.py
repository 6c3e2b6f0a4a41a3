"""A tip each week: a series is started from a tip's draft, looked at, and ended."""

from dataclasses import replace
from datetime import time
from typing import Any

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.audience import Audience
from bot.domain.message import Button
from bot.models import Broadcast, BroadcastSeries, BroadcastState, Person
from bot.services import broadcast_series, broadcast_words, broadcasts, segments
from bot.services.broadcast_life import Refusal
from handlers.ask import ADMINS, Ask, Reply, Tap, Typed
from handlers.broadcast_draft import gone, screen
from handlers.broadcast_series_tips import drafted, titles
from handlers.choices import pairs
from handlers.everyone import unknown

TIME = "bs.time"
TIMES = ("08:00", "09:00", "10:00", "12:00", "15:00", "17:00", "18:00", "19:00", "20:00")
A_PAGE = 10
"""So many tips of a series are named."""


async def listed(ask: Ask) -> Reply:
    """The series that go on, each by its next tip, and how one begins."""
    rows = await broadcast_series.current(ask.session)
    keys = [(Button(_name(ask, row), "bs.open", (str(row.id),)),) for row in rows]
    back = (Button(ask.say.label("bc.key.back"), "bc.tips", ("",)),)
    text = paragraphs(ask.say("series.head" if rows else "series.none"), ask.say("series.begin"))
    return Reply(text, buttons=(*keys, back), instead=True)


def _name(ask: Ask, row: BroadcastSeries) -> str:
    following = titles(ask, row.tips[row.next_index :])
    first = following[0] if following else ""
    return ask.say.label("series.one", day=ask.say.weekday(row.next_on.weekday()), time=row.at, title=first)


async def _found(ask: Ask) -> BroadcastSeries | None:
    number = ask.args[0] if ask.args else ""
    return await broadcast_series.get(ask.session, int(number)) if number.isdecimal() else None


async def open_one(ask: Ask) -> Reply:
    """For whom, when, how far, and what comes next."""
    row = await _found(ask)
    if row is None:
        return await unknown(ask)
    say, by = ask.say, await ask.session.get(Person, row.created_by)
    text = paragraphs(
        say("series.shown", n=row.id),
        lines(
            _who(ask, row.audience),
            say("series.when", day=say.weekday(row.next_on.weekday()), time=row.at),
            say("series.by", name=by.first_name if by is not None else "–"),
            say("series.sent", n=row.next_index, all=len(row.tips)),
        ),
        say("series.over") if row.ended_at else _coming(ask, row),
    )
    end_it = Button(say.label("series.end"), "bs.end", (str(row.id),), style="danger")
    back = Button(say.label("bc.key.back"), "bs.list")
    return Reply(text, buttons=((back,),) if row.ended_at else ((end_it,), (back,)), instead=True)


def _who(ask: Ask, audience: dict[str, Any]) -> Html:
    return ask.say("bc.draft.who", who=segments.in_words(ask.content, ask.person.language, Audience.read(audience)))


def _coming(ask: Ask, row: BroadcastSeries) -> Html:
    return lines(ask.say("series.next", day=ask.say.day(row.next_on)), _tips(ask, row.tips[row.next_index :]))


def _tips(ask: Ask, tips: list[str]) -> Html:
    named = titles(ask, tips)
    more = len(named) - A_PAGE
    return lines(
        *(ask.say("series.tip", place=place, title=title) for place, title in enumerate(named[:A_PAGE], 1)),
        ask.say("series.more", n=more) if more > 0 else None,
    )


async def end(ask: Ask) -> Reply:
    """No further week; asked once more."""
    row = await _found(ask)
    if row is None:
        return await unknown(ask)
    number = str(row.id)
    if ask.args[1:] != ("yes",):
        sure_of_it = Button(ask.say.label("series.end_yes"), "bs.end", (number, "yes"), style="danger")
        back = Button(ask.say.label("bc.key.back"), "bs.open", (number,))
        return Reply(ask.say("series.end_sure"), buttons=((sure_of_it,), (back,)), instead=True)
    await broadcast_series.end(ask.session, row, ask.person, now=ask.now)
    return Reply(ask.say("series.ended"), instead=True)


async def day(ask: Ask) -> Reply:
    """The weekday of a new series."""
    found = await drafted(ask)
    if isinstance(found, Reply):
        return found
    ask.person.asking = None
    row, _ = found
    number, code = str(row.id), ask.args[1]
    keys = [Button(ask.say.weekday(one), "bs.time", (number, code, str(one))) for one in range(7)]
    return Reply(ask.say("series.day"), buttons=(*pairs(keys, 4), _back(ask, "bs.new", number)), instead=True)


def _back(ask: Ask, action: str, *args: str) -> tuple[Button, ...]:
    return (Button(ask.say.label("bc.key.back"), action, args),)


async def at_what_time(ask: Ask) -> Reply:
    """The time of a new series, on each reader's clock; a typed one does as well."""
    found = await drafted(ask)
    if isinstance(found, Reply) or len(ask.args) != 3:
        return found if isinstance(found, Reply) else await unknown(ask)
    ask.person.asking = "~".join((TIME, *ask.args))
    keys = [Button(at, "bs.sure", (*ask.args, at.replace(":", ""))) for at in TIMES]
    rows = (*pairs(keys, 3), _back(ask, "bs.day", *ask.args[:2]))
    return Reply(ask.say("series.time"), buttons=rows, instead=True, asks=True)


async def typed(ask: Ask) -> Reply:
    """A time that was typed."""
    _, *chosen = (ask.person.asking or "").split("~")
    try:
        at = wall.parse(ask.text)
    except wall.WallTimeError:
        return Reply(ask.say("bc.when.unknown", typed=ask.text[:40]))
    return await _sure(replace(ask, args=(*chosen, f"{at:%H%M}")), instead=False)


async def sure(ask: Ask) -> Reply:
    """The last look before a series begins."""
    return await _sure(ask, instead=True)


async def _sure(ask: Ask, *, instead: bool) -> Reply:
    found, when = await drafted(ask), _when(ask)
    if isinstance(found, Reply) or when is None:
        return found if isinstance(found, Reply) else await unknown(ask)
    ask.person.asking = None
    (row, tips), (weekday, at), say = found, when, ask.say
    counted = await broadcasts.count(ask.session, ask.content, row, now=ask.now)
    first = broadcast_series.first_day(weekday, at, now=ask.now)
    text = paragraphs(
        say("series.sure", n=len(tips)),
        lines(
            _who(ask, row.audience),
            say("series.when", day=say.weekday(weekday), time=wall.show(at)),
            say("series.first", day=say.day(first)),
            say("bc.draft.count", n=counted.gets),
        ),
        _tips(ask, tips),
        say("series.plain") if await _own(ask, row) else None,
        _approval(ask, counted.gets),
    )
    go_on = Button(say.label("series.go"), "bs.go", ask.args, style="success")
    return Reply(text, buttons=((go_on,), _back(ask, TIME, *ask.args[:3])), instead=instead)


async def _own(ask: Ask, row: Broadcast) -> bool:
    """Whether the draft has something that the library's tip has not."""
    texts = await broadcasts.texts(ask.session, row.id)
    changed = any(words != broadcast_words.of_tip(ask.content, row.tip or "", code) for code, words in texts.items())
    return changed or row.photo is not None


def _approval(ask: Ask, size: int) -> Html | None:
    above = ask.content.policy.broadcast_approval_above
    return ask.say("series.approval", n=above) if size > above else None


def _when(ask: Ask) -> tuple[int, time] | None:
    """The weekday and the time that a button carries as '2' and '0900'."""
    if len(ask.args) != 4 or not all(number.isdecimal() for number in ask.args[2:]):
        return None
    weekday, at = ask.args[2:]
    return int(weekday), wall.parse(f"{at[:2]}:{at[2:]}")


async def go(ask: Ask) -> Reply:
    """Begin it. Its draft goes with that, so that two taps are one series."""
    found, when = await drafted(ask), _when(ask)
    if isinstance(found, Reply) or when is None:
        return found if isinstance(found, Reply) else await unknown(ask)
    (row, tips), (weekday, at) = found, when
    first = broadcast_series.first_day(weekday, at, now=ask.now)
    row = await broadcasts.locked(ask.session, row.id)
    if row.state != BroadcastState.DRAFT:
        return await gone(ask)
    audience = Audience.read(row.audience)
    made = await broadcast_series.start(ask.session, ask.content, tips, audience, first, at, ask.person, now=ask.now)
    if isinstance(made, Refusal):
        return await screen(ask, row, first=ask.say(f"bc.refused.{made}"))
    row.state, row.finished_at = BroadcastState.CANCELLED, ask.now
    await ask.session.flush()
    return await open_one(replace(ask, args=(str(made.id),)))


TAPS = (
    Tap("bs.list", listed, ADMINS),
    Tap("bs.open", open_one, ADMINS),
    Tap("bs.end", end, ADMINS),
    Tap("bs.day", day, ADMINS),
    Tap(TIME, at_what_time, ADMINS),
    Tap("bs.sure", sure, ADMINS),
    Tap("bs.go", go, ADMINS),
)
TYPED = (Typed(TIME, typed, ADMINS, for_others=True),)
