"""A patient's last days: numbness, pain, and what was done of what was asked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Words
from bot.domain import wall
from bot.domain.adherence import NO_MOVES, Tally, tally
from bot.models import Answer, CheckIn, Occurrence

DAYS = 14


@dataclass(frozen=True)
class Day:
    """One local day; a number is None when it was not answered."""

    date: date
    numbness: int | None
    pain: int | None
    moved: int


@dataclass(frozen=True)
class Progress:
    days: list[Day]
    check_ins: int
    exercises: Tally

    @property
    def empty(self) -> bool:
        return self.check_ins == 0 and self.exercises.asked == 0

    @property
    def blank(self) -> bool:
        """Whether a picture of it would be an empty frame."""
        return self.check_ins == 0 and not any(day.moved for day in self.days)


def number(value: str | None) -> int | None:
    """An answered scale as a number."""
    return int(value) if value is not None and value.isdecimal() else None


async def of(session: AsyncSession, patient_id: int, *, zone: str, now: datetime) -> Progress:
    """The last 14 local days up to today."""
    today = wall.local(now, zone).date()
    dates = [today - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    scales = await _scales(session, patient_id, zone, since=now - timedelta(days=DAYS))
    asked = select(col(Occurrence.local_date), col(Occurrence.state)).where(
        Occurrence.patient_id == patient_id,
        col(Occurrence.local_date) >= dates[0],
        col(Occurrence.local_date) <= today,
        col(Occurrence.kind).not_in(NO_MOVES),
    )
    moves = (await session.exec(asked)).all()
    done = {day: tally(state for at, state in moves if at == day).done for day in dates}
    days = [Day(day, *scales.get(day, (None, None)), moved=done[day]) for day in dates]
    return Progress(days, sum(day in scales for day in dates), tally(state for _, state in moves))


async def _scales(
    session: AsyncSession, patient_id: int, zone: str, *, since: datetime
) -> dict[date, tuple[int | None, int | None]]:
    """local day -> (numbness, pain) of the day's last check-in that answered one of them."""
    found = (
        select(CheckIn.opened_at, Answer.question, Answer.value)
        .where(Answer.check_in_id == CheckIn.id, CheckIn.patient_id == patient_id)
        .where(col(CheckIn.opened_at) >= since, col(Answer.question).in_(("numbness", "pain")))
        .order_by(col(CheckIn.opened_at))
    )
    days: dict[date, dict[str, int | None]] = {}
    for at, question, value in (await session.exec(found)).all():
        days.setdefault(wall.local(at, zone).date(), {})[question] = number(value)
    return {day: (scales.get("numbness"), scales.get("pain")) for day, scales in days.items()}


def picture(progress: Progress, say: Words) -> dict[str, Any]:
    """What delivery draws: the numbers of each day, and the words on the picture."""
    return {
        "kind": "progress",
        "days": [say.day(day.date) for day in progress.days],
        "numbness": [day.numbness for day in progress.days],
        "pain": [day.pain for day in progress.days],
        "moved": [day.moved for day in progress.days],
        "words": {name: say.label(f"progress.{name}") for name in ("numbness", "pain", "moved", "scale", "title")},
    }
