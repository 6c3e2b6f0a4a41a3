"""What readers of a broadcast think of it: helpful, not for them, or so unwelcome that they block the bot."""

from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.audience import Opinion
from bot.models import Broadcast, BroadcastRecipient, RecipientState

BECAUSE_OF_IT = timedelta(days=1)
"""Who blocks the bot this soon after a broadcast may have done so because of it."""
UNWELCOME = (Opinion.NOT_FOR_ME, Opinion.BLOCKED)


async def say(
    session: AsyncSession, broadcast_id: int, person_id: int, opinion: Opinion, *, now: datetime
) -> Broadcast | None:
    """Keep what a reader says; the last word counts. None for somebody who did not get it."""
    found = select(BroadcastRecipient).where(
        BroadcastRecipient.broadcast_id == broadcast_id,
        BroadcastRecipient.person_id == person_id,
        col(BroadcastRecipient.taken_at).is_not(None),
    )
    row = (await session.exec(found)).first()
    if row is None:
        return None
    if row.state == RecipientState.UNSURE:
        await _arrived(session, row, now=now)
    await _keep(session, row, opinion, now=now)
    return await session.get(Broadcast, broadcast_id)


async def _arrived(session: AsyncSession, row: BroadcastRecipient, *, now: datetime) -> None:
    """Who answers a message has it: that is no longer in doubt."""
    row.state, row.reason, row.sent_at = RecipientState.SENT, None, now
    counted = update(Broadcast).where(col(Broadcast.id) == row.broadcast_id).values(sent=col(Broadcast.sent) + 1)
    await session.exec(counted.execution_options(synchronize_session=False))


async def blocked(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Somebody has blocked the bot: that counts for the broadcast of the last day, if there was one."""
    found = select(BroadcastRecipient).where(
        BroadcastRecipient.person_id == person_id, col(BroadcastRecipient.taken_at) > now - BECAUSE_OF_IT
    )
    row = (await session.exec(found.order_by(col(BroadcastRecipient.taken_at).desc()).limit(1))).first()
    if row is not None:
        await _keep(session, row, Opinion.BLOCKED, now=now)


async def _keep(session: AsyncSession, row: BroadcastRecipient, opinion: Opinion, *, now: datetime) -> None:
    more = (opinion in UNWELCOME) - (row.answer in UNWELCOME)
    row.answer, row.answered_at = opinion, now
    if more:
        counted = update(Broadcast).where(col(Broadcast.id) == row.broadcast_id)
        counted = counted.values(unwelcome=col(Broadcast.unwelcome) + more)
        await session.exec(counted.execution_options(synchronize_session=False))
    await session.flush()
