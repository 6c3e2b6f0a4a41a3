"""Wherever somebody flies, and whatever they choose on arrival: each local date has each of its reminders, once.

`make walk` takes many more journeys.
"""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line
from bot.models import Occurrence, OccurrenceState, Patient
from bot.services import people, planning, plans, travel
from bot.services.occurrences import WAITING
from tests.databases import SqliteFiles
from tests.examples import examples

CLOCKS = ("00:00", "02:30", "09:00", "12:00", "23:30")
ZONES = (
    "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Kiritimati", "Pacific/Niue", "Pacific/Auckland",
    "Asia/Kathmandu", "Australia/Lord_Howe", "America/Nuuk",
)  # fmt: skip
"""The widest apart are 25 hours: from one to the other a date is left out, or lived through twice."""
BEGINS = ("2026-03-06", "2026-03-27", "2026-04-03", "2026-10-02", "2026-10-23", "2026-06-01")
"""Days before the clocks change somewhere, and one where they don't."""
WALKS = Line(Kind.WALK, {"times": ["02:30", "19:00"]}, "short_walk")
flights = st.lists(
    st.tuples(st.integers(1, 40).map(lambda hours: timedelta(hours=hours)), st.sampled_from(ZONES), st.booleans()),
    min_size=1, max_size=4,
)  # fmt: skip
"""After how long, where to, and whether the reminders move along."""


@pytest.fixture(scope="module")
def database(sqlite_files: SqliteFiles) -> Iterator[Database]:
    for url in sqlite_files.fresh():
        made = Database(url, pooled=False)
        yield made
        asyncio.run(made.close())


@settings(max_examples=examples(25, 300), deadline=None)
@given(
    home=st.sampled_from(ZONES),
    begins=st.sampled_from(BEGINS),
    hour=st.integers(0, 23),
    check_in_at=st.sampled_from(CLOCKS),
    flown=flights,
)
def test_no_journey_doubles_or_skips_a_days_reminder(
    database: Database, home: str, begins: str, hour: int, check_in_at: str, flown: list[tuple[timedelta, str, bool]]
) -> None:
    began = wall.instant(date.fromisoformat(begins), time(hour), home)
    asyncio.run(_journey(database, home, began, check_in_at, flown))


async def _journey(
    database: Database, home: str, began: datetime, check_in_at: str, flown: list[tuple[timedelta, str, bool]]
) -> None:
    async with AsyncSession(database.engine, expire_on_commit=False) as session:
        life = Life(session, began)
        await life.enrols(home, check_in_at)
        for much, zone, along in flown:
            await life.goes_on(much)
            await life.flies(zone, along=along)
        await life.goes_on(timedelta(days=3))
        await life.holds()
        await session.rollback()


class Life:
    """A patient with a plan. As time goes on, what is due counts as sent, and at midnight the next day is written."""

    def __init__(self, session: AsyncSession, now: datetime) -> None:
        self.session, self.now = session, now

    async def enrols(self, zone: str, check_in_at: str) -> None:
        self.person = await people.meet(self.session, 1, "Ana", "en", now=self.now)
        self.person.zone = zone
        self.patient = Patient(person_id=self.person.id, code="A1", enrolled_at=self.now)
        self.session.add(self.patient)
        await self.session.flush()
        lines = [Line(Kind.CHECK_IN, {"times": [check_in_at]}), WALKS]
        await plans.put(self.session, self.patient, "starter", lines, zone=zone, by=None, now=self.now)

    @property
    def kept(self) -> str:
        """The zone whose time the reminders keep."""
        return self.patient.home_zone or self.person.zone or "UTC"

    async def goes_on(self, much: timedelta) -> None:
        goal = self.now + much
        while self.now < goal:
            waiting = await self._rows(col(Occurrence.state).in_(WAITING))
            tomorrow = wall.local(self.now, self.kept).date() + timedelta(days=1)
            midnight = wall.instant(tomorrow, time(0), self.kept)
            self.now = min(goal, midnight, *(one.due_at for one in waiting))
            for one in waiting:
                if one.due_at <= self.now:
                    one.state, one.sent_at = OccurrenceState.SENT, self.now
            await self.session.flush()
            await planning.write_ahead(self.session, self.patient, zone=self.kept, now=self.now)

    async def flies(self, zone: str, *, along: bool) -> None:
        asked = await travel.arrive(self.session, self.patient, self.person, zone, now=self.now)
        if asked and along:
            await travel.move(self.session, self.patient, self.person, now=self.now)

    async def holds(self) -> None:
        """The dates of each slot follow each other without a gap, up to today; each came once, at one instant."""
        slots: dict[tuple[int, int], list[Occurrence]] = {}
        for one in await self._rows():
            slots.setdefault((one.item_id, one.slot), []).append(one)
        assert len(slots) == 3
        for found in slots.values():
            dates = [one.local_date for one in found]
            assert dates == [dates[0] + timedelta(days=place) for place in range(len(dates))]
            assert dates[-1] >= wall.local(self.now, self.kept).date()
            assert all((one.state == OccurrenceState.SENT) is (one.due_at <= self.now) for one in found)

    async def _rows(self, *where: ColumnElement[bool]) -> Sequence[Occurrence]:
        found = select(Occurrence).where(*where).order_by(col(Occurrence.local_date), col(Occurrence.slot))
        return (await self.session.exec(found)).all()
