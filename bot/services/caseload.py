"""A therapist's patients, the one who needs them most first. A handful of queries, however many patients there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import attention
from bot.domain.adherence import ASKED, DONE, NO_MOVES, Tally
from bot.domain.attention import Case, Facts, Place, Thresholds
from bot.domain.checkin import Question
from bot.domain.geography import plain
from bot.domain.triage import Tier
from bot.models import (
    Answer,
    CheckIn,
    CheckInState,
    Incident,
    IncidentState,
    Letter,
    Occurrence,
    OccurrenceState,
    Patient,
    Person,
    Threshold,
)
from bot.services import care, correspondence, progress
from bot.services.group import Group

LOOKED_AT = (Question.SCREEN, Question.NUMBNESS, Question.PAIN, Question.CHANGE)


@dataclass(frozen=True)
class Row:
    """One patient of the list, with the numbers of the last check-in and what was done in 14 days."""

    person_id: int
    name: str
    code: str
    place: Place
    numbness: int | None
    pain: int | None
    moves: Tally


@dataclass(frozen=True)
class _Known:
    """What the list needs of a patient: a caseload goes without objects of the tables."""

    person_id: int
    name: str
    code: str
    enrolled_at: datetime | None
    held_since: datetime | None
    paused_until: datetime | None


@dataclass(frozen=True)
class _LastCheckIn:
    finished_at: datetime | None
    answers: dict[str, str]


async def of(session: AsyncSession, therapist_id: int, *, named: str = "", now: datetime) -> list[Row]:
    """All patients whom a therapist reaches and who have not left, or those whose name or code has these letters."""
    found = await _known(session, care.reaches(therapist_id, now=now), col(Patient.left_at).is_(None))
    wanted = plain(named)
    if wanted:
        found = [one for one in found if wanted in plain(one.name) or wanted in plain(one.code)]
    return await _rows(session, found, now=now)


async def answered_for(session: AsyncSession, therapist_id: int, *, now: datetime) -> list[Row]:
    """The patients for whom a therapist answers now: not those whom somebody else covers."""
    found = await _known(session, care.answers_for(therapist_id, now=now), col(Patient.left_at).is_(None))
    return await _rows(session, found, now=now)


async def how_many(session: AsyncSession, therapist_id: int) -> int:
    """How many patients have this therapist and have not left."""
    mine = select(func.count()).where(Patient.therapist_id == therapist_id, col(Patient.left_at).is_(None))
    return (await session.exec(mine.select_from(Patient))).one()


async def row(session: AsyncSession, patient: Patient, *, now: datetime) -> Row:
    """One patient's line of the list."""
    found = await _known(session, col(Patient.person_id) == patient.person_id)
    return (await _rows(session, found, now=now))[0]


async def mine(
    session: AsyncSession, therapist_id: int, patient_id: int, *, now: datetime
) -> tuple[Patient, Person] | None:
    """A patient if this therapist may reach them."""
    reached = care.reaches(therapist_id, now=now)
    found = select(Patient, Person).where(Patient.person_id == patient_id, Person.id == Patient.person_id, reached)
    row = (await session.exec(found)).first()
    return None if row is None else (row[0], row[1])


async def _known(session: AsyncSession, *which: ColumnElement[bool]) -> list[_Known]:
    await session.flush()
    found = columns(
        col(Person.id), col(Person.first_name), col(Patient.code),
        col(Patient.enrolled_at), col(Patient.held_since), col(Patient.paused_until),
    ).where(col(Person.id) == Patient.person_id, *which)  # fmt: skip
    return [_Known(*row) for row in await (await session.connection()).execute(found)]


async def _rows(session: AsyncSession, found: Sequence[_Known], *, now: datetime) -> list[Row]:
    whose = Group(session, [one.person_id for one in found])
    cases, last = await _cases(whose), await _last_check_ins(whose)
    moves, worsened = await _moves(whose, now=now)
    thresholds, unread = await _thresholds(whose), await _unread(whose)
    rows = []
    for one in found:
        check_in = last.get(one.person_id, _LastCheckIn(None, {}))
        facts = Facts(
            enrolled_at=one.enrolled_at,
            held=one.held_since is not None,
            paused_until=one.paused_until,
            cases=tuple(cases[one.person_id]),
            heard_at=check_in.finished_at or one.enrolled_at,
            change=check_in.answers.get(Question.CHANGE),
            pain=progress.number(check_in.answers.get(Question.PAIN)),
            asked_of_flags=Question.SCREEN in check_in.answers,
            worsened_at=worsened.get(one.person_id),
            moves=moves.get(one.person_id, Tally(0, 0)),
            unread=one.person_id in unread,
        )
        place = attention.place(facts, thresholds.get(one.person_id, Thresholds()), now=now)
        numbness = progress.number(check_in.answers.get(Question.NUMBNESS))
        rows.append(Row(one.person_id, one.name, one.code, place, numbness, facts.pain, facts.moves))
    return sorted(rows, key=lambda row: (row.place.rank, row.code))


async def _cases(whose: Group) -> dict[int, list[Case]]:
    found = columns(col(Incident.patient_id), col(Incident.tier), col(Incident.state)).where(
        whose.has(Incident.patient_id), col(Incident.state) != IncidentState.CLOSED
    )
    cases = defaultdict(list)
    for patient_id, tier, state in await whose.ask(found):
        cases[patient_id].append(Case(Tier.named(tier), seen=state == IncidentState.ACKNOWLEDGED))
    return cases


async def _last_check_ins(whose: Group) -> dict[int, _LastCheckIn]:
    """patient -> the daily check-in that was finished last. It is looked up for each from the end, so that years of
    check-ins cost no more than a week of them.
    """
    earlier = aliased(CheckIn)
    newest = (
        columns(col(earlier.id))
        .where(col(earlier.patient_id) == Patient.person_id, col(earlier.state) == CheckInState.DONE)
        .where(col(earlier.urgent).is_(False), col(earlier.full).is_(False))
        .order_by(col(earlier.id).desc())
        .limit(1)
        .correlate(Patient)
        .scalar_subquery()
    )
    answered = (
        columns(col(CheckIn.patient_id), col(CheckIn.finished_at), col(Answer.question), col(Answer.value))
        .outerjoin(Answer, (col(Answer.check_in_id) == CheckIn.id) & col(Answer.question).in_(LOOKED_AT))
        .where(col(CheckIn.id).in_(columns(newest).where(whose.has(Patient.person_id))))
    )
    last: dict[int, _LastCheckIn] = {}
    for patient_id, finished_at, question, value in await whose.ask(answered):
        check_in = last.setdefault(patient_id, _LastCheckIn(finished_at, {}))
        if question is not None:
            check_in.answers[question] = value
    return last


async def _moves(whose: Group, *, now: datetime) -> tuple[dict[int, Tally], dict[int, datetime]]:
    """patient -> what was done of what was asked in 14 days; patient -> when an exercise last made it worse."""
    counted = (
        columns(col(Occurrence.patient_id), col(Occurrence.state), func.count(), func.max(col(Occurrence.answered_at)))
        .where(
            whose.has(Occurrence.patient_id),
            col(Occurrence.local_date) > (now - timedelta(days=progress.DAYS)).date(),
            col(Occurrence.kind).not_in(NO_MOVES),
            col(Occurrence.state).in_(ASKED),
        )
        .group_by(col(Occurrence.patient_id), col(Occurrence.state))
    )
    moves: dict[int, Tally] = {}
    worsened: dict[int, datetime] = {}
    for patient_id, state, number, answered_at in await whose.ask(counted):
        before = moves.get(patient_id, Tally(0, 0))
        moves[patient_id] = Tally(before.done + (number if state in DONE else 0), before.asked + number)
        if state == OccurrenceState.WORSE and answered_at is not None:
            worsened[patient_id] = answered_at
    return moves, worsened


async def _thresholds(whose: Group) -> dict[int, Thresholds]:
    one = Threshold
    found = columns(col(one.patient_id), col(one.pain), col(one.silent_days), col(one.adherence), col(one.weeks))
    rows = await whose.ask(found.where(whose.has(one.patient_id)))
    return {patient_id: Thresholds(*those) for patient_id, *those in rows}


async def _unread(whose: Group) -> frozenset[int]:
    """The patients with an answer that nobody who treats them has read."""
    found = columns(col(Letter.patient_id)).where(whose.has(Letter.patient_id), *correspondence.UNREAD).distinct()
    return frozenset(patient_id for (patient_id,) in await whose.ask(found))
