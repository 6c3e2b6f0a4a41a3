"""Where it is numb today: left or right, and which part. At most once a day, and it may be skipped."""

from datetime import date

from bot.domain import wall
from bot.domain.message import Button, Message
from bot.domain.spread import PARTS, SADDLE, SIDES
from bot.domain.triage import Tier
from bot.models import AreaMap
from bot.services import areas
from handlers import weekly
from handlers.ask import PATIENTS, Ask, Reply, Tap
from handlers.everyone import calling


def _today(ask: Ask) -> date:
    return wall.local(ask.now, ask.zone).date()


async def offered(ask: Ask) -> tuple[Message, ...]:
    """The map to tap on, unless today has one."""
    patient = ask.consenting
    if patient is None or patient.enrolled_at is None:
        return ()
    seen = await areas.on(ask.session, patient.person_id, _today(ask))
    return (_map(ask, None, _today(ask)),) if seen is None else ()


def _map(ask: Ask, row: AreaMap | None, day: date) -> Message:
    """The grid of a day. Its buttons carry the day, so that an old map is not taken for today's."""
    marked = set(row.areas) if row is not None else set()
    rows = [tuple(_area(ask, f"{side}_{part}", marked, day) for side in SIDES) for part in PARTS]
    rows.append((_area(ask, SADDLE, marked, day),))
    action = "areas.done" if marked else "areas.skip"
    last = Button(ask.say.label(action), action, (day.isoformat(),), style="success" if marked else None)
    return Message(ask.say("areas.ask"), buttons=(*rows, (last,)))


def _area(ask: Ask, area: str, marked: set[str], day: date) -> Button:
    chosen = area in marked
    label = ask.say.label("checkin.ticked" if chosen else "checkin.unticked", label=ask.say.label(f"areas.at.{area}"))
    return Button(label, "areas.tap", (day.isoformat(), area), style="primary" if chosen else None)


def _is_today(ask: Ask) -> bool:
    return bool(ask.args) and ask.args[0] == _today(ask).isoformat()


async def tap(ask: Ask) -> Reply:
    """Mark an area, or take the mark back."""
    if not _is_today(ask) or len(ask.args) != 2:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    row = await areas.toggle(ask.session, ask.enrolled.person_id, _today(ask), ask.args[1], now=ask.now)
    if row.done_at is not None:
        return Reply(toast=ask.say.label("areas.kept"))
    return Reply(message=_map(ask, row, row.local_date), instead=True)


async def done(ask: Ask) -> Reply:
    """The day's map is complete: it is compared with the days before."""
    row = await areas.on(ask.session, ask.enrolled.person_id, _today(ask))
    if not _is_today(ask) or row is None:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    verdict = await areas.judge_map(ask.session, ask.content, ask.enrolled, row, now=ask.now)
    text = ask.say("areas.saved", call=calling(ask))
    alarming = verdict is not None and verdict.tier is Tier.EMERGENCY
    return Reply(text, instead=True, also=() if alarming else await weekly.offered(ask))


async def skip(ask: Ask) -> Reply:
    """Not today: nothing is kept, and nothing is made of it."""
    await areas.skip(ask.session, ask.enrolled.person_id, _today(ask), now=ask.now)
    return Reply(ask.say("areas.skipped"), instead=True, also=await weekly.offered(ask))


TAPS = (
    Tap("areas.tap", tap, PATIENTS),
    Tap("areas.done", done, PATIENTS),
    Tap("areas.skip", skip, PATIENTS),
)
