"""Red flags in what a patient types: they act like taps. Of the words themselves nothing is kept here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.checkin import FLAG, NONE_OF_THESE, UNTICKED, Question
from bot.domain.lanes import Kind
from bot.domain.triage import Tier, Verdict, judge
from bot.models import Answer, CheckIn, Incident, IncidentFlag, Patient
from bot.services import alerts, cases, incidents, outbox, urgent_words
from bot.services.urgent_words import Seen

MERGED = timedelta(hours=24)
"""Typed again within this time, a red flag is no new alarm. Source: safety.md H06."""
TAPPED_BEFORE = timedelta(hours=48)
"""How far back a tapped 'none of these' contradicts what is typed. Source: safety.md C14."""


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
    denied = await _denied(session, patient, flags, now=now)
    verdict = await incidents.report(session, content, patient, flags, source="text", contradictory=denied, now=now)
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
    seen = await cases.seen_by(session, incident)
    if seen.by is None and not await alerts.team_of(session, patient):
        seen = Seen("nobody")
    shown = replace(case, flags=judge(flags, content.tiers, ()).flags)
    to = outbox.Address(person.telegram_id, person.id)
    message = urgent_words.to_patient(content, person.language, shown, seen)
    incident.told_outbox_id = (await outbox.queue(session, to, Kind.SAFETY, message, now=now)).id
    card = urgent_words.contact(content, content.say(person.language), patient.country)
    if case.tier is Tier.EMERGENCY and card is not None:
        await outbox.queue(session, to, Kind.SAFETY, card, now=now)


async def _denied(session: AsyncSession, patient: Patient, flags: Iterable[str], *, now: datetime) -> bool:
    """Whether one of these was answered with a 'no' or 'none of these' not long ago."""
    questions = [FLAG + flag for flag in flags]
    found = (
        select(Answer.check_in_id)
        .where(Answer.check_in_id == CheckIn.id, CheckIn.patient_id == patient.person_id)
        .where(col(Answer.answered_at) > now - TAPPED_BEFORE)
        .where(
            or_(
                and_(col(Answer.question) == Question.SCREEN, col(Answer.value) == NONE_OF_THESE),
                and_(col(Answer.question).in_(questions), col(Answer.value).in_((UNTICKED, "no"))),
            )
        )
    )
    return (await session.exec(found.limit(1))).first() is not None
