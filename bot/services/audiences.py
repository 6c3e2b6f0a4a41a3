"""The audience in SQL: how many, who for instance, and the ledger's rows, a batch of people at a time.

The reasons are those of `domain.audience.left_out`, in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, func, insert, literal, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import UtcDateTime
from bot.domain.audience import WEEK, Audience, Why, Without, always
from bot.domain.profile import COUNTS_FOR, Said
from bot.domain.sending_time import STAFF_QUIET
from bot.models import (
    BroadcastRecipient,
    BroadcastSlot,
    CheckIn,
    Incident,
    IncidentState,
    Occurrence,
    Patient,
    Person,
    Plan,
    ProfileFact,
    RecipientState,
    RoleGrant,
)

person: Final = Person.__table__  # type: ignore[attr-defined]
patient: Final = Patient.__table__  # type: ignore[attr-defined]
recipient: Final = BroadcastRecipient.__table__  # type: ignore[attr-defined]
slots: Final = BroadcastSlot.__table__  # type: ignore[attr-defined]
grants: Final = RoleGrant.__table__  # type: ignore[attr-defined]
plan: Final = Plan.__table__  # type: ignore[attr-defined]
incident: Final = Incident.__table__  # type: ignore[attr-defined]
check_in: Final = CheckIn.__table__  # type: ignore[attr-defined]
occurrence: Final = Occurrence.__table__  # type: ignore[attr-defined]
fact: Final = ProfileFact.__table__  # type: ignore[attr-defined]
PEOPLE: Final = person.outerjoin(patient, patient.c.person_id == person.c.id)
ZONE: Final = func.coalesce(person.c.zone, "UTC")
QUIET_FROM: Final = func.coalesce(patient.c.quiet_from, STAFF_QUIET[0])
QUIET_UNTIL: Final = func.coalesce(patient.c.quiet_until, STAFF_QUIET[1])
COUNTED = (RecipientState.QUEUED, RecipientState.SENT, RecipientState.UNSURE)
"""Who got a broadcast, is about to, or perhaps did."""
Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Choice:
    """An audience with all that decides over it. `not_when` are facts of a profile that speak against the tip."""

    audience: Audience
    advice: bool
    not_when: tuple[str, ...]
    cap: int
    dialect: str
    now: datetime

    @property
    def without(self) -> frozenset[Without]:
        return self.audience.without | always(advice=self.advice)


@dataclass(frozen=True)
class Count:
    """How many would get it now, and how many would not, by reason."""

    gets: int
    left_out: dict[Why, int]


async def count(session: AsyncSession, choice: Choice) -> Count:
    """How many people an audience is."""
    why = _why(choice).label("why")
    found = select(why, func.count()).select_from(PEOPLE).where(_belongs(choice)).group_by(why)
    counted = (await (await session.connection()).execute(found)).all()
    gets = sum(number for reason, number in counted if reason is None)
    return Count(gets, {Why(reason): number for reason, number in counted if reason is not None})


async def sample(session: AsyncSession, choice: Choice, *, most: int = 5) -> list[tuple[int, str]]:
    """Some of those who would get it, not only the first who ever came: (Person.id, first name)."""
    mixed = func.abs((person.c.id * 7919) % 1009)
    found = select(person.c.id, person.c.first_name).select_from(PEOPLE)
    found = found.where(_belongs(choice), _why(choice).is_(None)).order_by(mixed, person.c.id).limit(most)
    return [(id_, name) for id_, name in (await (await session.connection()).execute(found)).all()]


async def clocks(session: AsyncSession, choice: Choice) -> Sequence[tuple[str, str, str]]:
    """The different zones with their quiet hours in an audience: (zone, quiet from, quiet until)."""
    found = select(ZONE, QUIET_FROM, QUIET_UNTIL).select_from(PEOPLE).where(_belongs(choice)).distinct()
    return [(zone, start, end) for zone, start, end in (await (await session.connection()).execute(found)).all()]


async def write_ledger(
    session: AsyncSession, broadcast_id: int, choice: Choice, *, after: int, batch: int
) -> int | None:
    """Write the ledger for the next `batch` people after a Person.id; gives the last of them, None after the last.

    Everybody whom the audience names gets a row; who is left out has the reason in it. Again, it writes nothing new.
    """
    connection = await session.connection()
    ids = select(person.c.id).where(person.c.id > after).order_by(person.c.id).limit(batch).subquery()
    last: int | None = (await connection.execute(select(func.max(ids.c.id)))).scalar()
    if last is None:
        return None
    why = _why(choice)
    mine = exists().where(recipient.c.broadcast_id == broadcast_id, recipient.c.person_id == person.c.id)
    row = {
        "broadcast_id": literal(broadcast_id),
        "person_id": person.c.id,
        "state": case((why.is_(None), RecipientState.WAITING.value), else_=RecipientState.LEFT_OUT.value),
        "reason": why,
        "due_at": slots.c.due_at,
        "until": slots.c.until,
        "version": literal(0),
    }
    its_slot = (
        (slots.c.broadcast_id == broadcast_id)
        & (slots.c.zone == ZONE)
        & (slots.c.quiet_from == QUIET_FROM)
        & (slots.c.quiet_until == QUIET_UNTIL)
    )
    rows = select(*row.values()).select_from(PEOPLE.join(slots, its_slot))
    rows = rows.where(person.c.id > after, person.c.id <= last, _belongs(choice), ~mine).order_by(person.c.id)
    await connection.execute(insert(recipient).from_select(list(row), rows, include_defaults=False))
    return last


def _belongs(choice: Choice) -> Condition:
    """Whom the audience names."""
    wanted = choice.audience
    conditions = [_has_role(wanted.role)]
    if wanted.languages:
        conditions.append(person.c.language.in_(wanted.languages))
    if wanted.countries:
        conditions.append(patient.c.country.in_(wanted.countries))
    if wanted.therapists:
        conditions.append(patient.c.therapist_id.in_(wanted.therapists))
    if wanted.plans:
        current = (plan.c.patient_id == person.c.id) & plan.c.ended_at.is_(None)
        conditions.append(exists().where(current, plan.c.starter.in_(wanted.plans)))
    if wanted.areas:
        conditions.append(_numb(wanted.areas, choice.dialect))
    if wanted.active_days is not None:
        conditions.append(_seen(choice.now - timedelta(days=wanted.active_days)))
    if wanted.silent_days is not None:
        conditions.append(~_seen(choice.now - timedelta(days=wanted.silent_days)))
    return and_(*conditions)


def _has_role(role: str) -> Condition:
    """A patient is who has enrolled and not left; the other roles are granted."""
    if role == "patient":
        return and_(patient.c.enrolled_at.is_not(None), patient.c.left_at.is_(None))
    return exists().where(grants.c.person_id == person.c.id, grants.c.role == role)


def _numb(areas: Sequence[str], dialect: str) -> Condition:
    each = func.json_array_elements_text if dialect == "postgresql" else func.json_each
    place = each(patient.c.places).table_valued("value")
    found: Condition = exists(select(literal(1)).select_from(place).where(place.c.value.in_(areas)))
    return found


def _seen(since: datetime) -> Condition:
    """Whether a patient answered anything since then. Who has just enrolled was here."""
    day = since.date() - timedelta(days=1)
    return or_(
        patient.c.enrolled_at > since,
        patient.c.moved_at > since,
        exists().where(check_in.c.patient_id == person.c.id, check_in.c.finished_at > since),
        exists().where(
            occurrence.c.patient_id == person.c.id, occurrence.c.local_date >= day, occurrence.c.answered_at > since
        ),
    )


def _why(choice: Choice) -> Any:
    """The reason why a person of the audience is left out; NULL for who is not. As `domain.audience.left_out`."""
    wanted, without, now = choice.audience, choice.without, literal(choice.now, UtcDateTime)
    a_case = exists().where(incident.c.patient_id == person.c.id, incident.c.state != IncidentState.CLOSED)
    whens: list[tuple[Condition, Why]] = [
        (
            patient.c.left_at.is_not(None) | (patient.c.person_id.is_not(None) & patient.c.enrolled_at.is_(None)),
            Why.LEFT,
        ),
        (person.c.unreachable_since.is_not(None), Why.UNREACHABLE),
    ]
    if Without.HELD in without:
        whens += [(patient.c.held_since.is_not(None), Why.HELD), (a_case, Why.OPEN_CASE)]
    whens.append((patient.c.paused_until > now, Why.PAUSED))
    if Without.NO_TIPS in without:
        whens.append((patient.c.tips_wanted.is_(False), Why.NO_TIPS))
    if choice.not_when:
        whens.append((_speaks_against(choice), Why.CAUTION))
    if wanted.not_seen_days is not None:
        seen = _seen(choice.now - timedelta(days=wanted.not_seen_days))
        whens.append((patient.c.person_id.is_not(None) & ~seen, Why.NOT_SEEN))
    if wanted.recent_days is not None:
        whens.append((_got_since(choice.now - timedelta(days=wanted.recent_days)) > 0, Why.RECENT))
    whens.append((_got_since(choice.now - WEEK) >= choice.cap, Why.CAP))
    return case(*[(condition, literal(why.value)) for condition, why in whens], else_=None)


def _speaks_against(choice: Choice) -> Condition:
    said = (fact.c.patient_id == person.c.id) & (fact.c.said == Said.YES)
    ways = [
        (fact.c.fact == one) & (fact.c.set_at >= choice.now - COUNTS_FOR[one])
        if one in COUNTS_FOR
        else fact.c.fact == one
        for one in choice.not_when
    ]
    found: Condition = exists().where(said, or_(*ways))
    return found


def _got_since(since: datetime) -> Any:
    got = select(func.count()).where(
        recipient.c.person_id == person.c.id, recipient.c.taken_at > since, recipient.c.state.in_(COUNTED)
    )
    return got.scalar_subquery()
