"""One reminder on one day: its row is the promise that it comes once, or not at all and why."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import SQLModel

from bot.models.columns import instant, key, maybe_instant, refers


class OccurrenceState(StrEnum):
    """DUE and SNOOZED wait for their time; QUEUED is on its way; SENT waits for an answer; the rest are ends."""

    DUE = "due"
    SNOOZED = "snoozed"
    QUEUED = "queued"
    SENT = "sent"
    DONE = "done"
    PART = "part"
    SKIPPED = "skipped"
    WORSE = "worse"
    EXPIRED = "expired"
    HELD = "held"
    SUPPRESSED = "suppressed"
    MISSED = "missed"
    UNDELIVERABLE = "undeliverable"
    CANCELLED = "cancelled"


WAITING = text("state IN ('due', 'snoozed')")
OPEN = text("state IN ('queued', 'sent')")
"""Few rows of many: an index over these alone stays small however much is kept, and both planners use it."""


class Occurrence(SQLModel, table=True):
    """`local_date` and `slot` name the moment on the patient's own calendar; `due_at` follows from them.

    `expires_at` is when sending it would be too late; `changed_at` is when the state was entered; `snoozes` counts
    how often the patient put it off; `tip` is the tip that was chosen for it.
    """

    __table_args__ = (
        UniqueConstraint("item_id", "local_date", "slot"),
        Index("ix_occurrence_due", "due_at", "id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_occurrence_open", "due_at", "id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_occurrence_patient_day", "patient_id", "local_date"),
    )

    id: int = key()
    item_id: int = refers("plan_item.id", index=False)
    patient_id: int = refers("patient.person_id", index=False)
    kind: str
    exercise: str | None = None
    tip: str | None = None
    local_date: date
    slot: int
    due_at: datetime = instant()
    expires_at: datetime | None = maybe_instant()
    state: str = OccurrenceState.DUE
    reason: str | None = None
    changed_at: datetime | None = maybe_instant()
    snoozes: int = 0
    sent_at: datetime | None = maybe_instant()
    followed_up_at: datetime | None = maybe_instant()
    answered_at: datetime | None = maybe_instant()
