"""Loading one patient's record, for reports and exports."""

from collections import defaultdict
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import select as columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import wall
from bot.domain.checkin import NOTE, ticked
from bot.domain.record import CaseSeen, CheckInDone, ConsentGiven, Measured, PlanGiven, PlanLineGiven, Record, Reminded
from bot.models import (
    Answer,
    CheckIn,
    Consent,
    Incident,
    IncidentFlag,
    Occurrence,
    OccurrenceState,
    Patient,
    Person,
    Plan,
)
from bot.services import areas, measurings, plans, progress

REMINDED = [getattr(Occurrence, one.name) for one in fields(Reminded)]
"""The columns of what an occurrence looks like from outside: thousands of rows go without objects of their own."""


async def of(
    session: AsyncSession, patient: Patient, person: Person, *, days: int, notes: bool, now: datetime
) -> Record:
    """The record of the last local days up to now. Typed words are left out unless `notes` asks for them."""
    zone, since = person.zone or "UTC", now - timedelta(days=days)
    return Record(
        code=patient.code,
        zone=zone,
        country=patient.country,
        places=tuple(patient.places),
        since=since,
        until=now,
        consents=await _consents(session, patient.person_id),
        plans=await _plans(session, patient.person_id, since=since),
        check_ins=await _check_ins(session, patient.person_id, since=since, notes=notes),
        reminded=await _reminded(session, patient.person_id, zone, since=since, now=now),
        cases=await _cases(session, patient.person_id, since=since),
        maps=await areas.since(session, patient.person_id, wall.local(since, zone).date()),
        measured=await _measured(session, patient.person_id, since=since),
    )


async def _consents(session: AsyncSession, person_id: int) -> list[ConsentGiven]:
    found = select(Consent).where(Consent.person_id == person_id).order_by(col(Consent.given_at))
    return [
        ConsentGiven(one.id, one.text_version, one.text_sha256, one.language, one.given_at, one.withdrawn_at)
        for one in (await session.exec(found)).all()
    ]


async def _plans(session: AsyncSession, patient_id: int, *, since: datetime) -> list[PlanGiven]:
    running = select(Plan).where(
        Plan.patient_id == patient_id, col(Plan.ended_at).is_(None) | (col(Plan.ended_at) >= since)
    )
    found = []
    for plan in (await session.exec(running.order_by(col(Plan.id)))).all():
        lines = [PlanLineGiven(item.kind, item.exercise, item.rule) for item in await plans.items(session, plan.id)]
        found.append(PlanGiven(plan.id, plan.starter, plan.assigned_at, plan.ended_at, tuple(lines)))
    return found


async def _check_ins(session: AsyncSession, patient_id: int, *, since: datetime, notes: bool) -> list[CheckInDone]:
    opened = select(CheckIn).where(CheckIn.patient_id == patient_id, col(CheckIn.opened_at) >= since)
    check_ins = (await session.exec(opened.order_by(col(CheckIn.opened_at), col(CheckIn.id)))).all()
    answers: dict[int, dict[str, str]] = defaultdict(dict)
    given = (
        select(Answer)
        .where(Answer.check_in_id == CheckIn.id, CheckIn.patient_id == patient_id, col(CheckIn.opened_at) >= since)
        .order_by(col(Answer.answered_at), col(Answer.question))
    )
    for answer in (await session.exec(given)).all():
        answers[answer.check_in_id][answer.question] = answer.value
    return [_check_in(one, answers[one.id], notes=notes) for one in check_ins]


def _check_in(one: CheckIn, answers: dict[str, str], *, notes: bool) -> CheckInDone:
    return CheckInDone(
        id=one.id,
        opened_at=one.opened_at,
        finished_at=one.finished_at,
        urgent=one.urgent,
        screen=answers.get("screen"),
        flags=tuple(ticked(answers)),
        numbness=progress.number(answers.get("numbness")),
        pain=progress.number(answers.get("pain")),
        change=answers.get("change"),
        note=answers.get(NOTE) if notes else None,
        full=one.full,
    )


async def _reminded(
    session: AsyncSession, patient_id: int, zone: str, *, since: datetime, now: datetime
) -> list[Reminded]:
    """The occurrences whose time has come; those of an ended plan that never came are no part of the record."""
    found = columns(*REMINDED).where(
        col(Occurrence.patient_id) == patient_id,
        col(Occurrence.local_date) >= wall.local(since, zone).date(),
        col(Occurrence.due_at) <= now,
        col(Occurrence.state) != OccurrenceState.CANCELLED,
    )
    connection = await session.connection()
    rows = await connection.execute(found.order_by(col(Occurrence.due_at), col(Occurrence.id)))
    return [Reminded(*row) for row in rows]


async def _measured(session: AsyncSession, patient_id: int, *, since: datetime) -> list[Measured]:
    points = await measurings.points(session, patient_id)
    return [
        Measured(one.id, one.measure, one.at, one.score, one.falls, one.answers) for one in points if one.at >= since
    ]


async def _cases(session: AsyncSession, patient_id: int, *, since: datetime) -> list[CaseSeen]:
    """The cases that were open at any time since then."""
    open_since = select(Incident).where(
        Incident.patient_id == patient_id, col(Incident.closed_at).is_(None) | (col(Incident.closed_at) >= since)
    )
    incidents = (await session.exec(open_since.order_by(col(Incident.opened_at)))).all()
    flags = defaultdict(list)
    reported = select(IncidentFlag).where(col(IncidentFlag.incident_id).in_([one.id for one in incidents]))
    for flag in (await session.exec(reported.order_by(col(IncidentFlag.reported_at), col(IncidentFlag.flag)))).all():
        flags[flag.incident_id].append(flag.flag)
    return [
        CaseSeen(
            one.id, one.tier, tuple(flags[one.id]), one.source, one.rules_version, one.opened_at,
            one.acknowledged_at, one.closed_at, one.close_reason,
        )
        for one in incidents
    ]  # fmt: skip
