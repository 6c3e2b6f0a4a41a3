"""Questions that are answered by tapping or by typing: once somebody has typed, the buttons above are gone."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import OutboxRow, Person
from bot.services import outbox


async def follow(
    session: AsyncSession, person: Person, answer: Sequence[OutboxRow], *, typed: bool, now: datetime
) -> None:
    """After an answer of the bot's: one of its messages may ask such a question.

    What was asked before loses its buttons when somebody `typed` and is now asked something else, or nothing. A tap
    rewrites the question that it answers by itself.
    """
    before = person.asked_in
    asking = [row for row in answer if row.body.get("asks")]
    if asking:
        await session.flush()
        person.asked_in = asking[-1].id
    elif person.asking is None:
        person.asked_in = None
    if typed and before is not None and before != person.asked_in:
        await _close(session, person, before, now=now)


async def _close(session: AsyncSession, person: Person, outbox_id: int, *, now: datetime) -> None:
    row = await session.get(OutboxRow, outbox_id)
    if row is None:
        return
    plain = replace(Message.read(row.body), buttons=(), replaces=None, silent=True, asks=False)
    to = outbox.Address(person.telegram_id, row.patient_id)
    await outbox.queue(session, to, Kind.TIDY, plain, now=now, key=f"tidy:{row.id}", edits_id=row.id)
