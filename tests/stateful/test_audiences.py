"""Who is left out of a broadcast, and why: the database's answer is that of the domain, whoever the people are.

`make walk` takes many more crowds.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, select
from sqlmodel import SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import Database
from bot.domain import wall
from bot.domain.audience import WEEK, Audience, Facts, Without, left_out
from bot.domain.gate import Standing
from bot.domain.profile import Said, holds
from bot.models import (
    Broadcast,
    BroadcastRecipient,
    BroadcastSlot,
    CheckIn,
    CheckInState,
    Incident,
    IncidentState,
    Occurrence,
    Patient,
    Person,
    Plan,
    PlanItem,
    ProfileFact,
    RecipientState,
    RoleGrant,
)
from bot.services import audiences
from bot.services.audience_conditions import COUNTED, Choice
from tests.examples import examples

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
THERAPISTS = (1001, 1002)
SENT_BEFORE, THIS_ONE = range(1, 5), 9
CAP = 2
CROWDS = examples(24, 300)
BEFORE = (0.0, 0.5, 2.99, 3.0, 3.01, 6.99, 7.0, 7.01, 42.0, 42.01, 364.0, 364.01)
"""Days ago: on both sides of every line that the rules draw, and on it."""
ago = st.sampled_from(BEFORE)
maybe_ago = st.none() | ago


@dataclass(frozen=True)
class Record:
    """A patient's record, in days ago; `rests_for` is how many days a pause goes on. `answered` has an occurrence's."""

    enrolled: float | None = 30.0
    left: float | None = None
    rests_for: float | None = None
    held: float | None = None
    tips_wanted: bool = True
    country: str | None = "ES"
    therapist: int | None = None
    places: tuple[str, ...] = ()
    starter: str | None = None
    plan_ended: bool = False
    case: str | None = None
    said: tuple[tuple[str, str, float], ...] = ()
    moved: float | None = None
    checked_in: float | None = None
    answered: float | None = None


@dataclass(frozen=True)
class Someone:
    """A person; `got` has the broadcasts of before, as (state, days ago)."""

    language: str = "en"
    zone: str | None = "Europe/Madrid"
    roles: frozenset[str] = frozenset()
    unreachable: float | None = None
    patient: Record | None = None
    got: tuple[tuple[str, float], ...] = ()


def spoken() -> st.SearchStrategy[tuple[tuple[str, str, float], ...]]:
    one = st.tuples(st.sampled_from(("diabetes", "recent_surgery", "pregnancy")), st.sampled_from(list(Said)), ago)
    return st.lists(one, max_size=2, unique_by=lambda said: said[0]).map(tuple)


PLACES = ("left_foot", "right_thigh")
record = st.builds(
    Record,
    enrolled=st.sampled_from((30.0, 30.0, 2.0, None)),
    left=st.sampled_from((None, None, None, 1.0)),
    rests_for=st.sampled_from((None, None, 0.0, -1.0, 2.0)),
    held=st.sampled_from((None, None, 1.0)),
    tips_wanted=st.sampled_from((True, True, False)),
    country=st.sampled_from((None, "ES", "GB")),
    therapist=st.sampled_from((None, *THERAPISTS)),
    places=st.sampled_from(((), PLACES[:1], PLACES[1:], PLACES)),
    starter=st.sampled_from((None, "sitting", "walking")),
    plan_ended=st.booleans(),
    case=st.sampled_from((None, None, *IncidentState)),
    said=spoken(),
    moved=maybe_ago,
    checked_in=maybe_ago,
    answered=maybe_ago,
)
someone = st.builds(
    Someone,
    language=st.sampled_from(("en", "es", "ru")),
    zone=st.sampled_from((None, "Europe/Madrid", "Asia/Tokyo")),
    roles=st.frozensets(st.sampled_from(("therapist", "admin")), max_size=2),
    unreachable=st.sampled_from((None, None, None, 1.0)),
    patient=st.none() | record | record,
    got=st.lists(st.tuples(st.sampled_from(list(RecipientState)), ago), max_size=len(SENT_BEFORE)).map(tuple),
)


def some(*values: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    """No wish, or some of the values."""
    return st.sampled_from(((), (), values[:1], values))


audience = st.builds(
    Audience,
    role=st.sampled_from(("patient", "patient", "therapist", "admin")),
    languages=some("en", "es"),
    countries=some("ES", "GB"),
    plans=some("sitting", "walking"),
    therapists=some(*THERAPISTS),
    areas=some(*PLACES),
    active_days=st.sampled_from((None, None, 3, 7)),
    silent_days=st.sampled_from((None, None, 3, 7)),
    without=st.frozensets(st.sampled_from(list(Without))),
    not_seen_days=st.sampled_from((None, 7, 42)),
    recent_days=st.sampled_from((None, 3, 7, 42)),
)


def back(days: float | None) -> datetime | None:
    return None if days is None else NOW - timedelta(days=days)


def belongs(one: Someone, wanted: Audience) -> bool:
    """Whom an audience names, said once more in plain words."""
    ill = one.patient
    if wanted.role == "patient":
        if ill is None or ill.enrolled is None or ill.left is not None:
            return False
    elif wanted.role not in one.roles:
        return False
    return (
        (not wanted.languages or one.language in wanted.languages)
        and (not wanted.countries or (ill is not None and ill.country in wanted.countries))
        and (not wanted.therapists or (ill is not None and ill.therapist in wanted.therapists))
        and (not wanted.plans or (ill is not None and not ill.plan_ended and ill.starter in wanted.plans))
        and (not wanted.areas or (ill is not None and bool(set(ill.places) & set(wanted.areas))))
        and (wanted.active_days is None or seen(one, wanted.active_days))
        and (wanted.silent_days is None or not seen(one, wanted.silent_days))
    )


def seen(one: Someone, days: float) -> bool:
    ill = one.patient
    signs = (ill.enrolled, ill.moved, ill.checked_in, ill.answered) if ill is not None else ()
    return any(sign is not None and sign < days for sign in signs)


def facts(one: Someone, wanted: Audience) -> Facts:
    """What the domain is told of somebody."""
    ill, got = one.patient, [days for state, days in one.got if state in COUNTED]
    health = [fact for fact, said, days in (ill.said if ill else ()) if holds(fact, said, back(days) or NOW, now=NOW)]
    return Facts(
        unreachable=one.unreachable is not None,
        standing=None if ill is None else standing(one, ill),
        open_case=ill is not None and ill.case not in (None, IncidentState.CLOSED),
        health=frozenset(health),
        unseen=ill is not None and wanted.not_seen_days is not None and not seen(one, wanted.not_seen_days),
        recent=sum(days < (wanted.recent_days or 0) for days in got),
        week=sum(days < WEEK.days for days in got),
    )


def standing(one: Someone, ill: Record) -> Standing:
    return Standing(
        enrolled=ill.enrolled is not None,
        left=ill.left is not None,
        paused_until=None if ill.rests_for is None else NOW + timedelta(days=ill.rests_for),
        held=ill.held is not None,
        tips_wanted=ill.tips_wanted,
        zone=one.zone or "UTC",
        quiet=wall.Window.of("21:00", "08:00"),
    )


async def write(session: AsyncSession, crowd: list[Someone]) -> None:
    """A world with these people alone; their Person.ids are their places in the list, from 1."""
    people = list(enumerate(crowd, 1))
    ill = [(id_, one.patient) for id_, one in people if one.patient is not None]
    tables: list[tuple[type[SQLModel], list[dict[str, Any]]]] = [
        (Person, [person(id_) for id_ in THERAPISTS]),
        (
            Person,
            [
                person(id_, language=one.language, zone=one.zone, unreachable_since=back(one.unreachable))
                for id_, one in people
            ],
        ),
        (
            RoleGrant,
            [{"person_id": id_, "role": role, "granted_at": NOW} for id_, one in people for role in one.roles],
        ),
        (Patient, [patient(id_, one) for id_, one in ill]),
        (Plan, [plan(id_, one) for id_, one in ill]),
        (PlanItem, [{"id": id_, "plan_id": id_, "kind": "exercise", "dose": {}, "rule": {}} for id_, _ in ill]),
        (Incident, [case(id_, one) for id_, one in ill if one.case is not None]),
        (CheckIn, [check_in(id_, one) for id_, one in ill if one.checked_in is not None]),
        (Occurrence, [occurrence(id_, one.answered) for id_, one in ill if one.answered is not None]),
        (ProfileFact, [fact(id_, *said) for id_, one in ill for said in one.said]),
        (Broadcast, [broadcast(id_) for id_ in (*SENT_BEFORE, THIS_ONE)]),
        (
            BroadcastRecipient,
            [
                recipient(of, id_, state, days)
                for id_, one in people
                for of, (state, days) in zip(SENT_BEFORE, one.got, strict=False)
            ],
        ),
    ]
    connection = await session.connection()
    for table, rows in tables:
        if rows:
            await connection.execute(insert(table), rows)


def person(id_: int, **more: Any) -> dict[str, Any]:
    known = {"first_name": f"P{id_}", "language": "en", "zone": None, "unreachable_since": None}
    return {"id": id_, "telegram_id": id_, "created_at": NOW, **known, **more}


def patient(id_: int, ill: Record) -> dict[str, Any]:
    row = Patient(
        person_id=id_,
        code=f"C{id_}",
        country=ill.country,
        places=list(ill.places),
        tips_wanted=ill.tips_wanted,
        therapist_id=ill.therapist,
        enrolled_at=back(ill.enrolled),
        paused_until=None if ill.rests_for is None else NOW + timedelta(days=ill.rests_for),
        held_since=back(ill.held),
        left_at=back(ill.left),
        moved_at=back(ill.moved),
    )
    return row.model_dump()


def plan(id_: int, ill: Record) -> dict[str, Any]:
    ended = NOW if ill.plan_ended else None
    return {"id": id_, "patient_id": id_, "starter": ill.starter or "other", "assigned_at": NOW, "ended_at": ended}


def case(id_: int, ill: Record) -> dict[str, Any]:
    known = {"tier": "urgent", "source": "list", "rules_version": "1", "round": 0, "seen_round": 0}
    return {"patient_id": id_, "state": ill.case, "opened_at": NOW, **known}


def check_in(id_: int, ill: Record) -> dict[str, Any]:
    known = {"urgent": False, "full": False, "state": CheckInState.DONE, "opened_at": back(ill.checked_in)}
    return {"patient_id": id_, "finished_at": back(ill.checked_in), **known}


def occurrence(id_: int, answered: float) -> dict[str, Any]:
    at = NOW - timedelta(days=answered)
    known = {"kind": "exercise", "slot": 0, "due_at": at, "state": "done", "snoozes": 0}
    return {"item_id": id_, "patient_id": id_, "local_date": at.date(), "answered_at": at, **known}


def fact(id_: int, name: str, said: str, days: float) -> dict[str, Any]:
    return {"patient_id": id_, "fact": name, "said": said, "set_by": id_, "set_at": back(days)}


def broadcast(id_: int) -> dict[str, Any]:
    return Broadcast(id=id_, created_by=THERAPISTS[0], created_at=NOW).model_dump()


def recipient(of: int, id_: int, state: str, days: float) -> dict[str, Any]:
    known = {"state": state, "due_at": NOW, "until": NOW, "version": 0}
    return {"broadcast_id": of, "person_id": id_, "taken_at": back(days), **known}


async def ledger_of(session: AsyncSession, choice: Choice) -> dict[int, str | None]:
    """Person.id -> why they are left out, None for who gets it: the ledger, written three people at a time."""
    slots = [
        BroadcastSlot(
            broadcast_id=THIS_ONE, zone=zone, quiet_from=start, quiet_until=end, due_at=NOW, until=NOW
        ).model_dump()
        for zone, start, end in await audiences.clocks(session, choice)
    ]
    connection = await session.connection()
    if slots:
        await connection.execute(insert(BroadcastSlot), slots)
    after: int | None = 0
    while after is not None:
        after = await audiences.write_ledger(session, THIS_ONE, choice, after=after, batch=3)
    table = audiences.recipient
    mine = select(table.c.person_id, table.c.state, table.c.reason).where(table.c.broadcast_id == THIS_ONE)
    rows = (await connection.execute(mine)).all()
    assert all((state == RecipientState.WAITING) is (reason is None) for _, state, reason in rows)
    return {id_: reason for id_, _, reason in rows}


async def agree(
    database: Database, crowd: list[Someone], wanted: Audience, advice: bool, not_when: tuple[str, ...]
) -> None:
    people = [one for one in enumerate(crowd, 1) if belongs(one[1], wanted)]
    said = {
        id_: left_out(wanted, facts(one, wanted), advice=advice, not_when=frozenset(not_when), cap=CAP, now=NOW)
        for id_, one in people
    }
    choice = Choice(wanted, advice, not_when, CAP, database.engine.dialect.name, NOW)
    async with AsyncSession(database.engine) as session:
        await write(session, crowd)
        counted = await audiences.count(session, choice)
        examples = await audiences.sample(session, choice, most=100)
        ledger = await ledger_of(session, choice)
        await session.rollback()
    assert ledger == said
    reasons = Counter(said.values())
    assert counted.gets == reasons.pop(None, 0)
    assert counted.left_out == reasons
    assert {id_ for id_, _ in examples} == {id_ for id_, why in said.items() if why is None}


def test_the_database_leaves_out_whom_the_domain_leaves_out_and_says_the_same_reason(database_url: str) -> None:
    database = Database(database_url)

    @settings(
        max_examples=CROWDS if database.alone else CROWDS // 3,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
        phases=[Phase.generate, Phase.shrink],
    )
    @given(
        st.lists(someone, min_size=8, max_size=12),
        audience,
        st.booleans(),
        st.sampled_from(((), ("diabetes",), ("recent_surgery", "pregnancy"))),
    )
    def they_agree(crowd: list[Someone], wanted: Audience, advice: bool, not_when: tuple[str, ...]) -> None:
        runner.run(agree(database, crowd, wanted, advice, not_when))

    with asyncio.Runner() as runner:
        they_agree()
        runner.run(database.close())
