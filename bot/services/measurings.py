"""Measures over weeks: begun when one is due, answered tap by tap, looked back on."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import gate, wall
from bot.domain.lanes import Kind
from bot.domain.measures import ACTIVITIES, BALANCE, WISHED, Asked, Measure, counted, due, is_answer, next_item, score
from bot.domain.trend import Walk
from bot.models import Activity, MeasureWish, Measuring, Patient, Person, Rating
from bot.services import cases, patients, profiles

LONGEST_WORDS = 60
"""Characters of an activity: it has to fit over a scale on a phone."""


@dataclass(frozen=True)
class Point:
    """A measuring with its number, for a look back; `falls` are those of the seven days before. None is not known."""

    id: int
    measure: Measure
    at: datetime
    score: float | None
    falls: int | None
    answers: Mapping[str, str]


async def due_now(
    session: AsyncSession, content: Content, patient: Patient, person: Person, *, now: datetime
) -> Measure | None:
    """The measure to ask for; None when none is due. What a pause, a hold or quiet hours stop in an exercise, they
    stop in the questions about mood.
    """
    if patient.enrolled_at is None:
        return None
    asked = Asked(
        enrolled_at=patient.enrolled_at,
        last=await _last(session, patient.person_id),
        wanted=await wanted(session, content, patient.person_id),
        open_case=await cases.gravest_open(session, patient.person_id) is not None,
        poor_balance=BALANCE in await profiles.known(session, patient.person_id, now=now),
        calm=gate.refuses(await patients.standing_of(session, patient, person), Kind.EXERCISE, now=now) is None,
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
            made.append(Point(one.id, Measure(one.measure), one.finished_at or one.asked_at, number, falls, answers))
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


async def wanted(session: AsyncSession, content: Content, patient_id: int) -> frozenset[Measure]:
    """What a therapist wants of this patient, as far as the deployment has it."""
    found = select(MeasureWish.measure).where(MeasureWish.patient_id == patient_id)
    return frozenset(Measure(one) for one in (await session.exec(found)).all()) & offered(content)


def offered(content: Content) -> frozenset[Measure]:
    """What therapists may ask for. Questions about mood need somebody who answers them: a deployment says so."""
    return WISHED if content.policy.mood_questions else WISHED - {Measure.MOOD}


async def wish(
    session: AsyncSession, patient_id: int, measure: Measure, therapist_id: int, *, on: bool, now: datetime
) -> bool:
    """Ask a patient for a measure from now on, or no longer; False when it was so already."""
    row = await session.get(MeasureWish, (patient_id, measure))
    if on is (row is not None):
        return False
    if row is None:
        session.add(MeasureWish(patient_id=patient_id, measure=measure, therapist_id=therapist_id, since=now))
    else:
        await session.delete(row)
    await session.flush()
    return True
