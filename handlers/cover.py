"""Somebody stands in while a therapist is away: from when, until when, who; it ends by itself."""

from datetime import date, timedelta

from bot.content import Html, lines, paragraphs
from bot.domain import wall
from bot.domain.message import Button, Rows
from bot.models import Handover, HandoverKind, HandoverState
from bot.services import cases, duty, handovers
from bot.services.handover_offers import Proposal
from handlers import choices
from handlers.ask import THERAPISTS, Ask, Command, Reply, Tap
from handlers.everyone import unknown
from handlers.handing_over import colleagues, made

A_PAGE = 28
PAGES = 12
WEEK = 4
"""Days in a row: as many as a phone shows with their weekday."""


async def cover(ask: Ask) -> Reply:
    """Who covers me, whom I cover, and planning a time away."""
    found = await handovers.covers(ask.session, ask.person.id, now=ask.now)
    text = paragraphs(
        ask.say("cover.head"),
        lines(*[await _line(ask, row) for row in found]) or ask.say("cover.none"),
        ask.say("cover.zone", zone=duty.zone(ask.content)),
    )
    plan = Button(ask.say.label("cover.plan"), "cover.from", ("0",))
    return Reply(text, buttons=((plan,), *await _ways(ask, found)))


async def _line(ask: Ask, row: Handover) -> Html:
    mine = row.giver_id == ask.person.id
    other = await cases.person_of(ask.session, row.receiver_id if mine else row.giver_id)
    what = await handovers.what(ask.session, ask.content, row, ask.person.language)
    side = "mine" if mine else "theirs"
    return ask.say(f"cover.{side}.{row.state}", name=other.first_name, what=what)


async def _ways(ask: Ask, found: list[Handover]) -> Rows:
    rows = []
    for row in found:
        mine = row.giver_id == ask.person.id
        name = (await cases.person_of(ask.session, row.receiver_id if mine else row.giver_id)).first_name
        if row.state == HandoverState.ACCEPTED:
            rows.append((Button(ask.say.label("handover.end", name=name), "handover.end", (str(row.id),)),))
        elif mine:
            rows.append((Button(ask.say.label("handover.withdraw", name=name), "handover.withdraw", (str(row.id),)),))
        else:
            rows.append((Button(ask.say.label("handover.read"), "handover.read", (str(row.id), "0")),))
    return tuple(rows)


async def first(ask: Ask) -> Reply:
    """The first day away."""
    page = ask.args[0] if ask.args else ""
    if not page.isdecimal() or int(page) >= PAGES:
        return await unknown(ask)
    action = "cover.until"
    return _days(ask, "cover.first", int(page), _today(ask), action, (), "cover.from", ())


async def last(ask: Ask) -> Reply:
    """The last day away, which may be the first."""
    day, page = _day(ask, 0), ask.args[1] if len(ask.args) > 1 else "0"
    if day is None or not page.isdecimal() or int(page) >= PAGES:
        return await unknown(ask)
    args, back = (day.isoformat(),), "cover.until"
    action = "cover.choose"
    return _days(ask, "cover.last", int(page), day, action, args, back, args)


def _days(
    ask: Ask,
    key: str,
    page: int,
    start: date,
    then: str,
    then_args: tuple[str, ...],
    turn: str,
    turn_args: tuple[str, ...],
) -> Reply:
    days = [start + timedelta(days=page * A_PAGE + number) for number in range(A_PAGE)]
    buttons = [Button(ask.say.day(day), then, (*then_args, day.isoformat())) for day in days]
    turns = [("‹", page - 1), ("›", page + 1)]
    way = tuple(Button(label, turn, (*turn_args, str(to))) for label, to in turns if 0 <= to < PAGES)
    return Reply(ask.say(key), buttons=(*choices.pairs(buttons, WEEK), way), instead=True)


def _today(ask: Ask) -> date:
    return wall.local(ask.now, duty.zone(ask.content)).date()


def _day(ask: Ask, place: int) -> date | None:
    try:
        return date.fromisoformat(ask.args[place])
    except (IndexError, ValueError):
        return None


async def choose(ask: Ask) -> Reply:
    """Which colleague stands in."""
    days = _day(ask, 0), _day(ask, 1)
    if days[0] is None or days[1] is None:
        return await unknown(ask)
    action = "cover.offer"
    return await colleagues(ask, ask.person.id, "cover", action, ask.args[:2])


async def offer(ask: Ask) -> Reply:
    """Ask a colleague to stand in."""
    first_day, last_day, receiver = _day(ask, 0), _day(ask, 1), ask.args[2] if len(ask.args) > 2 else ""
    if first_day is None or last_day is None or not receiver.isdecimal():
        return await unknown(ask)
    return await made(ask, Proposal(HandoverKind.COVER, ask.person.id, days=(first_day, last_day)), int(receiver))


COMMANDS = (Command("cover", cover, THERAPISTS, "cover.menu"),)
TAPS = (
    Tap("cover.from", first, THERAPISTS),
    Tap("cover.until", last, THERAPISTS),
    Tap("cover.choose", choose, THERAPISTS),
    Tap("cover.offer", offer, THERAPISTS),
)
