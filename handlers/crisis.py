"""Somebody speaks of ending their life: the warm words first, and nothing else beside them."""

from bot.models import Incident
from bot.services import alerts, crisis, crisis_words
from handlers.ask import EVERYONE, Ask, Reply, Tap
from handlers.everyone import calling


async def heard(ask: Ask) -> Reply:
    """Answer a mention of self-harm. The words and the alert are owed from here on; without a record the words
    alone, which then say that nobody was told.
    """
    if ask.consenting is not None:
        await crisis.report(ask.session, ask.content, ask.consenting, now=ask.now)
        return Reply()
    country = ask.patient.country if ask.patient is not None else None
    return Reply(crisis_words.text(ask.content, ask.say, call=calling(ask), country=country, told="unknown"))


async def says(ask: Ask) -> Reply:
    """The answer under the words. It is shown to the team and closes nothing."""
    incident = await _own(ask)
    answer = ask.args[1] if len(ask.args) > 1 else ""
    if incident is None or answer not in crisis_words.ANSWERS:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    await alerts.patient_says(ask.session, ask.content, incident, f"crisis_{answer}", now=ask.now)
    return Reply(ask.say(f"crisis.answer.{answer}", call=calling(ask)))


async def _own(ask: Ask) -> Incident | None:
    if ask.patient is None or not ask.args or not ask.args[0].isdecimal():
        return None
    incident = await ask.session.get(Incident, int(ask.args[0]))
    return incident if incident is not None and incident.patient_id == ask.patient.person_id else None


TAPS = (Tap("crisis.says", says, EVERYONE),)
