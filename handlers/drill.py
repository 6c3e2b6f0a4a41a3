"""The fire drill: started by an admin, answered by whoever it calls."""

from bot.domain.message import Button
from bot.models import Drill
from bot.services import drills
from handlers.ask import ADMINS, TEAM, Ask, Command, Reply, Tap
from handlers.everyone import unknown


async def ask_first(ask: Ask) -> Reply:
    """Say what will happen, and start on a tap."""
    begin = Button(ask.say.label("drill.begin"), "drill.start", style="danger")
    return Reply(ask.say("drill.ask"), buttons=((begin,),))


async def start(ask: Ask) -> Reply:
    """Begin the drill. It concerns no patient: nobody but the team hears of it."""
    drill = await drills.start(ask.session, ask.content, ask.person, now=ask.now)
    return Reply(ask.say("drill.started" if drill is not None else "drill.running"), instead=True)


async def acknowledge(ask: Ask) -> Reply:
    """Measure the answer of whoever was called."""
    number = ask.args[0] if ask.args else ""
    drill = await ask.session.get(Drill, int(number)) if number.isdecimal() else None
    if drill is None:
        return await unknown(ask)
    alert = await drills.acknowledge(ask.session, ask.content, drill, ask.person, now=ask.now)
    return await unknown(ask) if alert is None else Reply(toast=ask.say.label("drill.thanks"))


COMMANDS = (Command("drill", ask_first, ADMINS, "drill.menu"),)
TAPS = (Tap("drill.start", start, ADMINS), Tap("drill.acknowledge", acknowledge, TEAM))
