"""A list of questions and whose it is: what an answer needs before it is taken, and what an old button gets."""

from bot.content import lines
from bot.domain.message import Button
from bot.models import CheckIn, CheckInState
from bot.services import checkins
from handlers import urgent
from handlers.ask import Ask, Reply
from handlers.everyone import calling, to_list


async def mine(ask: Ask) -> CheckIn | None:
    """The open check-in that the tapped button belongs to."""
    found = await named(ask)
    if found is None or found.state != CheckInState.OPEN:
        return None
    return found


async def named(ask: Ask) -> CheckIn | None:
    """The own check-in that the button names, finished or not, while it is about today."""
    patient = ask.consenting
    if patient is None or not ask.args or not ask.args[0].isdecimal():
        return None
    found = await checkins.mine(ask.session, patient.person_id, int(ask.args[0]))
    return found if found is not None and checkins.is_about_today(found, now=ask.now) else None


async def closed(ask: Ask) -> Reply:
    """An old button: nothing is taken from it, and the way to say the same thing now is offered."""
    if ask.consenting is None:
        return await urgent.urgent(ask)
    begin_now = Button(ask.say.label("checkin.begin"), "checkin.begin")
    rows = ((begin_now,), (to_list(ask),)) if ask.consenting.enrolled_at else ((to_list(ask),),)
    return Reply(lines(ask.say("checkin.closed", call=calling(ask))), buttons=rows)
