"""What a patient answers to the advice to book a visit."""

from datetime import timedelta

from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.triage import Tier
from bot.models import Incident, IncidentState
from bot.services import cases, outbox, urgent_words
from bot.services.urgent_words import Seen
from handlers.ask import PATIENTS, Ask, Reply, Tap
from handlers.everyone import calling

AGAIN = timedelta(days=3)


async def _mine(ask: Ask) -> Incident | None:
    """The own routine case that the button names."""
    number = ask.args[0] if ask.args else ""
    incident = await ask.session.get(Incident, int(number)) if number.isdecimal() else None
    if incident is None or incident.patient_id != ask.enrolled.person_id or incident.state == IncidentState.CLOSED:
        return None
    return incident if incident.tier == Tier.ROUTINE.word else None


async def booked(ask: Ask) -> Reply:
    """A visit is booked: the therapist sees it, and the case stays in the list."""
    incident = await _mine(ask)
    if incident is None:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    incident.patient_says, incident.patient_says_at = "booked", ask.now
    return Reply(ask.say("triage.booked", call=calling(ask)))


async def remind(ask: Ask) -> Reply:
    """The same advice once more in three days, at the time of the check-in."""
    incident = await _mine(ask)
    if incident is None:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    case = await cases.case_of(ask.session, ask.content, incident)
    message = urgent_words.to_patient(ask.content, ask.person.language, case, Seen("team"))
    to = outbox.Address(ask.person.telegram_id, ask.person.id)
    key = f"routine-again:{incident.id}:{ask.now.date()}"
    row = await outbox.queue(ask.session, to, Kind.CHECK_IN, message, now=ask.now, key=key)
    day = wall.local(ask.now, ask.zone).date() + AGAIN
    row.not_before = wall.instant(day, wall.parse(ask.enrolled.check_in_at), ask.zone)
    return Reply(ask.say("triage.reminding", call=calling(ask)))


TAPS = (Tap("routine.booked", booked, PATIENTS), Tap("routine.remind", remind, PATIENTS))
