"""Whether this is still the patient's phone: a yes goes on, a no is asked about once and then stops all but safety."""

from bot.domain.message import Button
from bot.services import identity
from handlers.ask import PATIENTS, Ask, Reply, Tap
from handlers.everyone import calling


async def yes(ask: Ask) -> Reply:
    """Still the same person."""
    return Reply(ask.say("identity.thanks"), instead=True)


async def no(ask: Ask) -> Reply:
    """Ask once more: after this nothing is sent to this phone."""
    mine = Button(ask.say.label("identity.yes", name=ask.person.first_name), "identity.yes")
    sure = Button(ask.say.label("identity.sure"), "identity.sure", style="danger")
    return Reply(ask.say("identity.confirm", name=ask.person.first_name), buttons=((mine,), (sure,)), instead=True)


async def sure(ask: Ask) -> Reply:
    """Somebody else has the phone."""
    await identity.denied(ask.session, ask.content, ask.enrolled, now=ask.now)
    return Reply(ask.say("identity.stopped", call=calling(ask)), instead=True)


TAPS = (Tap("identity.yes", yes, PATIENTS), Tap("identity.no", no, PATIENTS), Tap("identity.sure", sure, PATIENTS))
