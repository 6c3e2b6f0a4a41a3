"""Steps of a dose that are worth a therapist's look: what the answers and the pain of the last days speak for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select as columns
from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import stepping
from bot.domain.adherence import ASKED
from bot.domain.attention import Thresholds
from bot.domain.checkin import Question
from bot.domain.lanes import Kind
from bot.domain.stepping import Evidence, Limits, Way
from bot.models import (
    Answer,
    CheckIn,
    Incident,
    IncidentState,
    Occurrence,
    OccurrenceState,
    Patient,
    Plan,
    PlanItem,
    StepKept,
    Threshold,
)
from bot.services import progress
from bot.services.group import Group

KINDS = (Kind.EXERCISE, Kind.WALK)


@dataclass(frozen=True)
class Offer:
    """A step of one line that a therapist may decide on, with what speaks for it."""

    patient_id: int
    item_id: int
    exercise: str
    way: Way
    before: Mapping[str, int]
    after: Mapping[str, int]
    evidence: Evidence
    pain: int
    """The patient's threshold."""


@dataclass(frozen=True)
class _Line:
    item_id: int
    patient_id: int
    exercise: str
    dose: dict[str, int]


async def due(
    session: AsyncSession, content: Content, patient_ids: Sequence[int], *, now: datetime
) -> dict[int, list[Offer]]:
    """patient -> the steps to decide on, a handful of queries for all of them. None in a pause, on a hold, or while a
    case is open.
    """
    await session.flush()
    running = await _lines(session, patient_ids, now=now)
    lines = [line for line in running if line.exercise in content.exercises]
    if not lines:
        return {}
    since = now - timedelta(days=content.policy.step_days)
    group = Group(session, sorted({line.patient_id for line in lines}))
    pains, thresholds = await _pains(group, since=since), await _thresholds(group)
    items = Group(session, [line.item_id for line in lines])
    counts, kept = await _counts(items, since=since), await _kept(items, content, now=now)
    found: dict[int, list[Offer]] = defaultdict(list)
    for line in lines:
        evidence = replace(counts.get(line.item_id, NOTHING), pains=tuple(pains[line.patient_id]))
        offer = _offer(content, line, evidence, thresholds.get(line.patient_id, Thresholds().pain))
        if offer is not None and (line.item_id, offer.way) not in kept:
            found[line.patient_id].append(offer)
    return {patient_id: sorted(offers, key=_weight) for patient_id, offers in found.items()}


def _weight(offer: Offer) -> tuple[bool, int]:
    """What may be too much comes before what may be more."""
    return offer.way is Way.UP, offer.item_id


async def of(session: AsyncSession, content: Content, patient_id: int, *, now: datetime) -> list[Offer]:
    """The steps to decide on for one patient, as `due` orders them."""
    return (await due(session, content, [patient_id], now=now)).get(patient_id, [])


NOTHING = Evidence(asked=0, done=0, part=0, worse=0, days=0)


def _offer(content: Content, line: _Line, evidence: Evidence, pain: int) -> Offer | None:
    policy, data = content.policy, content.exercises[line.exercise].data
    limits = Limits(policy.step_up_days, policy.step_up_percent, policy.step_down_parts, pain)
    way = stepping.way(evidence, limits)
    if way is None:
        return None
    before = {**data.dose.model_dump(exclude_defaults=True), **line.dose}
    after = stepping.stepped(before, way, data.most.model_dump())
    if after is None:
        return None
    return Offer(line.patient_id, line.item_id, line.exercise, way, before, after, evidence, pain)


async def _lines(session: AsyncSession, patient_ids: Sequence[int], *, now: datetime) -> list[_Line]:
    """The exercises and walks in the running plans of those for whom nothing is stopped."""
    group = Group(session, patient_ids)
    open_case = select(Incident.id).where(
        Incident.patient_id == Patient.person_id, Incident.state != IncidentState.CLOSED
    )
    found = (
        columns(col(PlanItem.id), col(Plan.patient_id), col(PlanItem.exercise), col(PlanItem.dose))
        .join(Plan, col(Plan.id) == PlanItem.plan_id)
        .join(Patient, col(Patient.person_id) == Plan.patient_id)
        .where(group.has(Plan.patient_id), col(PlanItem.ended_by).is_(None), col(PlanItem.kind).in_(KINDS))
        .where(col(Patient.enrolled_at).is_not(None), col(Patient.left_at).is_(None))
        .where(col(Patient.held_since).is_(None), ~open_case.exists())
        .where(or_(col(Patient.paused_until).is_(None), col(Patient.paused_until) <= now))
        .order_by(col(PlanItem.id))
    )
    return [_Line(*row) for row in await group.ask(found)]


async def _counts(items: Group, *, since: datetime) -> dict[int, Evidence]:
    """line -> what became of it since then, at its present dose: another dose is another line."""
    found = (
        columns(
            col(Occurrence.item_id),
            col(Occurrence.state),
            func.count(),
            func.count(col(Occurrence.local_date).distinct()),
        )
        .where(items.has(Occurrence.item_id), col(Occurrence.local_date) > since.date())
        .where(col(Occurrence.state).in_(ASKED))
        .group_by(col(Occurrence.item_id), col(Occurrence.state))
    )
    states: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
    for item, state, number, days in await items.ask(found):
        states[item][state] = (number, days)
    return {item: _evidence(of_it) for item, of_it in states.items()}


def _evidence(states: Mapping[str, tuple[int, int]]) -> Evidence:
    done, days = states.get(OccurrenceState.DONE, (0, 0))
    return Evidence(
        asked=sum(number for number, _ in states.values()),
        done=done,
        part=states.get(OccurrenceState.PART, (0, 0))[0],
        worse=states.get(OccurrenceState.WORSE, (0, 0))[0],
        days=days,
    )


async def _pains(group: Group, *, since: datetime) -> dict[int, list[int]]:
    """patient -> the answers about pain since then, the oldest first. What was not answered is not there."""
    found = (
        columns(col(CheckIn.patient_id), col(Answer.value))
        .join(Answer, col(Answer.check_in_id) == CheckIn.id)
        .where(group.has(CheckIn.patient_id), col(CheckIn.opened_at) > since, col(Answer.question) == Question.PAIN)
        .order_by(col(CheckIn.opened_at), col(CheckIn.id))
    )
    pains: dict[int, list[int]] = defaultdict(list)
    for patient_id, value in await group.ask(found):
        if (number := progress.number(value)) is not None:
            pains[patient_id].append(number)
    return pains


async def _thresholds(group: Group) -> dict[int, int]:
    found = columns(col(Threshold.patient_id), col(Threshold.pain)).where(group.has(Threshold.patient_id))
    return dict(await group.ask(found))


async def _kept(items: Group, content: Content, *, now: datetime) -> set[tuple[int, str]]:
    """The steps that a therapist has not wanted lately."""
    lately = now - timedelta(days=content.policy.step_again_days)
    found = columns(col(StepKept.item_id), col(StepKept.way)).where(items.has(StepKept.item_id))
    return {(item, way) for item, way in await items.ask(found.where(col(StepKept.kept_at) > lately))}
