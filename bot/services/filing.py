"""The case that a report belongs to: the open one, or a new one, with its red flags."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.triage import Tier, Verdict
from bot.models import Incident, IncidentFlag, IncidentState, Patient
from bot.services import cases


async def alarming(
    session: AsyncSession, content: Content, patient: Patient, verdict: Verdict, *, source: str, now: datetime
) -> Incident:
    """The patient's open case, taken up again with a tier that only rises; or a new one.

    A routine case that becomes alarming begins anew, so that no message claims to be older than it is.
    """
    incident = await cases.open_for(session, patient.person_id)
    if incident is None:
        incident = _new_case(content, patient, verdict, source=source, now=now)
        session.add(incident)
    else:
        if Tier.named(incident.tier) <= Tier.ROUTINE:
            incident.opened_at, incident.source = now, source
        incident.tier = max(verdict.tier, Tier.named(incident.tier)).word
        incident.state, incident.acknowledged_by, incident.acknowledged_at = IncidentState.OPEN, None, None
        incident.rules_version = content.rules_version
    await session.flush()
    await _keep_flags(session, incident, verdict.flags, now=now)
    return incident


async def routine(
    session: AsyncSession, content: Content, patient: Patient, verdict: Verdict, *, source: str, now: datetime
) -> tuple[Incident, bool]:
    """The open case with a routine report added, or a routine case; and whether the report is new to it."""
    incident = await cases.open_for(session, patient.person_id)
    if incident is None:
        incident = _new_case(content, patient, verdict, source=source, now=now)
        session.add(incident)
        await session.flush()
    return incident, await _keep_flags(session, incident, verdict.flags, now=now)


def _new_case(content: Content, patient: Patient, verdict: Verdict, *, source: str, now: datetime) -> Incident:
    return Incident(
        patient_id=patient.person_id,
        tier=verdict.tier.word,
        source=source,
        rules_version=content.rules_version,
        opened_at=now,
    )


async def _keep_flags(session: AsyncSession, incident: Incident, flags: Iterable[str], *, now: datetime) -> bool:
    """Write down the red flags of a case; True when one of them is new to it."""
    news = False
    for flag in flags:
        row = await session.get(IncidentFlag, (incident.id, flag))
        if row is None:
            news = True
            session.add(IncidentFlag(incident_id=incident.id, flag=flag, reported_at=now))
        else:
            row.reported_at = now
    await session.flush()
    return news
