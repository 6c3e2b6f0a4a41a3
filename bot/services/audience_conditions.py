"""Who belongs to an audience and why somebody of it is left out, as conditions of SQL.

The reasons are those of `domain.audience.left_out`, in the same order.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, false, func, literal, or_, select

from bot.db import UtcDateTime
from bot.domain.audience import WEEK, Audience, Why, Without, always
from bot.domain.profile import COUNTS_FOR, Said
from bot.models import (
    BroadcastRecipient,
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
grants: Final = RoleGrant.__table__  # type: ignore[attr-defined]
plan: Final = Plan.__table__  # type: ignore[attr-defined]
incident: Final = Incident.__table__  # type: ignore[attr-defined]
check_in: Final = CheckIn.__table__  # type: ignore[attr-defined]
occurrence: Final = Occurrence.__table__  # type: ignore[attr-defined]
fact: Final = ProfileFact.__table__  # type: ignore[attr-defined]
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


def belongs(choice: Choice) -> Condition:
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
    """Whether a patient answered anything since then. Who has just enrolled was here. It is never NULL: what is asked
    for is as often the opposite.
    """
    day = since.date() - timedelta(days=1)
    return or_(
        func.coalesce(patient.c.enrolled_at > since, false()),
        func.coalesce(patient.c.moved_at > since, false()),
        exists().where(check_in.c.patient_id == person.c.id, check_in.c.finished_at > since),
        exists().where(
            occurrence.c.patient_id == person.c.id, occurrence.c.local_date >= day, occurrence.c.answered_at > since
        ),
    )


def why_not(choice: Choice) -> Any:
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
