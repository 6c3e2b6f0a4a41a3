"""'Did you get care?': what the patient answers, and what follows from it."""

from bot.content import Html, paragraphs
from bot.domain.followups import WORRYING, Outcome, outcomes
from bot.domain.ladder import CRISIS
from bot.models import FollowUp, Incident, IncidentState
from bot.services import alerts, cases, follow_ups, urgent_words
from handlers import urgent
from handlers.ask import EVERYONE, Ask, Reply, Tap
from handlers.everyone import calling


async def says(ask: Ask) -> Reply:
    """Keep the answer and show it to the team. 'Not yet' brings the urgent words again; nothing here closes a case."""
    row, incident = await _own(ask)
    if row is None or incident is None or incident.state == IncidentState.CLOSED:
        if set(ask.args[1:]) & WORRYING:
            return await urgent.urgent(ask)
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    outcome = next((one for one in outcomes(incident.tier) if ask.args[1:] == (one,)), None)
    if outcome is None:
        return Reply(toast=ask.say.label("text.old_button"), alarm=True)
    await follow_ups.answer(ask.session, row, outcome, now=ask.now)
    await alerts.patient_says(ask.session, ask.content, incident, outcome, now=ask.now)
    return Reply(
        paragraphs(ask.say(f"followup.answer.{outcome}", call=calling(ask)), await _again(ask, incident, outcome))
    )


async def _own(ask: Ask) -> tuple[FollowUp | None, Incident | None]:
    if ask.patient is None or not ask.args or not ask.args[0].isdecimal():
        return None, None
    row = await ask.session.get(FollowUp, int(ask.args[0]))
    incident = await ask.session.get(Incident, row.incident_id) if row is not None else None
    mine = incident is not None and incident.patient_id == ask.patient.person_id
    return (row, incident) if mine else (None, None)


async def _again(ask: Ask, incident: Incident, outcome: Outcome) -> str | None:
    """The urgent words once more, for somebody who has not got care."""
    if outcome not in WORRYING or incident.tier in (CRISIS, "routine"):
        return None
    case = await cases.case_of(ask.session, ask.content, incident)
    return Html(urgent_words.to_patient(ask.content, ask.person.language, case, urgent_words.ELSEWHERE).text)


TAPS = (Tap("followup.says", says, EVERYONE),)
