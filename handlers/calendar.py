"""The plan for the patient's own calendar."""

from bot.domain.message import Message
from bot.services import calendars, patients
from handlers.ask import PATIENTS, Ask, Command, Reply, Tap


async def calendar(ask: Ask) -> Reply:
    """The plan as a file that a phone's calendar takes in, in the zone that the reminders keep."""
    zone = patients.zone_of(ask.enrolled, ask.person)
    file = await calendars.file(ask.session, ask.enrolled, ask.say, zone=zone, now=ask.now)
    if file is None:
        return Reply(ask.say("calendar.none"))
    return Reply(message=Message(ask.say("calendar.here", city=ask.say.city(zone)), file=file))


COMMANDS = (Command("calendar", calendar, PATIENTS, "calendar.menu"),)
TAPS = (Tap("calendar.send", calendar, PATIENTS, early=False),)
