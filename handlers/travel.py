"""A patient is in another time zone: do the reminders move along, or keep the time of home?"""

from bot.content import Html, paragraphs
from bot.domain import geography
from bot.domain.message import Button, Message
from bot.models import Patient
from bot.services import travel
from handlers import choices
from handlers.ask import PATIENTS, Ask, Reply, Tap


def ask_which(ask: Ask, patient: Patient, *, instead: bool) -> Reply:
    """The question, with both times: until it is answered the reminders keep the time of home. The emergency number
    depends on the country: it is asked before, when the zone is not one of the known one's.
    """
    home, here = patient.home_zone or ask.zone, ask.zone
    say = ask.say
    ask.person.asking = None
    move_now = Button(say.label("travel.button.move"), "travel.move", style="primary")
    keep_now = Button(say.label("travel.button.keep"), "travel.keep")
    words = say(
        "travel.ask", here=say.city(here), home=say.city(home),
        here_time=say.time(ask.now, here), home_time=say.time(ask.now, home),
    )  # fmt: skip
    question = Message(words, ((move_now,), (keep_now,)))
    if here in geography.zones(patient.country):
        return Reply(message=question, instead=instead)
    where = choices.country(ask, instead=instead)
    text = paragraphs(say("travel.country"), Html(where.text))
    return Reply(text, buttons=where.buttons, instead=instead, asks=True, also=(question,))


async def move(ask: Ask) -> Reply:
    """The reminders come at the new place's time from now on; what has come today does not come again."""
    if ask.enrolled.home_zone is None:
        return Reply(ask.say("travel.over"))
    await travel.move(ask.session, ask.enrolled, ask.person, now=ask.now)
    return Reply(ask.say("travel.moved", here=ask.say.city(ask.zone)), instead=True)


async def keep(ask: Ask) -> Reply:
    """The reminders keep the time of home."""
    home = ask.enrolled.home_zone
    if home is None:
        return Reply(ask.say("travel.over"))
    return Reply(ask.say("travel.kept", home=ask.say.city(home), here=ask.say.city(ask.zone)), instead=True)


TAPS = (Tap("travel.move", move, PATIENTS), Tap("travel.keep", keep, PATIENTS))
