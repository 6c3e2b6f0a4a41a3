"""A day's check-in and every tap of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class CheckInState(StrEnum):
    OPEN = "open"
    DONE = "done"
    EXPIRED = "expired"


OPEN = text("state = 'open'")
"""The rows of an index, in the words that a query must use: few of many."""


class CheckIn(SQLModel, table=True):
    """`urgent` marks the list under /urgent: the safety screen alone. `full` is the list asked one by one.
    `touched_at` is when it was taken up or answered last.
    """

    __tablename__ = "check_in"
    __table_args__ = (
        Index("ix_check_in_patient", "patient_id", "id"),
        Index("ix_check_in_open", "opened_at", sqlite_where=OPEN, postgresql_where=OPEN),
    )

    id: int = key()
    patient_id: int = refers("patient.person_id", index=False)
    occurrence_id: int | None = may_refer("occurrence.id")
    urgent: bool = False
    full: bool = False
    state: str = CheckInState.OPEN
    opened_at: datetime = instant(index=True)
    finished_at: datetime | None = maybe_instant()
    touched_at: datetime | None = maybe_instant()


class Answer(SQLModel, table=True):
    """One answer. A question that has no row was not answered, which is never a 'no'."""

    check_in_id: int = Field(primary_key=True, foreign_key="check_in.id")
    question: str = Field(primary_key=True)
    value: str
    answered_at: datetime = instant()
