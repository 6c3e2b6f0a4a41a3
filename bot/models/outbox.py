"""What the bot owes somebody: a message, written down in the commit that found its reason."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
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


class OutboxRow(SQLModel, table=True):
    """`body` is domain.message.Message as JSON. `edits_id` is the row whose message this one rewrites.

    A row with `occurrence_id` or `recipient_id` has no body: a reminder, and a broadcast, is put into words when it
    leaves.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_waiting", "state", "priority", "not_before"),)

    id: int = key()
    dedupe_key: str | None = Field(default=None, unique=True)
    kind: str
    priority: int
    chat_id: int = telegram_id()
    patient_id: int | None = may_refer("patient.person_id")
    occurrence_id: int | None = may_refer("occurrence.id", index=True)
    recipient_id: int | None = may_refer("broadcast_recipient.id", index=True)
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
