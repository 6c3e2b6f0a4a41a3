"""What the bot owes somebody: a message, written down in the commit that found its reason."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, TextClause, text
from sqlmodel import Field, SQLModel

from bot.models.columns import document, instant, key, may_refer, maybe_instant, telegram_id


class OutboxState(StrEnum):
    """QUEUED and SENDING are owed. UNKNOWN was perhaps delivered, must not go twice. FORGOTTEN was sent long ago."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    FAILED = "failed"
    CANCELLED = "cancelled"
    FORGOTTEN = "forgotten"


SAFETY = text("kind = 'safety'")
"""The rows of an index, in the words that a query must use."""
FROM_BROADCAST, OF_REMINDER = text("recipient_id IS NOT NULL"), text("occurrence_id IS NOT NULL")


def _partial(name: str, *columns: str, where: TextClause) -> Index:
    """An index of a few of the rows: the others are written without it."""
    return Index(name, *columns, sqlite_where=where, postgresql_where=where)


class OutboxRow(SQLModel, table=True):
    """`body` is domain.message.Message as JSON. `edits_id` is the row whose message this one rewrites.

    A row with `occurrence_id` or `recipient_id` has no body: a reminder, and a broadcast, is put into words when it
    leaves.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_waiting", "state", "priority", "not_before"),
        _partial("ix_outbox_safety", "chat_id", "sent_at", where=SAFETY),
        _partial("ix_outbox_occurrence_id", "occurrence_id", where=OF_REMINDER),
        _partial("ix_outbox_recipient_id", "recipient_id", where=FROM_BROADCAST),
    )

    id: int = key()
    dedupe_key: str | None = Field(default=None, unique=True)
    kind: str
    priority: int
    chat_id: int = telegram_id(index=False)
    patient_id: int | None = may_refer("patient.person_id")
    occurrence_id: int | None = may_refer("occurrence.id")
    recipient_id: int | None = may_refer("broadcast_recipient.id")
    edits_id: int | None = may_refer("outbox.id")
    body: dict[str, Any] = document({})
    state: str = OutboxState.QUEUED
    reason: str | None = None
    attempts: int = 0
    queued_at: datetime = instant()
    not_before: datetime = instant()
    expires_at: datetime | None = maybe_instant()
    lease_until: datetime | None = maybe_instant()
    sent_at: datetime | None = maybe_instant()
    message_id: int | None = None
