"""What was sent, corrected or taken back, within the 48 hours that Telegram allows; and another try for what failed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import case, delete, exists, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import insert_new
from bot.domain import markup, sending_time
from bot.domain.lanes import LANES, Kind
from bot.domain.markup import Fault
from bot.domain.message import Message
from bot.models import (
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    BroadcastText,
    OutboxRow,
    OutboxState,
    Person,
    Recall,
    RecipientState,
)
from bot.services import broadcast_words, broadcasts
from bot.services.broadcast_life import Refusal

ALLOWED_FOR = timedelta(hours=48)
"""Source: the Bot API, deleteMessage. Corrections keep to it too: an older message is read by nobody."""
BATCH = 500
SENDING = (BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.CANCELLED, BroadcastState.FINISHED)

recipient: Final = BroadcastRecipient.__table__  # type: ignore[attr-defined]
outbox: Final = OutboxRow.__table__  # type: ignore[attr-defined]
person: Final = Person.__table__  # type: ignore[attr-defined]


async def correct(
    session: AsyncSession, broadcast_id: int, language: str, text: str, by: Person, *, now: datetime
) -> Refusal | Fault | None:
    """Change its text: for those who are still to get it, and in the messages that were sent.

    Before anything is sent, change the draft instead (`undo`, then `write`): what was approved stays what was approved.
    """
    row = await broadcasts.locked(session, broadcast_id)
    if row.state not in SENDING or row.recalled_at is not None:
        return Refusal.OVER
    fault = markup.fault(text, limit=broadcasts.room(row))
    if fault is not None:
        return fault
    await session.merge(BroadcastText(broadcast_id=row.id, language=language, text=text))
    row.version, row.rewriting = row.version + 1, True
    broadcasts.note(session, row, by, "broadcast_corrected", f"{language} version:{row.version}", now=now)
    await session.flush()
    return None


async def recall(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """Take it back: nothing more leaves, and what was sent in the last 48 hours is deleted."""
    row = await broadcasts.locked(session, broadcast_id)
    if row.recalled_at is not None:
        return Refusal.ALREADY
    if row.state not in SENDING:
        return Refusal.OVER
    if row.state != BroadcastState.FINISHED:
        row.state, row.reason, row.finished_at = BroadcastState.CANCELLED, None, None
    row.recalled_at, row.rewriting = now, True
    broadcasts.note(session, row, by, "broadcast_recalled", now=now)
    await session.flush()
    return None


async def retry_failed(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | int:
    """Try again what Telegram refused, and nothing else; how many that are. Who blocked the bot since stays out."""
    row = await broadcasts.locked(session, broadcast_id)
    if row.state not in (BroadcastState.RUNNING, BroadcastState.PAUSED, BroadcastState.FINISHED):
        return Refusal.OVER
    connection = await session.connection()
    failed = (recipient.c.broadcast_id == row.id) & (recipient.c.state == RecipientState.FAILED)
    number = int((await connection.execute(select(func.count()).where(failed))).scalar_one())
    if number == 0 or row.recalled_at is not None:
        return Refusal.EMPTY
    theirs = select(recipient.c.id).where(failed)
    await connection.execute(delete(outbox).where(outbox.c.recipient_id.in_(theirs)))
    again = update(recipient).where(failed)
    until = now + sending_time.DAY
    await connection.execute(
        again.values(state=RecipientState.WAITING, reason=None, taken_at=None, due_at=now, until=until)
    )
    row.failed, row.forgiven, row.finished_at = row.failed - number, 0, None
    row.state, row.reason, row.until = BroadcastState.RUNNING, None, until
    broadcasts.note(session, row, by, "broadcast_retried", f"failed:{number}", now=now)
    await session.flush()
    return number


async def step(session: AsyncSession, content: Content, row: Broadcast, *, now: datetime) -> bool:
    """Owe the next rewritings of what was sent; True while there are more at once."""
    await _settle_recalls(session, row)
    sent = await _next_sent(session, row)
    if row.recalled_at is not None:
        await _owe(session, [one for one in sent if _in_time(one, now)], lambda _: Message(deletes=True), "recall", now)
        await _mark(session, [one.id for one in sent if _in_time(one, now)], recall=Recall.OWED)
        await _mark(session, [one.id for one in sent if not _in_time(one, now)], recall=Recall.TOO_LATE)
    else:
        written = await broadcasts.texts(session, row.id)
        fresh = [one for one in sent if _in_time(one, now)]
        await _owe(
            session, fresh, lambda one: _corrected(content, row, written, one.language), f"correct{row.version}", now
        )
        await _mark(session, [one.id for one in sent], version=row.version)
    if not sent and not await _under_way(session, row):
        row.rewriting = False
    return len(sent) == BATCH


def _in_time(one: Any, now: datetime) -> bool:
    return bool(one.sent_at is not None and now < one.sent_at + ALLOWED_FOR)


def _corrected(content: Content, row: Broadcast, written: dict[str, str], language: str | None) -> Message:
    message = broadcast_words.message(content, row, written, language or content.languages[0])
    return Message.read({**message.document(), "silent": True})


async def _next_sent(session: AsyncSession, row: Broadcast) -> Sequence[Any]:
    """Recipients whose message is not yet as it is to be, with the outbox row that it was sent by."""
    stale = recipient.c.recall.is_(None) if row.recalled_at is not None else recipient.c.version < row.version
    found = (
        select(
            recipient.c.id,
            recipient.c.language,
            recipient.c.sent_at,
            outbox.c.id.label("outbox_id"),
            outbox.c.chat_id,
            outbox.c.patient_id,
        )
        .join(outbox, outbox.c.recipient_id == recipient.c.id)
        .where(
            recipient.c.broadcast_id == row.id,
            recipient.c.state == RecipientState.SENT,
            stale,
            outbox.c.edits_id.is_(None),
        )
        .order_by(recipient.c.id)
        .limit(BATCH)
    )
    return (await (await session.connection()).execute(found)).all()


async def _owe(session: AsyncSession, to: Sequence[Any], words: Any, what: str, now: datetime) -> None:
    rows = [
        {
            "dedupe_key": f"{what}:{one.id}",
            "kind": Kind.TIDY,
            "priority": LANES[Kind.TIDY].priority,
            "chat_id": one.chat_id,
            "patient_id": one.patient_id,
            "recipient_id": one.id,
            "edits_id": one.outbox_id,
            "body": words(one).document(),
            "state": OutboxState.QUEUED,
            "attempts": 0,
            "queued_at": now,
            "not_before": now,
        }
        for one in to
    ]
    await insert_new(session, OutboxRow, rows)


async def _mark(session: AsyncSession, ids: Sequence[int], **values: Any) -> None:
    if ids:
        await (await session.connection()).execute(update(recipient).where(recipient.c.id.in_(ids)).values(**values))


async def _settle_recalls(session: AsyncSession, row: Broadcast) -> None:
    """What became of the messages that were to be taken back."""
    if row.recalled_at is None:
        return
    gone = {
        OutboxState.SENT.value: Recall.DONE.value,
        OutboxState.FAILED.value: Recall.FAILED.value,
        OutboxState.UNKNOWN.value: Recall.FAILED.value,
        OutboxState.CANCELLED.value: Recall.FAILED.value,
    }
    ended = update(recipient).where(
        recipient.c.broadcast_id == row.id,
        recipient.c.recall == Recall.OWED,
        outbox.c.recipient_id == recipient.c.id,
        outbox.c.edits_id.is_not(None),
        outbox.c.dedupe_key.startswith("recall:"),
        outbox.c.state.in_(list(gone)),
    )
    await (await session.connection()).execute(ended.values(recall=case(gone, value=outbox.c.state)))


async def _under_way(session: AsyncSession, row: Broadcast) -> bool:
    """Whether a message may still arrive that is to be changed, or a taking back has no end yet."""
    mine = recipient.c.broadcast_id == row.id
    queued = exists().where(mine, recipient.c.state == RecipientState.QUEUED)
    owed = exists().where(mine, recipient.c.state == RecipientState.SENT, recipient.c.recall == Recall.OWED)
    return bool((await (await session.connection()).execute(select(queued | owed))).scalar_one())
