"""'Did you get care?': asked of a patient whose case is open."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class FollowUp(SQLModel, table=True):
    """One question of one alarm. `done_at` is when it was asked, or found to need no asking any more."""

    __tablename__ = "follow_up"
    __table_args__ = (UniqueConstraint("incident_id", "round", "step"),)

    id: int = key()
    incident_id: int = refers("incident.id")
    round: int
    step: int
    due_at: datetime = instant(index=True)
    done_at: datetime | None = maybe_instant()
    outbox_id: int | None = may_refer("outbox.id")
    outcome: str | None = None
    answered_at: datetime | None = maybe_instant()
