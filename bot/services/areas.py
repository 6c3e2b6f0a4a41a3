"""Where it is numb, marked at most once a day: saved tap by tap, judged against the days before."""

from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import wall
from bot.domain.spread import AREAS, NEW_WITHIN, Marked, flags_of
from bot.domain.triage import Verdict
from bot.models import AreaMap, Patient
from bot.services import cases, incidents
from bot.services.checkins import FORGOTTEN_AFTER, UNSENT_AFTER


async def on(session: AsyncSession, patient_id: int, day: date) -> AreaMap | None:
    """The map of a local day."""
    return await session.get(AreaMap, (patient_id, day))


async def last(session: AsyncSession, patient_id: int) -> AreaMap | None:
    """The newest map that has a mark."""
    found = select(AreaMap).where(AreaMap.patient_id == patient_id, col(AreaMap.skipped).is_(False))
    rows = (await session.exec(found.order_by(col(AreaMap.local_date).desc()).limit(7))).all()
    return next((row for row in rows if row.areas), None)


async def toggle(session: AsyncSession, patient_id: int, day: date, area: str, *, now: datetime) -> AreaMap:
    """Mark an area, or take the mark back. A map that was judged stays as it is."""
    row = await on(session, patient_id, day)
    if row is None:
        row = AreaMap(patient_id=patient_id, local_date=day, marked_at=now)
        session.add(row)
    if row.done_at is None and area in AREAS:
        marked = set(row.areas) ^ {area}
        row.areas, row.marked_at = [one for one in AREAS if one in marked], now
    await session.flush()
    return row


async def skip(session: AsyncSession, patient_id: int, day: date, *, now: datetime) -> None:
    """The patient does not want to say today, which says nothing."""
    if await on(session, patient_id, day) is None:
        session.add(AreaMap(patient_id=patient_id, local_date=day, marked_at=now, skipped=True, done_at=now))
    await session.flush()


async def judge_map(
    session: AsyncSession, content: Content, patient: Patient, row: AreaMap, *, now: datetime
) -> Verdict | None:
    """Compare a day's map with the ones before, once; what it amounts to goes to triage."""
    if row.done_at is not None:
        return None
    row.done_at = now
    await session.flush()
    earlier = await before(session, patient, row.local_date)
    flags = flags_of(earlier, Marked(row.local_date, frozenset(row.areas)))
    return await incidents.report(session, content, patient, flags, source="area", now=now) if flags else None


async def before(session: AsyncSession, patient: Patient, day: date) -> list[Marked]:
    """The maps of the days before; without any, the places that the patient gave when joining."""
    found = select(AreaMap).where(
        AreaMap.patient_id == patient.person_id,
        col(AreaMap.local_date) < day,
        col(AreaMap.local_date) >= day - NEW_WITHIN,
    )
    maps = [Marked(row.local_date, frozenset(row.areas)) for row in (await session.exec(found)).all() if row.areas]
    if maps or patient.places_at is None:
        return maps
    person = await cases.person_of(session, patient.person_id)
    joined = wall.local(patient.places_at, person.zone or "UTC").date()
    return [Marked(joined, frozenset(patient.places))]


async def since(session: AsyncSession, patient_id: int, day: date) -> list[Marked]:
    """The finished maps from a local day on, in order; one that was skipped says nothing and is left out."""
    found = select(AreaMap).where(
        AreaMap.patient_id == patient_id,
        col(AreaMap.local_date) >= day,
        col(AreaMap.skipped).is_(False),
        col(AreaMap.done_at).is_not(None),
    )
    rows = (await session.exec(found.order_by(col(AreaMap.local_date)))).all()
    return [Marked(row.local_date, frozenset(row.areas)) for row in rows]


async def left_undone(session: AsyncSession, *, now: datetime) -> list[AreaMap]:
    """Maps with a mark that nobody finished: they count after ten minutes, as ticks do."""
    found = select(AreaMap).where(
        col(AreaMap.done_at).is_(None),
        col(AreaMap.marked_at) <= now - UNSENT_AFTER,
        col(AreaMap.marked_at) > now - FORGOTTEN_AFTER,
    )
    return list((await session.exec(found)).all())
