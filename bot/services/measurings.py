"""Measures over weeks: begun when one is due, answered tap by tap, looked back on."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import wall
from bot.domain.measures import ACTIVITIES, BALANCE, Asked, Measure, counted, due, is_answer, next_item, score
from bot.domain.trend import Walk
from bot.models import Activity, ChairWish, Measuring, Patient, Rating
from bot.services import cases, profiles

LONGEST_WORDS = 60
"""Characters of an activity: it has to fit over a scale on a phone."""


@dataclass(frozen=True)
class Point:
    """A measuring with its number, for a look back; `falls` are those of the seven days before. None is not known."""

    measure: Measure
    at: datetime
    score: float | None
    falls: int | None = None


async def due_now(session: AsyncSession, patient: Patient, *, now: datetime) -> Measure | None:
    """The measure to ask for; None when none is due."""
    if patient.enrolled_at is None:
        return None
    asked = Asked(
        enrolled_at=patient.enrolled_at,
        last=await _last(session, patient.person_id),
        chair_wanted=await chair_wanted(session, patient.person_id),
        open_case=await cases.open_for(session, patient.person_id) is not None,
        poor_balance=BALANCE in await profiles.known(session, patient.person_id, now=now),
    )
    return due(asked, now=now)


async def begin(session: AsyncSession, patient: Patient, measure: Measure, *, now: datetime) -> Measuring:
    measuring = Measuring(patient_id=patient.person_id, measure=measure, asked_at=now)
    session.add(measuring)
    await session.flush()
    return measuring


async def _last(session: AsyncSession, patient_id: int) -> dict[Measure, datetime]:
    asked = select(Measuring).where(Measuring.patient_id == patient_id).order_by(col(Measuring.asked_at))
    return {Measure(one.measure): one.asked_at for one in (await session.exec(asked)).all()}


async def activities(session: AsyncSession, patient_id: int) -> list[Activity]:
    """The activities that are rated now, in the order in which they were named."""
    found = select(Activity).where(Activity.patient_id == patient_id, col(Activity.ended_at).is_(None))
    return list((await session.exec(found.order_by(col(Activity.id)))).all())


async def name_activity(session: AsyncSession, patient_id: int, words: str, *, now: datetime) -> bool:
    """Keep an activity; False when there are enough, or the words are empty or too long. Twice the same is one."""
    named, words = await activities(session, patient_id), " ".join(words.split())
    if not words or len(words) > LONGEST_WORDS or len(named) >= ACTIVITIES:
        return False
    if words.casefold() not in {one.words.casefold() for one in named}:
        session.add(Activity(patient_id=patient_id, words=words, since=now))
        await session.flush()
    return True


async def rename(session: AsyncSession, patient_id: int, *, now: datetime) -> None:
    """Begin again with other activities; what was rated before keeps its words."""
    for one in await activities(session, patient_id):
        one.ended_at = now
    await session.flush()


async def mine(session: AsyncSession, patient_id: int, measuring_id: int) -> Measuring | None:
    """A measuring that is this patient's and not finished."""
    found = await session.get(Measuring, measuring_id)
    return found if found is not None and found.patient_id == patient_id and found.finished_at is None else None


async def unfinished(session: AsyncSession, patient_id: int, measure: Measure) -> Measuring | None:
    """The measuring of a kind that was begun last and is not finished."""
    found = select(Measuring).where(
        Measuring.patient_id == patient_id, Measuring.measure == measure, col(Measuring.finished_at).is_(None)
    )
    return (await session.exec(found.order_by(col(Measuring.id).desc()).limit(1))).first()


async def next_of(session: AsyncSession, measuring: Measuring) -> str | None:
    """What to ask next; 'name' while an activity has still to be named, None when nothing is left."""
    named = [one.id for one in await activities(session, measuring.patient_id)]
    if measuring.measure == Measure.FUNCTION and len(named) < ACTIVITIES:
        return "name"
    return next_item(Measure(measuring.measure), named, await ratings(session, measuring.id))


async def ratings(session: AsyncSession, measuring_id: int) -> dict[str, str]:
    rows = await session.exec(select(Rating).where(Rating.measuring_id == measuring_id).order_by(col(Rating.item)))
    return {row.item: row.value for row in rows.all()}


async def rate(session: AsyncSession, measuring: Measuring, item: str, value: str, *, now: datetime) -> bool:
    """Keep an answer to what is asked now; False for an answer to anything else, or for one that there is not."""
    if item != await next_of(session, measuring) or not is_answer(item, value):
        return False
    session.add(Rating(measuring_id=measuring.id, item=item, value=value, rated_at=now))
    await session.flush()
    if await next_of(session, measuring) is None:
        measuring.finished_at = now
    return True


async def points(session: AsyncSession, patient_id: int) -> list[Point]:
    """The measurings that came to a number, the oldest first. A fall counts from the tap on, finished or not."""
    found = select(Measuring).where(Measuring.patient_id == patient_id)
    made = []
    for one in (await session.exec(found.order_by(col(Measuring.asked_at), col(Measuring.id)))).all():
        answers = await ratings(session, one.id)
        number = score(Measure(one.measure), answers) if one.finished_at is not None else None
        falls = counted(answers, "falls")
        if number is not None or falls is not None:
            made.append(Point(Measure(one.measure), one.finished_at or one.asked_at, number, falls))
    return made


async def walks(session: AsyncSession, patient_id: int, zone: str, *, since: datetime) -> list[Walk]:
    """What was answered about walking since then, a local day each, the oldest first."""
    found = (
        select(Rating)
        .where(Rating.measuring_id == Measuring.id, Measuring.patient_id == patient_id)
        .where(Measuring.measure == Measure.WALKING, col(Rating.rated_at) >= since)
    )
    days: dict[date, dict[str, str]] = defaultdict(dict)
    for rating in (await session.exec(found.order_by(col(Rating.rated_at)))).all():
        days[wall.local(rating.rated_at, zone).date()][rating.item] = rating.value
    return [Walk(day, counted(given, "falls"), counted(given, "walked")) for day, given in sorted(days.items())]


async def chair_wanted(session: AsyncSession, patient_id: int) -> bool:
    return await session.get(ChairWish, patient_id) is not None


async def wish_chair(session: AsyncSession, patient_id: int, therapist_id: int, *, now: datetime) -> bool:
    """Turn the chair stand on or off for a patient; whether it is on now."""
    wish = await session.get(ChairWish, patient_id)
    if wish is None:
        session.add(ChairWish(patient_id=patient_id, therapist_id=therapist_id, since=now))
    else:
        await session.delete(wish)
    await session.flush()
    return wish is None
