"""Trend rules over the stored answers, where the deployment has them. What was found is kept with its numbers."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import trend, wall
from bot.domain.checkin import FLAG, YES
from bot.domain.trend import Day, Finding
from bot.domain.triage import Tier
from bot.models import Answer, CheckIn, Incident, Judgement, Occurrence, OccurrenceState, Patient, TrendFinding
from bot.services import alerts, cases, incidents, measurings, progress, thresholds, told

LOOKS_BACK = timedelta(days=60)
NEW = timedelta(days=14)
"""What began in this time is new. Source: safety.md §1.2."""
WEAK = frozenset({"weakness", "cant_move"})
WEEKLY_WORSE = f"{FLAG}worse"
SEEN = "seen"
"""The reason of a closed case that says that a doctor has looked."""
SOON = frozenset({"T2", "T3"})
"""What the therapist hears of at once even where it is routine: due the same day, and within a working day."""
QUIET_FOR = {"T1": trend.REPEATS_AFTER}
"""A finding is not said again for so long; other rules for a week."""


async def look(session: AsyncSession, content: Content, patient: Patient, *, now: datetime) -> list[Finding]:
    """Report what the answers of many days amount to. Nothing is looked at unless the deployment says so."""
    if not content.policy.trend_rules:
        return []
    person = await cases.person_of(session, patient.person_id)
    zone = person.zone or "UTC"
    today = wall.local(now, zone).date()
    days = await _days(session, patient.person_id, zone, since=now - LOOKS_BACK)
    examined = await _examined(session, patient.person_id, zone)
    weeks = (await thresholds.of(session, patient.person_id)).weeks or None
    found = trend.findings(days, today, examined=examined, weeks=weeks)
    return await _report(session, content, patient, found, today, now=now)


async def look_at_walking(session: AsyncSession, content: Content, patient: Patient, *, now: datetime) -> list[Finding]:
    """Report what falls and minutes walked amount to, once they are answered. Source: safety.md T5."""
    if not content.policy.trend_rules:
        return []
    person = await cases.person_of(session, patient.person_id)
    zone = person.zone or "UTC"
    today = wall.local(now, zone).date()
    walks = await measurings.walks(session, patient.person_id, zone, since=now - LOOKS_BACK)
    weak = await _newly_weak(session, patient.person_id, now=now)
    found = trend.unsteady(walks, today, new_weakness=weak)
    return await _report(session, content, patient, [found] if found is not None else [], today, now=now)


async def _newly_weak(session: AsyncSession, patient_id: int, *, now: datetime) -> bool:
    judged = select(Judgement).where(Judgement.patient_id == patient_id, col(Judgement.judged_at) > now - NEW)
    return any(WEAK & set(row.flags) for row in (await session.exec(judged)).all())


async def _report(
    session: AsyncSession, content: Content, patient: Patient, found: Sequence[Finding], today: date, *, now: datetime
) -> list[Finding]:
    """Keep and report what was not said lately; gives it."""
    fresh = [one for one in found if not await _said(session, patient.person_id, one, today)]
    for one in fresh:
        await _keep(session, patient.person_id, one, today, now=now)
    if fresh:
        flags = [one.flag for one in fresh]
        await incidents.report(session, content, patient, flags, source="trend", now=now)
        if any(one.rule in SOON for one in fresh):
            await _tell_today(session, content, patient, now=now)
    return fresh


async def _tell_today(session: AsyncSession, content: Content, patient: Patient, *, now: datetime) -> None:
    """A routine case otherwise waits in the list; an alarming one was told already."""
    incident = await cases.open_for(session, patient.person_id)
    if incident is not None and Tier.named(incident.tier) is Tier.ROUTINE:
        await told.tell(session, content, incident, await alerts.team_of(session, patient, now=now), now=now)


async def _days(session: AsyncSession, patient_id: int, zone: str, *, since: datetime) -> list[Day]:
    """The local days that have an answer. A yes to 'worse' in the weekly list says so as well."""
    found = (
        select(CheckIn.opened_at, Answer.question, Answer.value)
        .where(Answer.check_in_id == CheckIn.id, CheckIn.patient_id == patient_id, col(CheckIn.opened_at) >= since)
        .where(col(Answer.question).in_(("numbness", "pain", "change", WEEKLY_WORSE)))
        .order_by(col(CheckIn.opened_at))
    )
    days: dict[date, dict[str, str]] = {}
    for at, question, value in (await session.exec(found)).all():
        days.setdefault(wall.local(at, zone).date(), {})[question] = value
    return [
        Day(
            day,
            progress.number(given.get("numbness")),
            progress.number(given.get("pain")),
            "worse" if given.get(WEEKLY_WORSE) == YES else given.get("change"),
        )
        for day, given in sorted(days.items())
    ]


async def _examined(session: AsyncSession, patient_id: int, zone: str) -> date | None:
    """The last day on which a therapist wrote down that a doctor has looked."""
    seen = select(Incident.closed_at).where(Incident.patient_id == patient_id, Incident.close_reason == SEEN)
    at = (await session.exec(seen.order_by(col(Incident.closed_at).desc()).limit(1))).first()
    return wall.local(at, zone).date() if at is not None else None


async def _said(session: AsyncSession, patient_id: int, finding: Finding, today: date) -> bool:
    """Whether the same was said lately, with at least the same weight."""
    lately = select(TrendFinding).where(
        TrendFinding.patient_id == patient_id,
        TrendFinding.rule == finding.rule,
        col(TrendFinding.local_date) > today - QUIET_FOR.get(finding.rule, timedelta(days=7)),
    )
    return any(row.tier == finding.tier.word for row in (await session.exec(lately)).all())


async def _keep(session: AsyncSession, patient_id: int, finding: Finding, today: date, *, now: datetime) -> None:
    row = await session.get(TrendFinding, (patient_id, finding.rule, today))
    if row is None:
        row = TrendFinding(patient_id=patient_id, rule=finding.rule, local_date=today, tier="", found_at=now)
        session.add(row)
    row.tier, row.evidence, row.found_at = finding.tier.word, dict(finding.evidence), now
    await session.flush()


async def jumped(
    session: AsyncSession, patient_id: int, check_in: CheckIn, answers: Mapping[str, str], *, now: datetime
) -> bool:
    """Whether today's numbness or pain is far above yesterday's: a reason to ask, no alarm. Source: safety.md T4."""
    for scale in ("numbness", "pain"):
        found = (
            select(Answer)
            .where(Answer.check_in_id == CheckIn.id, CheckIn.patient_id == patient_id, CheckIn.id != check_in.id)
            .where(Answer.question == scale)
            .order_by(col(Answer.answered_at).desc())
        )
        last = (await session.exec(found.limit(1))).first()
        before = (last.answered_at, int(last.value)) if last is not None else None
        if scale in answers and trend.jumped(before, (now, int(answers[scale]))):
            return True
    return False


async def stopped(session: AsyncSession, content: Content, items: Collection[int]) -> set[int]:
    """Which of these lines of a plan made it worse twice within a week: they are not sent any more. Source: T6."""
    if not content.policy.trend_rules or not items:
        return set()
    worse = select(Occurrence.item_id, Occurrence.answered_at).where(
        col(Occurrence.item_id).in_(items), Occurrence.state == OccurrenceState.WORSE
    )
    times: dict[int, list[datetime]] = defaultdict(list)
    for item, at in (await session.exec(worse)).all():
        if at is not None:
            times[item].append(at)
    return {item for item, of_it in times.items() if trend.keeps_worsening(of_it)}
