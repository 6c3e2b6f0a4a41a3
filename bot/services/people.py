"""Who writes to the bot, and what they may do."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import col, delete, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Patient, Person, RoleGrant
from bot.models.person import Role
from bot.services import audit, looked_up

AT_ONCE = 500
"""People whose rows are in memory at a time."""


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> Person | None:
    read = looked_up.person(session, telegram_id)
    return read or (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).first()


def zone_of(content: Content, member: Person) -> str:
    """On whose clock somebody of the team reads: their own, else the clinic's, else UTC."""
    return member.zone or content.policy.clinic_zone or "UTC"


async def meet(session: AsyncSession, telegram_id: int, first_name: str, language: str, *, now: datetime) -> Person:
    """The person of a Telegram account, made at the first word. Being heard from again ends 'unreachable'."""
    person = await by_telegram_id(session, telegram_id)
    if person is None:
        person = Person(telegram_id=telegram_id, language=language, created_at=now)
        session.add(person)
    person.first_name = first_name
    person.unreachable_since = None
    if person in session.new:
        await session.flush()
    return person


async def granted(session: AsyncSession, person_id: int) -> frozenset[Role]:
    """The roles that were given to a person; being a patient is not among them."""
    if (read := looked_up.roles(session, person_id)) is not None:
        return read
    roles = await session.exec(select(RoleGrant.role).where(RoleGrant.person_id == person_id))
    return frozenset(Role(role) for role in roles)


async def roles_of(session: AsyncSession, person_id: int) -> frozenset[Role]:
    """What a person may do: what was given to them, and being a patient while consent stands."""
    patient = await session.get(Patient, person_id)
    given = await granted(session, person_id)
    return given | {Role.PATIENT} if patient is not None and patient.left_at is None else given


async def grant(session: AsyncSession, person_id: int, role: Role, *, by: int | None, now: datetime) -> bool:
    """Give a role; False when the person had it already."""
    if role in await granted(session, person_id):
        return False
    looked_up.forget_roles(session, person_id)
    session.add(RoleGrant(person_id=person_id, role=role, granted_by=by, granted_at=now))
    await session.flush()
    audit.record(session, actor_id=by, action="role_given", subject=audit.about(person_id), reason=role, now=now)
    return True


async def revoke(session: AsyncSession, person_id: int, role: Role, *, by: int | None, now: datetime) -> None:
    """Take a role away."""
    mine = (col(RoleGrant.person_id) == person_id, col(RoleGrant.role) == role)
    looked_up.forget_roles(session, person_id)
    await session.exec(delete(RoleGrant).where(*mine))
    audit.record(session, actor_id=by, action="role_taken", subject=audit.about(person_id), reason=role, now=now)


async def appoint_admins(session: AsyncSession, telegram_ids: Collection[int], *, now: datetime) -> None:
    """Make the grants from the settings be exactly these; grants by people stay as they are."""
    settled = select(RoleGrant, Person).where(
        col(RoleGrant.granted_by).is_(None), RoleGrant.role == Role.ADMIN, RoleGrant.person_id == Person.id
    )
    for row, person in (await session.exec(settled)).all():
        if person.telegram_id not in telegram_ids:
            await session.delete(row)
            whom = audit.about(person.id)
            audit.record(session, actor_id=None, action="role_taken", subject=whom, reason=Role.ADMIN, now=now)
    await session.flush()
    known = await session.exec(select(Person).where(col(Person.telegram_id).in_(telegram_ids)))
    for person in known.all():
        await grant(session, person.id, Role.ADMIN, by=None, now=now)


async def with_role(session: AsyncSession, role: Role) -> list[Person]:
    """Everybody who holds a role and can be written to, in the order of joining."""
    holders = select(Person).where(
        col(Person.id).in_(select(RoleGrant.person_id).where(RoleGrant.role == role)),
        col(Person.unreachable_since).is_(None),
    )
    return list((await session.exec(holders.order_by(col(Person.id)))).all())


async def languages_and_countries(session: AsyncSession) -> dict[int, tuple[str, str | None]]:
    """Telegram id -> language, and a patient's country. Few rows at a time, and one pair for all who share it: what
    is kept of everybody has to be small.
    """
    found: dict[int, tuple[str, str | None]] = {}
    pairs: dict[tuple[str, str | None], tuple[str, str | None]] = {}
    rows = select(Person.id, Person.telegram_id, Person.language, Patient.country)
    rows = rows.outerjoin(Patient, col(Patient.person_id) == Person.id).order_by(col(Person.id)).limit(AT_ONCE)
    last = 0
    while some := (await session.exec(rows.where(col(Person.id) > last))).all():
        for _, telegram_id, language, country in some:
            found[telegram_id] = pairs.setdefault((language, country), (language, country))
        last = some[-1][0]
    return found


async def listed(
    session: AsyncSession, part_of_name: str = "", *, skip: int = 0, most: int = 30
) -> list[tuple[Person, frozenset[Role]]]:
    """People whose name contains some words, newest first, with their roles."""
    found = select(Person).where(_named(part_of_name)).order_by(col(Person.id).desc()).offset(skip).limit(most)
    people = (await session.exec(found)).all()
    return [(person, await roles_of(session, person.id)) for person in people]


async def number(session: AsyncSession, part_of_name: str = "") -> int:
    """How many people have a name that contains some words."""
    return (await session.exec(select(func.count()).select_from(Person).where(_named(part_of_name)))).one()


def _named(part: str) -> ColumnElement[bool]:
    """SQLite folds the case of Latin letters alone: the other letters are looked for in small and in capitals."""
    ways = {part, part.lower(), part.upper(), part.title()}
    return or_(*(col(Person.first_name).icontains(one, autoescape=True) for one in sorted(ways)))
