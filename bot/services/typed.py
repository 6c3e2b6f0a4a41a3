"""Red flags in what a patient types: they act like taps. Of the words themselves nothing is kept here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.domain.triage import Tier, Verdict, judge
from bot.models import Incident, IncidentFlag, Patient
from bot.services import cases, incidents, outbox, told, urgent_words

MERGED = timedelta(hours=24)
"""Typed again within this time, a red flag is no new alarm. Source: safety.md H06."""


@dataclass(frozen=True)
class Reported:
    """What typed red flags came to; `incident` is the case when they are alarming."""

    verdict: Verdict
    incident: Incident | None


async def report(
    session: AsyncSession, content: Content, patient: Patient, flags: Sequence[str], *, now: datetime
) -> Reported:
    """As a tap: the case, the hold, the urgent message and the alerts. What was alarmed about just before gives
    the patient the urgent message again, and no second alarm.
    """
    known = await _known(session, patient, flags, now=now)
    if known is not None:
        await _say_again(session, content, patient, known, flags, now=now)
        return Reported(judge(flags, content.tiers, content.rules), known)
    verdict = await incidents.report(session, content, patient, flags, source="text", now=now)
    incident = await cases.open_for(session, patient.person_id) if verdict.alarming else None
    if incident is not None:
        incident.lexicon_version = content.lexicon.version
    return Reported(verdict, incident)


async def _known(session: AsyncSession, patient: Patient, flags: Iterable[str], *, now: datetime) -> Incident | None:
    """The open case that has all of these red flags since not long ago."""
    incident = await cases.open_for(session, patient.person_id)
    if incident is None:
        return None
    lately = select(IncidentFlag.flag).where(
        IncidentFlag.incident_id == incident.id, col(IncidentFlag.reported_at) > now - MERGED
    )
    return incident if set(flags) <= set((await session.exec(lately)).all()) else None


async def _say_again(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    incident: Incident,
    flags: Sequence[str],
    *,
    now: datetime,
) -> None:
    person = await cases.person_of(session, patient.person_id)
    case = await cases.case_of(session, content, incident)
    seen = await told.seen_of(session, incident)
    await told.point_to_newer(session, content, incident, now=now)
    shown = replace(case, flags=judge(flags, content.tiers, ()).flags)
    to = outbox.Address(person.telegram_id, person.id)
    message = urgent_words.to_patient(content, person.language, shown, seen)
    incident.told_outbox_id = (await outbox.queue(session, to, Kind.SAFETY, message, now=now)).id
    incident.shown_outbox_id = None
    card = urgent_words.contact(content, content.say(person.language), patient.country)
    if case.tier is Tier.EMERGENCY and card is not None:
        await outbox.queue(session, to, Kind.SAFETY, card, now=now)
