"""A database with one therapist's caseload: every patient has months of answers, reminders, maps and a plan."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlmodel import SQLModel

from bot.db import Database
from bot.models import (
    Answer,
    AreaMap,
    CheckIn,
    CheckInState,
    Consent,
    Incident,
    Occurrence,
    Patient,
    Person,
    Plan,
    PlanItem,
    RoleGrant,
)
from bot.models.person import Role

NOW = datetime(2026, 3, 16, 10, 0, tzinfo=UTC)
THERAPIST, FIRST = 1, 2
"""Person.ids and Telegram ids: the therapist, then the patients."""
ZONE = "Europe/Madrid"
STRIDE = 2_000
"""Keys of one patient's rows: the next patient's are so much higher."""
MOVES = ("done", "part", "skipped", "expired", "done", "held", "suppressed", "done", "missed")
"""What became of the reminders of a day."""
FEW = 40
"""Patients with an open case are one in so many."""


async def fill(database: Database, patients: int, days: int) -> None:
    """Write the people, one patient's days, and the same days for everybody else."""
    async with database.engine.begin() as connection:
        if not database.alone:
            await connection.execute(text("SET session_replication_role = replica"))
        await connection.execute(insert(Person), [_person(n) for n in range(THERAPIST, FIRST + patients)])
        grant = RoleGrant(person_id=THERAPIST, role=Role.THERAPIST, granted_at=NOW)
        await connection.execute(insert(RoleGrant), [grant.model_dump()])
        await connection.execute(insert(Patient), [_patient(n) for n in range(FIRST, FIRST + patients)])
        await connection.execute(insert(Consent), [_consent(n) for n in range(FIRST, FIRST + patients)])
        await connection.execute(insert(Incident), [_case(n) for n in range(FIRST, FIRST + patients, FEW)])
        for table, rows in _template(days):
            await connection.execute(insert(table), [row.model_dump() for row in rows])
            await _for_everybody(connection, table)
    if not database.alone:
        async with database.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text("VACUUM ANALYZE"))


def _person(number: int) -> dict[str, object]:
    return Person(id=number, telegram_id=number, first_name=f"P{number}", zone=ZONE, created_at=NOW).model_dump()


def _patient(number: int) -> dict[str, object]:
    return Patient(
        person_id=number, code=f"P{number}", country="ES", places=["left_foot"], therapist_id=THERAPIST,
        enrolled_at=NOW - timedelta(days=100), places_at=NOW - timedelta(days=100),
    ).model_dump()  # fmt: skip


def _consent(number: int) -> dict[str, object]:
    given = Consent(
        id=number,
        person_id=number,
        text_version="1",
        text_sha256="0",
        language="en",
        given_at=NOW - timedelta(days=100),
    )
    return given.model_dump()


def _case(number: int) -> dict[str, object]:
    return Incident(
        id=number, patient_id=number, tier="urgent", source="urgent", rules_version="v", opened_at=NOW, round=1
    ).model_dump()


def _template(days: int) -> Iterator[tuple[type[SQLModel], list[SQLModel]]]:
    """The first patient's rows, table by table."""
    dates = [NOW - timedelta(days=ago) for ago in range(days, 0, -1)]
    yield Plan, [Plan(id=STRIDE, patient_id=FIRST, starter="desk", assigned_at=dates[0])]
    kinds = ["check_in", *("exercise" for _ in MOVES)]
    yield (
        PlanItem,
        [
            PlanItem(id=STRIDE + n, plan_id=STRIDE, kind=kind, exercise="knee_extension" if n else None, rule={})
            for n, kind in enumerate(kinds)
        ],
    )
    yield Occurrence, [
        Occurrence(
            id=STRIDE + len(kinds) * day + slot, item_id=STRIDE + slot, patient_id=FIRST, kind=kind,
            exercise="knee_extension" if slot else None, local_date=at.date(), slot=slot, due_at=at,
            state=MOVES[slot - 1] if slot else "done", sent_at=at, answered_at=at,
        )
        for day, at in enumerate(dates)
        for slot, kind in enumerate(kinds)
    ]  # fmt: skip
    yield (
        CheckIn,
        [
            CheckIn(id=STRIDE + day, patient_id=FIRST, state=CheckInState.DONE, opened_at=at, finished_at=at)
            for day, at in enumerate(dates)
        ],
    )
    given = {"screen": "none", "numbness": "4", "pain": "3", "change": "same"}
    yield (
        Answer,
        [
            Answer(check_in_id=STRIDE + day, question=question, value=value, answered_at=at)
            for day, at in enumerate(dates)
            for question, value in given.items()
        ],
    )
    yield AreaMap, [
        AreaMap(patient_id=FIRST, local_date=at.date(), areas=["left_foot", "left_toes"][: 1 + day % 2], marked_at=at,
                done_at=at)
        for day, at in enumerate(dates)
    ]  # fmt: skip


KEYS = {"id", "plan_id", "item_id", "check_in_id"}


async def _for_everybody(connection: AsyncConnection, table: type[SQLModel]) -> None:
    """The template's rows again for each further patient, without going through this process."""
    rows, people = SQLModel.metadata.tables[str(table.__tablename__)], SQLModel.metadata.tables["person"]
    further = (people.c.id - FIRST) * STRIDE
    values = [
        (column + further).label(column.name) if column.name in KEYS
        else people.c.id.label(column.name) if column.name == "patient_id"
        else column
        for column in rows.columns
    ]  # fmt: skip
    copies = select(*values).select_from(rows.join(people, people.c.id > FIRST))
    await connection.execute(insert(table).from_select([column.name for column in rows.columns], copies))
