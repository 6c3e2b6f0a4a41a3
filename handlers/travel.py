"""A patient is in another time zone: do the reminders move along, or keep the time of home?"""

from bot.domain import geography
from bot.domain.message import Button
from bot.models import Patient
from bot.services import travel
from handlers import choices
from handlers.ask import PATIENTS, Ask, Reply, Tap


def ask_which(ask: Ask, patient: Patient, *, instead: bool) -> Reply:
    """The question, with both times: until it is answered the reminders keep the time of home."""
    home, here = patient.home_zone or ask.zone, ask.zone
    say = ask.say
    ask.person.asking = None
    move_now = Button(say.label("travel.button.move"), "travel.move", style="primary")
    keep_now = Button(say.label("travel.button.keep"), "travel.keep")
    words = say(
        "travel.ask", here=say.city(here), home=say.city(home),
        here_time=say.time(ask.now, here), home_time=say.time(ask.now, home),
    )  # fmt: skip
    return Reply(words, buttons=((move_now,), (keep_now,)), instead=instead)


async def move(ask: Ask) -> Reply:
    """The reminders come at the new place's time from now on; what has come today does not come again."""
    if ask.enrolled.home_zone is None:
        return Reply(ask.say("travel.over"))
    await travel.move(ask.session, ask.enrolled, ask.person, now=ask.now)
    return _with_country(ask, ask.say("travel.moved", here=ask.say.city(ask.zone)))


async def keep(ask: Ask) -> Reply:
    """The reminders keep the time of home."""
    home = ask.enrolled.home_zone
    if home is None:
        return Reply(ask.say("travel.over"))
    return _with_country(ask, ask.say("travel.kept", home=ask.say.city(home), here=ask.say.city(ask.zone)))


def _with_country(ask: Ask, words: str) -> Reply:
    """The emergency number depends on the country: it is asked again when the zone is not one of the known one's."""
    if ask.zone in geography.zones(ask.enrolled.country):
        return Reply(words, instead=True)
    question = choices.country(ask, instead=False).messages(None)
    return Reply(f"{words}\n\n{ask.say('travel.country')}", instead=True, also=tuple(question))


TAPS = (Tap("travel.move", move, PATIENTS), Tap("travel.keep", keep, PATIENTS))
