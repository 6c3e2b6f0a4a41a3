"""Messages that are over lose their buttons, without a sound: what can no longer be answered should not look so."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import insert_new
from bot.domain.lanes import LANES, Kind
from bot.domain.message import Message
from bot.models import Occurrence, OutboxRow, OutboxState, Person
from bot.services import reminder_words


async def over(
    session: AsyncSession, content: Content, occurrence_ids: Sequence[int], *, kind: Kind | None = None, now: datetime
) -> None:
    """Rewrite what was sent for these occurrences; with `kind`, only the messages of that kind."""
    if not occurrence_ids:
        return
    shown = (
        select(OutboxRow, Occurrence, Person.language)
        .where(Occurrence.id == OutboxRow.occurrence_id, Person.id == Occurrence.patient_id)
        .where(col(OutboxRow.occurrence_id).in_(occurrence_ids), OutboxRow.state == OutboxState.SENT)
    )
    if kind is not None:
        shown = shown.where(OutboxRow.kind == kind)
    rows = (await session.exec(shown.order_by(col(OutboxRow.id)))).all()
    newest = {(row.occurrence_id, row.kind): (row, occurrence, language) for row, occurrence, language in rows}
    edits = []
    for row, occurrence, language in newest.values():
        text = reminder_words.over(content, language, occurrence)
        edits.append(
            {
                "dedupe_key": f"tidy:{row.id}",
                "kind": Kind.TIDY,
                "priority": LANES[Kind.TIDY].priority,
                "chat_id": row.chat_id,
                "patient_id": row.patient_id,
                "edits_id": row.id,
                "body": Message(text, silent=True).document(),
                "state": OutboxState.QUEUED,
                "attempts": 0,
                "queued_at": now,
                "not_before": now,
            }
        )
    await insert_new(session, OutboxRow, edits)
