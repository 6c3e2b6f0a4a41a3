"""What became of a message that was sent: delivered, to be tried again, perhaps delivered, or never."""

from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import LANES, Kind
from bot.models import OutboxRow, OutboxState, Person
from bot.services import alerts, reminders

LONGEST_WAIT = timedelta(seconds=60)


async def sent(session: AsyncSession, outbox_id: int, message_id: int | None, *, now: datetime) -> None:
    """Delivered: Telegram gave the message its id."""
    row = await _row(session, outbox_id)
    row.state, row.message_id, row.sent_at, row.lease_until = OutboxState.SENT, message_id, now, None
    await session.flush()
    await reminders.delivered(session, [outbox_id], now=now)


async def later(session: AsyncSession, outbox_id: int, seconds: float | None, *, now: datetime) -> None:
    """Not delivered, and worth another try: after the seconds that Telegram asked for, or after a growing wait."""
    row = await _row(session, outbox_id)
    wait = timedelta(seconds=seconds) if seconds is not None else min(_growing(row.attempts), LONGEST_WAIT)
    row.state, row.not_before, row.lease_until = OutboxState.QUEUED, now + wait, None


def _growing(attempts: int) -> timedelta:
    return timedelta(seconds=2 ** min(attempts, 6))


async def unsure(session: AsyncSession, outbox_id: int, *, now: datetime) -> None:
    """Perhaps delivered: what may not be missed goes again, what may not come twice does not."""
    row = await _row(session, outbox_id)
    if LANES[Kind(row.kind)].again:
        await later(session, outbox_id, None, now=now)
    else:
        row.state, row.lease_until = OutboxState.UNKNOWN, None


async def failed(
    session: AsyncSession, content: Content, outbox_id: int, reason: str, *, unreachable: bool, now: datetime
) -> None:
    """Never deliverable. When the person cannot be reached at all, they are marked so, and alerts go elsewhere."""
    row = await _row(session, outbox_id)
    row.state, row.reason, row.lease_until = OutboxState.FAILED, reason, None
    if unreachable:
        here = update(Person).where(col(Person.telegram_id) == row.chat_id, col(Person.unreachable_since).is_(None))
        await session.exec(here.values(unreachable_since=now))
    await session.flush()
    await reminders.not_sent(session, row, now=now)
    await alerts.not_reached(session, content, row.id, now=now)


async def moved(session: AsyncSession, outbox_id: int, chat_id: int, *, now: datetime) -> None:
    """The chat has a new number: the message, and its person, follow."""
    row = await _row(session, outbox_id)
    person = update(Person).where(col(Person.telegram_id) == row.chat_id)
    await session.exec(person.values(telegram_id=chat_id))
    row.chat_id, row.state, row.not_before = chat_id, OutboxState.QUEUED, now


async def _row(session: AsyncSession, outbox_id: int) -> OutboxRow:
    return (await session.exec(select(OutboxRow).where(OutboxRow.id == outbox_id))).one()
