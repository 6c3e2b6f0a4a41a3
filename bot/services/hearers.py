"""Whom a message may reach now, of all who meet some conditions."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, tuple_
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import gate, wall
from bot.domain.lanes import Kind
from bot.models import Patient, Person
from bot.services import patients


async def who_can_hear(
    session: AsyncSession, kind: Kind, *wanted: ColumnElement[bool], most: int, now: datetime
) -> list[tuple[Patient, Person]]:
    """The first `most` patients who meet the conditions and whom a message of this kind may reach now.

    Those in quiet hours are left out by the database. It looks on past others whom it may not reach, a page at a time:
    nobody waits behind somebody who has to wait. They are the caller's alone until its transaction ends: of several
    processes one says something.
    """
    here = func.coalesce(Person.zone, "UTC")
    meets: list[ColumnElement[bool]] = [
        col(Person.id) == Patient.person_id,
        col(Patient.left_at).is_(None),
        col(Patient.paused_until).is_(None) | (col(Patient.paused_until) <= now),
        col(Person.unreachable_since).is_(None),
        *wanted,
    ]
    nights = select(here, Patient.quiet_from, Patient.quiet_until).where(*meets).distinct()
    awake = [
        (zone, start, end)
        for zone, start, end in (await session.exec(nights)).all()
        if not wall.Window.of(start, end).holds(wall.local(now, zone).time())
    ]
    found = select(Patient, Person).where(*meets, tuple_(here, Patient.quiet_from, Patient.quiet_until).in_(awake))
    page = found.order_by(col(Patient.person_id)).limit(most).with_for_update(of=Patient, skip_locked=True)
    hearing: list[tuple[Patient, Person]] = []
    rows = (await session.exec(page)).all() if awake else []
    while rows:
        hearing += await _hearing(session, rows, kind, now=now)
        if len(hearing) >= most or len(rows) < most:
            break
        rows = (await session.exec(page.where(col(Patient.person_id) > rows[-1][0].person_id))).all()
    return hearing[:most]


async def _hearing(
    session: AsyncSession, rows: Sequence[tuple[Patient, Person]], kind: Kind, *, now: datetime
) -> list[tuple[Patient, Person]]:
    crises = await patients.in_crisis(session, [patient.person_id for patient, _ in rows])
    return [
        (patient, person)
        for patient, person in rows
        if gate.refuses(patients.standing(patient, person, crisis=patient.person_id in crises), kind, now=now) is None
    ]
