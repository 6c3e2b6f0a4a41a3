"""An audience counted, sampled and written into the ledger, a batch of people at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import case, exists, func, insert, literal, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.audience import Why
from bot.domain.sending_time import STAFF_QUIET
from bot.models import BroadcastRecipient, BroadcastSlot, Patient, Person, RecipientState
from bot.services.audience_conditions import Choice, belongs, why_not

person: Final = Person.__table__  # type: ignore[attr-defined]
patient: Final = Patient.__table__  # type: ignore[attr-defined]
recipient: Final = BroadcastRecipient.__table__  # type: ignore[attr-defined]
slots: Final = BroadcastSlot.__table__  # type: ignore[attr-defined]
PEOPLE: Final = person.outerjoin(patient, patient.c.person_id == person.c.id)
ZONE: Final = func.coalesce(person.c.zone, "UTC")
QUIET_FROM: Final = func.coalesce(patient.c.quiet_from, STAFF_QUIET[0])
QUIET_UNTIL: Final = func.coalesce(patient.c.quiet_until, STAFF_QUIET[1])


@dataclass(frozen=True)
class Count:
    """How many would get it now, and how many would not, by reason."""

    gets: int
    left_out: dict[Why, int]


async def count(session: AsyncSession, choice: Choice) -> Count:
    """How many people an audience is."""
    why = why_not(choice).label("why")
    found = select(why, func.count()).select_from(PEOPLE).where(belongs(choice)).group_by(why)
    counted = (await (await session.connection()).execute(found)).all()
    gets = sum(number for reason, number in counted if reason is None)
    return Count(gets, {Why(reason): number for reason, number in counted if reason is not None})


async def sample(session: AsyncSession, choice: Choice, *, most: int = 5) -> list[tuple[int, str]]:
    """Some of those who would get it, not only the first who ever came: (Person.id, first name)."""
    mixed = func.abs((person.c.id * 7919) % 1009)
    found = select(person.c.id, person.c.first_name).select_from(PEOPLE)
    found = found.where(belongs(choice), why_not(choice).is_(None)).order_by(mixed, person.c.id).limit(most)
    return [(id_, name) for id_, name in (await (await session.connection()).execute(found)).all()]


async def clocks(session: AsyncSession, choice: Choice) -> Sequence[tuple[str, str, str]]:
    """The different zones with their quiet hours in an audience: (zone, quiet from, quiet until)."""
    found = select(ZONE, QUIET_FROM, QUIET_UNTIL).select_from(PEOPLE).where(belongs(choice)).distinct()
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
    why = why_not(choice)
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
    rows = rows.where(person.c.id > after, person.c.id <= last, belongs(choice), ~mine).order_by(person.c.id)
    await connection.execute(insert(recipient).from_select(list(row), rows, include_defaults=False))
    return last
