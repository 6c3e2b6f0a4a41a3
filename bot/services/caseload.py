"""A therapist's patients, the one who needs them most first. A handful of queries, however many patients there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ScalarSelect
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import attention
from bot.domain.adherence import ASKED, DONE, Tally
from bot.domain.attention import Case, Facts, Place, Thresholds
from bot.domain.checkin import Question
from bot.domain.geography import plain
from bot.domain.lanes import Kind
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

LOOKED_AT = (Question.SCREEN, Question.NUMBNESS, Question.PAIN, Question.CHANGE)


@dataclass(frozen=True)
class Row:
    """One patient of the list, with the numbers of the last check-in and what was done in 14 days."""

    patient: Patient
    person: Person
    place: Place
    numbness: int | None
    pain: int | None
    moves: Tally


@dataclass(frozen=True)
class _LastCheckIn:
    finished_at: datetime | None
    answers: dict[str, str]


async def of(session: AsyncSession, therapist_id: int, *, named: str = "", now: datetime) -> list[Row]:
    """All patients whom a therapist reaches and who have not left, or those whose name or code has these letters."""
    rows = await _rows(session, [care.reaches(therapist_id, now=now), col(Patient.left_at).is_(None)], now=now)
    wanted = plain(named)
    return [row for row in rows if wanted in plain(row.person.first_name) or wanted in plain(row.patient.code)]


async def answered_for(session: AsyncSession, therapist_id: int, *, now: datetime) -> list[Row]:
    """The patients for whom a therapist answers now: not those whom somebody else covers."""
    return await _rows(session, [care.answers_for(therapist_id, now=now), col(Patient.left_at).is_(None)], now=now)


async def how_many(session: AsyncSession, therapist_id: int) -> int:
    """How many patients have this therapist and have not left."""
    mine = select(func.count()).where(Patient.therapist_id == therapist_id, col(Patient.left_at).is_(None))
    return (await session.exec(mine.select_from(Patient))).one()


async def row(session: AsyncSession, patient: Patient, *, now: datetime) -> Row:
    """One patient's line of the list."""
    await session.flush()
    return (await _rows(session, [Patient.person_id == patient.person_id], now=now))[0]


async def mine(
    session: AsyncSession, therapist_id: int, patient_id: int, *, now: datetime
) -> tuple[Patient, Person] | None:
    """A patient if this therapist may reach them."""
    reached = care.reaches(therapist_id, now=now)
    found = select(Patient, Person).where(Patient.person_id == patient_id, Person.id == Patient.person_id, reached)
    row = (await session.exec(found)).first()
    return None if row is None else (row[0], row[1])


async def _rows(session: AsyncSession, which: Sequence[Any], *, now: datetime) -> list[Row]:
    found = select(Patient, Person).where(Person.id == Patient.person_id, *which)
    people = (await session.exec(found)).all()
    ids = select(Patient.person_id).where(Person.id == Patient.person_id, *which).scalar_subquery()
    cases, last = await _cases(session, ids), await _last_check_ins(session, ids)
    moves, worsened = await _moves(session, ids, now=now)
    thresholds, unread = await _thresholds(session, ids), await _unread(session, ids)
    rows = []
    for patient, person in people:
        check_in = last.get(person.id, _LastCheckIn(None, {}))
        facts = Facts(
            enrolled_at=patient.enrolled_at,
            held=patient.held_since is not None,
            paused_until=patient.paused_until,
            cases=tuple(cases[person.id]),
            heard_at=check_in.finished_at or patient.enrolled_at,
            change=check_in.answers.get(Question.CHANGE),
            pain=progress.number(check_in.answers.get(Question.PAIN)),
            asked_of_flags=Question.SCREEN in check_in.answers,
            worsened_at=worsened.get(person.id),
            moves=moves.get(person.id, Tally(0, 0)),
            unread=person.id in unread,
        )
        place = attention.place(facts, thresholds.get(person.id, Thresholds()), now=now)
        numbness = progress.number(check_in.answers.get(Question.NUMBNESS))
        rows.append(Row(patient, person, place, numbness, facts.pain, facts.moves))
    return sorted(rows, key=lambda row: (row.place.rank, row.patient.code))


async def _cases(session: AsyncSession, ids: ScalarSelect[int]) -> dict[int, list[Case]]:
    found = select(Incident.patient_id, Incident.tier, Incident.state).where(
        col(Incident.patient_id).in_(ids), Incident.state != IncidentState.CLOSED
    )
    cases = defaultdict(list)
    for patient_id, tier, state in (await session.exec(found)).all():
        cases[patient_id].append(Case(Tier.named(tier), seen=state == IncidentState.ACKNOWLEDGED))
    return cases


async def _last_check_ins(session: AsyncSession, ids: ScalarSelect[int]) -> dict[int, _LastCheckIn]:
    """patient -> the daily check-in that was finished last."""
    newest = (
        select(func.max(CheckIn.id))
        .where(col(CheckIn.patient_id).in_(ids), CheckIn.state == CheckInState.DONE)
        .where(col(CheckIn.urgent).is_(False), col(CheckIn.full).is_(False))
        .group_by(col(CheckIn.patient_id))
    )
    answered = (
        select(CheckIn.patient_id, CheckIn.finished_at, Answer.question, Answer.value)
        .outerjoin(Answer, (col(Answer.check_in_id) == CheckIn.id) & col(Answer.question).in_(LOOKED_AT))
        .where(col(CheckIn.id).in_(newest))
    )
    last: dict[int, _LastCheckIn] = {}
    for patient_id, finished_at, question, value in (await session.exec(answered)).all():
        check_in = last.setdefault(patient_id, _LastCheckIn(finished_at, {}))
        if question is not None:
            check_in.answers[question] = value
    return last


async def _moves(
    session: AsyncSession, ids: ScalarSelect[int], *, now: datetime
) -> tuple[dict[int, Tally], dict[int, datetime]]:
    """patient -> what was done of what was asked in 14 days; patient -> when an exercise last made it worse."""
    counted = (
        select(Occurrence.patient_id, Occurrence.state, func.count(), func.max(Occurrence.answered_at))
        .where(
            col(Occurrence.patient_id).in_(ids),
            col(Occurrence.local_date) > (now - timedelta(days=progress.DAYS)).date(),
            Occurrence.kind != Kind.CHECK_IN,
            col(Occurrence.state).in_(ASKED),
        )
        .group_by(col(Occurrence.patient_id), col(Occurrence.state))
    )
    moves: dict[int, Tally] = {}
    worsened: dict[int, datetime] = {}
    for patient_id, state, number, answered_at in (await session.exec(counted)).all():
        before = moves.get(patient_id, Tally(0, 0))
        moves[patient_id] = Tally(before.done + (number if state in DONE else 0), before.asked + number)
        if state == OccurrenceState.WORSE and answered_at is not None:
            worsened[patient_id] = answered_at
    return moves, worsened


async def _thresholds(session: AsyncSession, ids: ScalarSelect[int]) -> dict[int, Thresholds]:
    rows = await session.exec(select(Threshold).where(col(Threshold.patient_id).in_(ids)))
    return {row.patient_id: Thresholds(row.pain, row.silent_days, row.adherence, row.weeks) for row in rows.all()}


async def _unread(session: AsyncSession, ids: ScalarSelect[int]) -> frozenset[int]:
    """The patients with an answer that nobody who treats them has read."""
    found = select(Letter.patient_id).where(col(Letter.patient_id).in_(ids), *correspondence.UNREAD).distinct()
    return frozenset((await session.exec(found)).all())
