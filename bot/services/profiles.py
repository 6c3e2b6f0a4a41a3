"""What is known of a patient's health: who said it, and when."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.profile import FACTS, Said, holds
from bot.models import KnownProblem, Patient, Person, ProfileFact
from bot.services import care

KNOWN_FOR = timedelta(days=90)
"""A long-standing problem counts as known for this long. Source: safety.md §1.0, rule 7."""
NOTE_FOR = timedelta(hours=1)


async def facts(session: AsyncSession, patient_id: int) -> dict[str, ProfileFact]:
    """fact -> what was said of it."""
    found = await session.exec(select(ProfileFact).where(ProfileFact.patient_id == patient_id))
    return {row.fact: row for row in found.all()}


async def known(session: AsyncSession, patient_id: int, *, now: datetime) -> frozenset[str]:
    """The facts that count now."""
    found = await facts(session, patient_id)
    return frozenset(fact for fact, row in found.items() if holds(fact, row.said, row.set_at, now=now))


async def known_of(session: AsyncSession, ids: Collection[int], *, now: datetime) -> dict[int, set[str]]:
    """patient -> the facts that count now, of many at once; without those of whom none does."""
    found: dict[int, set[str]] = {}
    rows = select(ProfileFact).where(col(ProfileFact.patient_id).in_(ids))
    for row in (await session.exec(rows)).all() if ids else ():
        if holds(row.fact, row.said, row.set_at, now=now):
            found.setdefault(row.patient_id, set()).add(row.fact)
    return found


async def say(session: AsyncSession, patient: Patient, fact: str, said: Said, by: Person, *, now: datetime) -> None:
    """Keep what somebody says of a fact. Raises ValueError for a fact that there is not."""
    if fact not in FACTS:
        raise ValueError(fact)
    row = await session.get(ProfileFact, (patient.person_id, fact))
    if row is None:
        session.add(ProfileFact(patient_id=patient.person_id, fact=fact, said=said, set_by=by.id, set_at=now))
    else:
        row.said, row.set_by, row.set_at = said, by.id, now
    await session.flush()


async def problems(session: AsyncSession, patient_id: int, *, now: datetime) -> dict[str, KnownProblem]:
    """flag -> the long-standing problem that is known now."""
    found = select(KnownProblem).where(KnownProblem.patient_id == patient_id, col(KnownProblem.until) > now)
    return {row.flag: row for row in (await session.exec(found)).all()}


async def mark_known(session: AsyncSession, patient: Patient, flag: str, by: Person, *, now: datetime) -> None:
    """A therapist knows this problem: its question changes its words for 90 days, and stays."""
    row = await session.get(KnownProblem, (patient.person_id, flag))
    if row is None:
        row = KnownProblem(patient_id=patient.person_id, flag=flag, set_by=by.id, set_at=now, until=now + KNOWN_FOR)
        session.add(row)
    row.set_by, row.set_at, row.until = by.id, now, now + KNOWN_FOR
    await session.flush()


async def forget(session: AsyncSession, patient_id: int, flag: str, *, now: datetime) -> None:
    """The problem is not a known one any more."""
    row = await session.get(KnownProblem, (patient_id, flag))
    if row is not None:
        row.until = now
    await session.flush()


async def note_last(session: AsyncSession, by: Person, note: str, *, now: datetime) -> bool:
    """A therapist's words to the problem that they marked last; False when there is none from the last hour."""
    mine = select(Patient.person_id).where(care.reaches(by.id, now=now))
    found = select(KnownProblem).where(
        KnownProblem.set_by == by.id, col(KnownProblem.set_at) > now - NOTE_FOR, col(KnownProblem.patient_id).in_(mine)
    )
    row = (await session.exec(found.order_by(col(KnownProblem.set_at).desc()).limit(1))).first()
    if row is None:
        return False
    row.note = note
    await session.flush()
    return True
