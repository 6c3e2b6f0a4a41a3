"""A mention of self-harm: a case of its own, told to people at once, never closed by itself. Source: safety.md §3.2."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.domain.textflags.detecting import SELF_HARM
from bot.domain.triage import Tier
from bot.models import Incident, IncidentFlag, Patient
from bot.services import alerts, cases, outbox, urgent_words
from bot.services.urgent_words import Seen

AGAIN_AFTER = timedelta(hours=24)
"""Said again within this time, the people who were told are not told a second time; the words come each time."""


async def report(session: AsyncSession, content: Content, patient: Patient, *, now: datetime) -> Incident:
    """Owe the words to the patient and, unless it was said just before, the alert to the team. Reminders stop."""
    incident = await cases.open_for(session, patient.person_id, crisis=True)
    fresh = incident is None
    if incident is None:
        incident = await _opened(session, content, patient, now=now)
    mention = await session.get(IncidentFlag, (incident.id, SELF_HARM))
    told_lately = not fresh and mention is not None and now - mention.reported_at < AGAIN_AFTER
    if mention is None:
        session.add(IncidentFlag(incident_id=incident.id, flag=SELF_HARM, reported_at=now))
    patient.held_since = patient.held_since or now
    await session.flush()
    team = await alerts.team_of(session, patient, now=now)
    person = await cases.person_of(session, patient.person_id)
    case = await cases.case_of(session, content, incident)
    message = urgent_words.to_patient(content, person.language, case, Seen("team" if team else "nobody"))
    to = outbox.Address(person.telegram_id, person.id)
    incident.told_outbox_id = (await outbox.queue(session, to, Kind.SAFETY, message, now=now)).id
    if not told_lately:
        if mention is not None:
            mention.reported_at = now
        await alerts.raise_for(session, content, incident, now=now)
    return incident


async def _opened(session: AsyncSession, content: Content, patient: Patient, *, now: datetime) -> Incident:
    incident = Incident(
        patient_id=patient.person_id,
        tier=Tier.CRISIS.word,
        source="text",
        rules_version=content.rules_version,
        lexicon_version=content.lexicon.version,
        opened_at=now,
    )
    session.add(incident)
    await session.flush()
    return incident
