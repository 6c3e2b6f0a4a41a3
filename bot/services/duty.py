"""Who is there: therapists and their backups, who is on call, and the admins."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import rota
from bot.domain.ladder import Reach
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.domain.rota import Watch
from bot.models import Backup, Patient, Person, RoleGrant, RotaDay, Shift
from bot.models.person import Role
from bot.services import care, outbox, people

TEAM = (Role.THERAPIST, Role.ADMIN)


def zone(content: Content) -> str:
    """The zone in which the rota's days begin and end."""
    return content.policy.clinic_zone or "UTC"


async def called(
    session: AsyncSession, content: Content, reaches: Iterable[Reach], patient: Patient, *, now: datetime
) -> list[Person]:
    """Everybody whom these words name for a patient's case and who can be written to, each once."""
    found: dict[int, Person] = {}
    for reach in sorted(reaches, key=list(Reach).index):
        for person in await _named(session, content, reach, patient, now=now):
            found.setdefault(person.id, person)
    found.pop(patient.person_id, None)
    return list(found.values())


async def _named(
    session: AsyncSession, content: Content, reach: Reach, patient: Patient, *, now: datetime
) -> list[Person]:
    if reach is Reach.ADMINS:
        return await people.with_role(session, Role.ADMIN)
    if reach is Reach.ON_CALL:
        return await on_call(session, content, now=now) or await people.with_role(session, Role.THERAPIST)
    carers = await care.carers(session, patient, now=now)
    if reach is Reach.THERAPIST:
        return carers
    ids = [one for one in (patient.therapist_id, *(carer.id for carer in carers)) if one is not None]
    return [backup for one in dict.fromkeys(ids) for backup in await backup_of(session, one)]


async def members(session: AsyncSession, ids: Iterable[int]) -> list[Person]:
    """Those of some people who are on the team and can be written to."""
    found = select(Person).where(
        col(Person.id).in_(list(ids)),
        col(Person.id).in_(select(RoleGrant.person_id).where(col(RoleGrant.role).in_(TEAM))),
        col(Person.unreachable_since).is_(None),
    )
    return list((await session.exec(found.order_by(col(Person.id)))).all())


async def everyone(session: AsyncSession) -> list[Person]:
    """The whole team, as far as it can be written to."""
    ids = (await session.exec(select(RoleGrant.person_id).where(col(RoleGrant.role).in_(TEAM)))).all()
    return await members(session, ids)


async def backup_of(session: AsyncSession, therapist_id: int) -> list[Person]:
    """Who stands in for a therapist, if somebody was named and can be written to."""
    row = await session.get(Backup, therapist_id)
    return await members(session, [row.backup_id]) if row is not None else []


async def name_backup(session: AsyncSession, therapist_id: int, backup_id: int) -> None:
    row = await session.get(Backup, therapist_id) or Backup(therapist_id=therapist_id, backup_id=backup_id)
    row.backup_id = backup_id
    session.add(row)
    await session.flush()


async def week(session: AsyncSession) -> dict[int, set[int]]:
    """The weekly rota: weekday -> the people of that day."""
    found: dict[int, set[int]] = {day: set() for day in range(7)}
    for row in (await session.exec(select(RotaDay))).all():
        found[row.weekday].add(row.person_id)
    return found


async def turn_day(session: AsyncSession, weekday: int, person_id: int) -> None:
    """Put somebody on a weekday of the rota, or take them off it."""
    row = await session.get(RotaDay, (weekday, person_id))
    if row is None:
        session.add(RotaDay(weekday=weekday, person_id=person_id))
    else:
        await session.exec(delete(RotaDay).where(col(RotaDay.weekday) == weekday, col(RotaDay.person_id) == person_id))
    await session.flush()


async def watches(session: AsyncSession, *, now: datetime) -> list[Watch]:
    """The times that somebody has taken over, from now on."""
    found = await session.exec(select(Shift).where(col(Shift.ends_at) > now).order_by(col(Shift.id)))
    return [Watch(one.person_id, one.starts_at, one.ends_at, one.confirmed_at) for one in found.all()]


async def on_call(session: AsyncSession, content: Content, *, now: datetime) -> list[Person]:
    """Everybody on call now who can be written to."""
    ids = rota.on_call(await week(session), await watches(session, now=now), zone(content), at=now)
    return await members(session, ids)


async def offer(session: AsyncSession, content: Content, to: int, by: int, *, now: datetime) -> Shift:
    """Offer the time until the clinic's midnight. To oneself it counts at once; others have to confirm."""
    shift = Shift(
        person_id=to,
        offered_by=by,
        offered_at=now,
        starts_at=now,
        ends_at=rota.day_ends(zone(content), now=now),
        confirmed_at=now if to == by else None,
    )
    session.add(shift)
    await session.flush()
    return shift


async def answer(session: AsyncSession, shift: Shift, *, takes: bool, now: datetime) -> bool:
    """The other person takes over, or does not. False when it was answered, or is over, already."""
    if shift.confirmed_at is not None or shift.declined_at is not None or now >= shift.ends_at:
        return False
    shift.confirmed_at, shift.declined_at = (now, None) if takes else (None, now)
    await session.flush()
    return True


async def warn_of_gap(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Tell the admins, once a gap, that nobody is on call at some time of the coming day."""
    at = rota.gap(await week(session), await watches(session, now=now), zone(content), now=now)
    if at is None:
        return
    hour = at.replace(minute=0, second=0, microsecond=0)
    for admin in await people.with_role(session, Role.ADMIN):
        say = content.say(admin.language)
        text = say("oncall.gap", day=say.day_of(at, zone(content)), time=say.time(at, zone(content)))
        key = f"gap:{hour:%Y%m%d%H}:{admin.id}" if at > now else f"gap:{now:%Y%m%d}:{admin.id}"
        await outbox.queue(session, outbox.Address(admin.telegram_id), Kind.SAFETY, Message(text), now=now, key=key)
