"""Watching over what must not stand still, and over the bot's own state. Source: safety.md §5.3, Watchdog."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import col, func, not_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.domain.triage import Tier
from bot.models import AuditEntry, Incident, IncidentState, OutboxRow, Patient, SeenUpdate
from bot.models.person import Role
from bot.services import gap, outbox, people

UNSENT = timedelta(minutes=2)
UNSEEN = timedelta(minutes=31)
"""The last rung for an emergency, and a minute: later than this no ladder has worked. Source: safety.md §1.4."""
MINE = "watch:"


@dataclass(frozen=True)
class State:
    """How the bot is, in numbers alone. `waiting` is kind -> how many messages are owed and could leave now."""

    waiting: dict[str, int]
    oldest: datetime | None
    unseen: int
    last_update: datetime | None
    last_beat: datetime | None
    bytes: int


async def warn(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Tell admins, once for each, of urgent messages that do not leave and of emergencies that nobody has seen."""
    oldest = await _oldest_unsent(session, now=now)
    if oldest is not None and oldest.queued_at <= now - UNSENT:
        await _tell(session, content, f"unsent:{oldest.id}", "watch.unsent", oldest.queued_at, {}, now=now)
    waiting = select(Incident, Patient.code).where(
        Incident.state == IncidentState.OPEN,
        col(Incident.tier).in_((Tier.EMERGENCY.word, Tier.CRISIS.word)),
        col(Incident.raised_at) <= now - UNSEEN,
        Patient.person_id == Incident.patient_id,
    )
    for incident, code in (await session.exec(waiting)).all():
        name, since = f"unseen:{incident.id}:{incident.round}", incident.raised_at or incident.opened_at
        await _tell(session, content, name, "watch.unseen", since, {"code": code}, now=now)


async def _oldest_unsent(session: AsyncSession, *, now: datetime) -> OutboxRow | None:
    """The urgent message that has waited longest, however often it was tried; not one of our own warnings."""
    found = select(OutboxRow).where(
        col(OutboxRow.state).in_(outbox.WAITING),
        OutboxRow.kind == Kind.SAFETY,
        col(OutboxRow.queued_at) <= now,
        not_(func.coalesce(OutboxRow.dedupe_key, "").startswith(MINE)),
    )
    return (await session.exec(found.order_by(col(OutboxRow.queued_at)).limit(1))).first()


async def _tell(
    session: AsyncSession,
    content: Content,
    name: str,
    key: str,
    since: datetime,
    values: dict[str, Any],
    *,
    now: datetime,
) -> None:
    for admin in await people.with_role(session, Role.ADMIN):
        say, zone = content.say(admin.language), people.zone_of(content, admin)
        words = say(key, time=say.time(since, zone), zone=say.city(zone), **values)
        to = outbox.Address(admin.telegram_id)
        await outbox.queue(session, to, Kind.SAFETY, Message(words), now=now, key=f"{MINE}{name}:{admin.id}")


async def state(session: AsyncSession, *, now: datetime) -> State:
    """How the bot is now."""
    due = (col(OutboxRow.state).in_(outbox.WAITING), col(OutboxRow.not_before) <= now)
    counted = select(OutboxRow.kind, func.count()).where(*due).group_by(OutboxRow.kind)
    unseen = select(func.count()).select_from(Incident).where(Incident.state == IncidentState.OPEN)
    return State(
        waiting={kind: int(number) for kind, number in (await session.exec(counted)).all()},
        oldest=(await session.exec(select(func.min(OutboxRow.not_before)).where(*due))).one(),
        unseen=(await session.exec(unseen)).one(),
        last_update=(await session.exec(select(func.max(SeenUpdate.taken_at)))).one(),
        last_beat=await gap.last_beat(session),
        bytes=await _size(session),
    )


async def last_saved(session: AsyncSession) -> datetime | None:
    """The latest instant that a committed event carries; a clock that stands before it has gone back."""
    found = [
        (await session.exec(select(func.max(SeenUpdate.taken_at)))).one(),
        (await session.exec(select(func.max(AuditEntry.at)))).one(),
        await gap.last_beat(session),
    ]
    return max((at for at in found if at is not None), default=None)


async def _size(session: AsyncSession) -> int:
    if session.get_bind().dialect.name == "postgresql":
        statement = "SELECT pg_database_size(current_database())"
    else:
        statement = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
    return int((await (await session.connection()).execute(text(statement))).scalar_one())
