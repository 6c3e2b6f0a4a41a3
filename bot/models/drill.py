"""A fire drill: an alert that concerns no patient, and how soon each person acknowledged it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class Drill(SQLModel, table=True):
    """`seen_at` stops the ladder; `ended_at` is when the report went to who had started it."""

    id: int = key()
    started_by: int = refers("person.id", index=False)
    started_at: datetime = instant()
    next_rung_at: datetime | None = maybe_instant(index=True)
    step: int = 0
    seen_at: datetime | None = maybe_instant()
    ended_at: datetime | None = maybe_instant()


class DrillAlert(SQLModel, table=True):
    """That one person was called by a drill, and when they acknowledged."""

    __tablename__ = "drill_alert"
    __table_args__ = (UniqueConstraint("drill_id", "recipient_id"),)

    id: int = key()
    drill_id: int = refers("drill.id", index=False)
    recipient_id: int = refers("person.id", index=False)
    outbox_id: int | None = may_refer("outbox.id")
    raised_at: datetime = instant()
    acknowledged_at: datetime | None = maybe_instant()
