"""What several updates of one transaction share: their people, patients and roles, read together beforehand.

It lives and ends with the session. Whoever is not in it is looked for as always, and what changes a role says so.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Patient, Person, RoleGrant
from bot.models.person import Role

PLACE = "looked_up"


@dataclass
class LookedUp:
    """`people` by Telegram id, `roles` by person. `patients` are held so that the session keeps them."""

    people: dict[int, Person] = field(default_factory=dict)
    roles: dict[int, frozenset[Role]] = field(default_factory=dict)
    patients: list[Patient | None] = field(default_factory=list)


NOTHING = LookedUp()


async def beforehand(session: AsyncSession, telegram_ids: Collection[int]) -> None:
    """Read what is known of these accounts, in one query: a row for each role, and for who has none."""
    found = (
        select(Person, Patient, RoleGrant.role)
        .outerjoin(Patient, col(Patient.person_id) == Person.id)
        .outerjoin(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .where(col(Person.telegram_id).in_(telegram_ids))
    )
    known = LookedUp()
    for person, patient, role in (await session.exec(found)).all():
        known.people[person.telegram_id] = person
        known.roles[person.id] = known.roles.get(person.id, frozenset()) | ({Role(role)} if role else set())
        known.patients.append(patient)
    session.info[PLACE] = known


def person(session: AsyncSession, telegram_id: int) -> Person | None:
    """The person of an account, if they were read."""
    return _of(session).people.get(telegram_id)


def roles(session: AsyncSession, person_id: int) -> frozenset[Role] | None:
    """The roles that were given to a person, if they were read."""
    return _of(session).roles.get(person_id)


def forget_roles(session: AsyncSession, person_id: int) -> None:
    """A role was given or taken: it has to be read again."""
    _of(session).roles.pop(person_id, None)


def _of(session: AsyncSession) -> LookedUp:
    found: LookedUp = session.info.get(PLACE, NOTHING)
    return found
