"""One reminder on one day: its row is the promise that it comes once, or not at all and why."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class OccurrenceState(StrEnum):
    """DUE and SNOOZED wait; SENT waits for an answer; the rest are ends."""

    DUE = "due"
    SNOOZED = "snoozed"
    SENT = "sent"
    DONE = "done"
    PART = "part"
    SKIPPED = "skipped"
    WORSE = "worse"
    EXPIRED = "expired"
    HELD = "held"
    SUPPRESSED = "suppressed"
    MISSED = "missed"
    CANCELLED = "cancelled"


class Occurrence(SQLModel, table=True):
    """`local_date` and `slot` name the moment on the patient's own calendar; `due_at` follows from them."""

    __table_args__ = (
        UniqueConstraint("item_id", "local_date", "slot"),
        Index("ix_occurrence_waiting", "state", "due_at"),
        Index("ix_occurrence_patient_day", "patient_id", "local_date"),
    )

    id: int = key()
    item_id: int = refers("plan_item.id", index=False)
    patient_id: int = refers("patient.person_id")
    kind: str
    exercise: str | None = None
    local_date: date
    slot: int
    due_at: datetime = instant()
    state: str = OccurrenceState.DUE
    reason: str | None = None
    sent_at: datetime | None = maybe_instant()
    answered_at: datetime | None = maybe_instant()
    outbox_id: int | None = may_refer("outbox.id")
