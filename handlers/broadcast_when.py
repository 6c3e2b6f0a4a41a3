"""When a broadcast goes: at once, at an instant, or at a time of each reader's own day; and the last look before it."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.content import Html, lines, paragraphs
from bot.domain import typed_time, wall
from bot.domain.audience import Audience
from bot.domain.message import Button
from bot.models import Broadcast, Person, Timing
from bot.services import broadcast_approval, broadcast_life, broadcast_live, broadcasts, segments
from bot.services.broadcast_life import Refusal, Wish
from bot.services.broadcasts import Second
from handlers.ask import ADMINS, Ask, Reply, Tap, Typed
from handlers.broadcast_draft import draft, found, gone, screen
from handlers.choices import pairs
from handlers.everyone import unknown

WHEN = "bc.when"
LOCAL_TIMES = ("09:00", "12:00", "17:00", "19:00")


async def when(ask: Ask) -> Reply:
    """The choice of times; a typed one does as well."""
    row = await draft(ask)
    if row is None:
        return await gone(ask)
    ask.person.asking = f"{WHEN}~{row.id}"
    number, label = str(row.id), ask.say.label
    local = [
        Button(label("bc.when.local", time=at), "bc.sure", (number, f"l{at.replace(':', '')}")) for at in LOCAL_TIMES
    ]
    now = Button(label("bc.when.now"), "bc.sure", (number, "n"), style="success")
    back = Button(label("bc.key.back"), "bc.open", (number,))
    text = ask.say("bc.when.head", zone=ask.say.city(ask.zone), time=ask.say.time(ask.now, ask.zone))
    return Reply(text, buttons=((now,), *pairs(local), (back,)), instead=True, asks=True)


async def typed(ask: Ask) -> Reply:
    """A day and a time on the admin's own clock."""
    _, number = (*(ask.person.asking or "").split("~"), "")[:2]
    row = await draft(replace(ask, args=(number,)))
    if row is None:
        ask.person.asking = None
        return await unknown(ask)
    try:
        at = typed_time.read(ask.text, ask.zone, now=ask.now)
    except typed_time.TypedTimeError:
        return Reply(ask.say("bc.when.unknown", typed=ask.text[:40]))
    if at <= ask.now:
        return Reply(ask.say("bc.when.past", time=_at(ask, at)))
    return await _sure(ask, row, f"a{int(at.timestamp()) // 60}", instead=False)


def _at(ask: Ask, at: datetime) -> Html:
    return Html(f"{ask.say.day_of(at, ask.zone)}, {ask.say.time(at, ask.zone)} ({ask.zone})")


def _wish(code: str) -> Wish | None:
    """What a button carries: 'n' for now, 'a' and minutes for an instant, 'l' and HHMM for each one's own clock."""
    kind, rest = code[:1], code[1:]
    if code == "n":
        return Wish()
    if kind == "a" and rest.isdecimal():
        return Wish(Timing.AT, at=datetime.fromtimestamp(int(rest) * 60, UTC))
    if kind == "l" and rest.isdecimal() and len(rest) == 4:
        return Wish(Timing.LOCAL, clock=wall.parse(f"{rest[:2]}:{rest[2:]}"))
    return None


async def sure(ask: Ask) -> Reply:
    """The last look: how many, when, how long it takes and what it costs, and whether a second admin has to agree."""
    row = await draft(ask)
    if row is None or len(ask.args) < 2:
        return await gone(ask)
    if ask.args[2:] == ("paid",) and ask.content.policy.allow_paid_broadcast:
        row.paid = not row.paid
        await ask.session.flush()
    return await _sure(ask, row, ask.args[1], instead=True)


async def _sure(ask: Ask, row: Broadcast, code: str, *, instead: bool) -> Reply:
    wish = _wish(code)
    if wish is None:
        return await unknown(ask)
    ask.person.asking = None
    counted = await broadcasts.count(ask.session, ask.content, row, now=ask.now)
    number, say = str(row.id), ask.say
    back = (Button(say.label("bc.key.back"), WHEN, (number,)),)
    if counted.gets == 0:
        who = Button(say.label("bc.key.who"), "bc.who", (number,))
        return Reply(say("bc.refused.empty"), buttons=((who,), back), instead=instead)
    policy = ask.content.policy
    text = paragraphs(
        say("bc.sure.head", n=counted.gets),
        lines(
            say("bc.sure.who", who=segments.in_words(ask.content, ask.person.language, Audience.read(row.audience))),
            say("bc.sure.when", when=_in_words(ask, wish)),
            _cost(ask, row, counted.gets),
        ),
        _second(ask, row, counted.gets),
        say("bc.sure.canary", n=policy.broadcast_canary, minutes=policy.broadcast_canary_minutes)
        if broadcasts.has_canary(ask.content, counted.gets)
        else None,
        say("bc.sure.undo", n=policy.broadcast_undo_seconds),
    )
    go = Button(say.label("bc.sure.go", n=counted.gets), "bc.go", (number, code), style="success")
    paid = Button(say.label("bc.sure.free" if row.paid else "bc.sure.faster"), "bc.sure", (number, code, "paid"))
    return Reply(text, buttons=((go,), *(((paid,),) if policy.allow_paid_broadcast else ()), back), instead=instead)


def _second(ask: Ask, row: Broadcast, size: int) -> Html | None:
    policy = ask.content.policy
    match broadcasts.asks_second(ask.content, row, size):
        case Second.SIZE:
            return ask.say("bc.sure.approval", n=policy.broadcast_approval_above)
        case Second.STARS:
            return ask.say("paid.approval", n=policy.broadcast_approval_above_stars)
        case None:
            return None


def _in_words(ask: Ask, wish: Wish) -> str:
    if wish.timing is Timing.AT and wish.at is not None:
        return _at(ask, wish.at)
    if wish.timing is Timing.LOCAL and wish.clock is not None:
        return ask.say.label("bc.when.local", time=wall.show(wish.clock))
    return ask.say.label("bc.when.now")


def _cost(ask: Ask, row: Broadcast, size: int) -> Html:
    cost = broadcasts.cost(ask.content, row, size)
    minutes = max(1, round(cost.seconds / 60))
    if cost.stars:
        return ask.say("bc.sure.stars", n=minutes, stars=f"{cost.stars:g}")
    return ask.say("bc.sure.minutes", n=minutes)


async def go(ask: Ask) -> Reply:
    """Let it go. Who was second to tap hears who was first."""
    row, wish = await found(ask), _wish(ask.args[1] if len(ask.args) == 2 else "")
    if row is None or wish is None:
        return await unknown(ask)
    refusal = await broadcast_life.schedule(ask.session, ask.content, row.id, wish, ask.person, now=ask.now)
    if refusal is Refusal.ALREADY:
        first = await ask.session.get(Person, row.scheduled_by or row.created_by)
        name = first.first_name if first is not None else ""
        return Reply(toast=ask.say.label("bc.refused.already", name=name), alarm=True)
    if refusal is not None:
        return await screen(ask, row, first=ask.say(f"bc.refused.{refusal}"))
    if row.needs_approval:
        await broadcast_approval.ask_others(ask.session, ask.content, row, ask.person, now=ask.now)
    await broadcast_live.place(ask.session, ask.content, row, ask.person, now=ask.now)
    return Reply(ask.say("bc.gone"), instead=True)


TAPS = (Tap(WHEN, when, ADMINS), Tap("bc.sure", sure, ADMINS), Tap("bc.go", go, ADMINS))
TYPED = (Typed(WHEN, typed, ADMINS, for_others=True),)
