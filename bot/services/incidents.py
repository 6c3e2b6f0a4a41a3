"""Red flags: judged, told to the patient, told to the team, acknowledged, closed by a named therapist."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.domain.triage import Tier, Verdict, judge
from bot.models import Incident, IncidentFlag, IncidentState, Patient, Person
from bot.services import alerts, audit, cases, outbox, plans, urgent_words
from bot.services.urgent_words import Seen

TOGETHER = timedelta(hours=48)
"""Flags reported this close together are judged together. Source: safety.md §1.5."""


async def report(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    flags: Iterable[str],
    *,
    source: str,
    now: datetime,
) -> Verdict:
    """Judge what a patient reports. If it is alarming, everything owed for it is written in this transaction:
    the case, the hold, the patient's urgent message with a card to dial, and the alerts.
    """
    fresh = judge(flags, content.tiers, content.rules)
    recent = await _recent_flags(session, patient.person_id, now=now)
    known = judge(recent, content.tiers, content.rules)
    both = judge({*fresh.flags, *recent}, content.tiers, content.rules)
    if not fresh.alarming and both.tier <= known.tier:
        return fresh
    verdict = Verdict(both.tier, fresh.flags, both.rules)
    if verdict.alarming:
        incident = await _case(session, content, patient, verdict, source=source, now=now)
        patient.held_since = patient.held_since or now
        await _tell(session, content, patient, incident, verdict, now=now)
    return verdict


async def _recent_flags(session: AsyncSession, patient_id: int, *, now: datetime) -> set[str]:
    found = select(IncidentFlag.flag).where(
        IncidentFlag.incident_id == Incident.id,
        Incident.patient_id == patient_id,
        col(IncidentFlag.reported_at) > now - TOGETHER,
    )
    return set((await session.exec(found)).all())


async def _case(
    session: AsyncSession, content: Content, patient: Patient, verdict: Verdict, *, source: str, now: datetime
) -> Incident:
    """The patient's open case, taken up again with a tier that only rises; or a new one."""
    incident = await cases.open_for(session, patient.person_id)
    if incident is None:
        incident = Incident(
            patient_id=patient.person_id,
            tier=verdict.tier.word,
            source=source,
            rules_version=content.rules_version,
            opened_at=now,
        )
        session.add(incident)
    else:
        incident.tier = max(verdict.tier, Tier.named(incident.tier)).word
        incident.state, incident.acknowledged_by, incident.acknowledged_at = IncidentState.OPEN, None, None
        incident.rules_version = content.rules_version
    await session.flush()
    for flag in verdict.flags:
        row = await session.get(IncidentFlag, (incident.id, flag))
        if row is None:
            session.add(IncidentFlag(incident_id=incident.id, flag=flag, reported_at=now))
        else:
            row.reported_at = now
    await session.flush()
    what = f"incident:{incident.id} {incident.tier} {','.join(sorted(verdict.flags))}"
    whom = audit.about(patient.person_id)
    audit.record(session, actor_id=patient.person_id, action="case_reported", subject=whom, reason=what, now=now)
    return incident


async def _tell(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    incident: Incident,
    verdict: Verdict,
    *,
    now: datetime,
) -> None:
    person = await cases.person_of(session, patient.person_id)
    case = await cases.case_of(session, content, incident)
    team = await alerts.team_of(session, patient)
    told = "nobody" if not team else "therapist" if team[0].id == patient.therapist_id else "team"
    shown = replace(case, flags=verdict.flags or case.flags)
    to = outbox.Address(person.telegram_id, patient.person_id)
    message = urgent_words.to_patient(content, person.language, shown, Seen(told))
    incident.told_outbox_id = (await outbox.queue(session, to, Kind.SAFETY, message, now=now)).id
    card = urgent_words.contact(content, content.say(person.language), patient.country)
    if verdict.tier is Tier.EMERGENCY and card is not None:
        await outbox.queue(session, to, Kind.SAFETY, card, now=now)
    await alerts.raise_for(session, content, incident, case, team, now=now)


async def close(session: AsyncSession, incident: Incident, by: Person, reason: str, *, now: datetime) -> bool:
    """End a case with a reason; the hold ends with the last one. True when reminders come again."""
    incident.state, incident.closed_by, incident.closed_at = IncidentState.CLOSED, by.id, now
    incident.close_reason = reason
    await session.flush()
    whom, what = audit.about(incident.patient_id), f"incident:{incident.id} {reason}"
    audit.record(session, actor_id=by.id, action="case_closed", subject=whom, reason=what, now=now)
    patient = await cases.patient_of(session, incident.patient_id)
    if await cases.open_for(session, patient.person_id) is not None:
        return False
    patient.held_since = None
    person = await cases.person_of(session, patient.person_id)
    await plans.write_ahead(session, patient, zone=person.zone or "UTC", now=now)
    return True
