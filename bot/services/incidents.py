"""Red flags: judged, told to the patient, told to the team."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import triage
from bot.domain.lanes import Kind
from bot.domain.triage import TOGETHER, Tier, Verdict
from bot.models import Incident, IncidentFlag, Judgement, Patient
from bot.services import alerts, audit, cases, checkins, filing, outbox, patients, profiles, told, urgent_words
from bot.services.urgent_words import Seen

FROM_TEXT = frozenset({"text"})
"""The sources that a tapped 'no' may contradict. Source: safety.md C14."""
NOT_IN_THE_CHAT = frozenset({"left_unsent"})
"""The sources of what counts when nobody is there to read the answer."""


async def report(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    flags: Iterable[str],
    *,
    source: str,
    now: datetime,
) -> Verdict:
    """Judge what a patient reports, with what was reported in the 48 hours before, or longer where a rule says so.

    If it is alarming, everything owed for it is written in this transaction: the case, the hold, the patient's urgent
    message with a card to dial, and the alerts. A routine report is a case for the therapist's list, and holds nothing.
    """
    reported = frozenset(flags)
    if not reported:
        return Verdict(Tier.NONE, (), ())
    judged = await weigh(session, content, patient, reported, source=source, now=now)
    verdict = judged.verdict
    judgement = Judgement(
        patient_id=patient.person_id,
        source=source,
        flags=sorted(judged.flags),
        together=sorted(judged.together),
        profile=sorted(judged.profile),
        denied=sorted(judged.denied),
        tier=verdict.tier.word,
        rules=list(verdict.rules),
        priority=verdict.priority,
        ack_minutes=verdict.ack_minutes,
        labels=list(verdict.labels),
        rules_version=content.rules_version,
        judged_at=now,
    )
    session.add(judgement)
    if verdict.tier > Tier.NONE:
        await _write_case(session, content, patient, verdict, judgement, now=now)
        what = f"incident:{judgement.incident_id} {verdict.tier.word} {','.join(sorted(verdict.flags))}"
        whom = audit.about(patient.person_id)
        audit.record(session, actor_id=patient.person_id, action="case_reported", subject=whom, reason=what, now=now)
    await session.flush()
    return verdict


@dataclass(frozen=True)
class Judged:
    """A verdict and what it was made from. `together` are the flags with those before that a rule may count."""

    verdict: Verdict
    flags: frozenset[str]
    together: frozenset[str]
    profile: frozenset[str]
    denied: frozenset[str]


async def weigh(
    session: AsyncSession, content: Content, patient: Patient, flags: Iterable[str], *, source: str, now: datetime
) -> Judged:
    """The verdict on what a patient reports, without writing anything.

    What makes matters worse only together with earlier reports has the tier of all, and its own flags.
    """
    reported = frozenset(flags)
    recent = await _recent_flags(session, content, patient.person_id, now=now)
    profile = await profiles.known(session, patient.person_id, now=now)
    denied: frozenset[str] = frozenset()
    if source in FROM_TEXT:
        tapped = await checkins.denied(session, content, patient.person_id, since=now - TOGETHER)
        denied = tapped & reported

    verdict = triage.weigh(reported, recent, content.tiers, content.rules, profile, denied)
    return Judged(verdict, reported, reported | recent.keys(), profile, denied)


async def _write_case(
    session: AsyncSession, content: Content, patient: Patient, verdict: Verdict, judgement: Judgement, *, now: datetime
) -> None:
    """The case of a verdict, with what is owed for it: its messages say what its judgements say."""
    if verdict.alarming:
        incident = await filing.alarming(session, content, patient, verdict, source=judgement.source, now=now)
        judgement.incident_id = incident.id
        incident.contradictory = incident.contradictory or "contradictory" in verdict.labels
        incident.priority = verdict.priority or incident.priority
        patient.held_since = patient.held_since or now
        grounds = cases.ranked(content, {*verdict.flags, *cases.earlier(content, judgement)})
        await _tell(session, content, patient, incident, verdict, grounds, now=now)
        return
    incident, news = await filing.routine(session, content, patient, verdict, source=judgement.source, now=now)
    judgement.incident_id = incident.id
    if news and Tier.named(incident.tier) is Tier.ROUTINE:
        here = judgement.source not in NOT_IN_THE_CHAT
        await _advise(session, content, patient, incident, verdict, here=here, now=now)


async def _recent_flags(
    session: AsyncSession, content: Content, patient_id: int, *, now: datetime
) -> dict[str, timedelta]:
    """flag -> how long ago it was reported last, as far back as any rule looks: of the cases, and what made none."""
    since = now - triage.lasting(content.rules)
    in_cases = select(IncidentFlag.flag, IncidentFlag.reported_at).where(
        IncidentFlag.incident_id == Incident.id,
        Incident.patient_id == patient_id,
        Incident.tier != Tier.CRISIS.word,
        col(IncidentFlag.reported_at) > since,
    )
    lately = select(Judgement).where(Judgement.patient_id == patient_id, col(Judgement.judged_at) > since)
    judged = [(flag, row.judged_at) for row in (await session.exec(lately)).all() for flag in row.flags]
    at = sorted([*(await session.exec(in_cases)).all(), *judged], key=lambda one: one[1])
    return {flag: now - when for flag, when in at}


async def _advise(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    incident: Incident,
    verdict: Verdict,
    *,
    here: bool,
    now: datetime,
) -> None:
    """Owe the advice to book a visit: at once where the patient is `here`, or else not in quiet hours. Nobody is called
    for it at once: the case is in the therapist's list, which is brought back to mind, and the patient is asked about
    the visit.
    """
    person = await cases.person_of(session, patient.person_id)
    case = replace(await cases.case_of(session, content, incident), flags=verdict.flags)
    message = urgent_words.to_patient(content, person.language, case, Seen("team"))
    to = outbox.Address(person.telegram_id, patient.person_id)
    row = await outbox.queue(session, to, Kind.REPLY, message, now=now)
    row.not_before = now if here else patients.awake_at(patient, person, now=now)
    incident.told_outbox_id = row.id
    await alerts.raise_for(session, content, incident, now=now)


async def _tell(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    incident: Incident,
    verdict: Verdict,
    grounds: Sequence[str],
    *,
    now: datetime,
) -> None:
    """Owe the urgent message, the card to dial and the alerts. `grounds` are what the message names."""
    person = await cases.person_of(session, patient.person_id)
    case = await cases.case_of(session, content, incident)
    team = await alerts.team_of(session, patient, now=now)
    knows = "nobody" if not team else "therapist" if team[0].id == patient.therapist_id else "team"
    shown = replace(case, flags=grounds or case.flags, added=verdict.added)
    to = outbox.Address(person.telegram_id, patient.person_id)
    message = urgent_words.to_patient(content, person.language, shown, Seen(knows))
    await told.point_to_newer(session, content, incident, now=now)
    incident.told_outbox_id = (await outbox.queue(session, to, Kind.SAFETY, message, now=now)).id
    card = urgent_words.contact(content, content.say(person.language), patient.country)
    if verdict.tier is Tier.EMERGENCY and card is not None:
        await outbox.queue(session, to, Kind.SAFETY, card, now=now)
    await alerts.raise_for(session, content, incident, now=now)
