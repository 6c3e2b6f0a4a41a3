"""Measures over weeks: what a patient rated, and the activities that are the patient's own."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, maybe_instant, refers


class Activity(SQLModel, table=True):
    """Something that the leg makes hard, in the patient's words. It is rated until it is replaced."""

    id: int = key()
    patient_id: int = refers("patient.person_id")
    words: str
    since: datetime = instant()
    ended_at: datetime | None = maybe_instant()


class Measuring(SQLModel, table=True):
    """One time that a measure was asked for."""

    id: int = key()
    patient_id: int = refers("patient.person_id")
    measure: str
    asked_at: datetime = instant()
    finished_at: datetime | None = maybe_instant()


class Rating(SQLModel, table=True):
    """One answer. An item that has no row was not answered."""

    measuring_id: int = Field(primary_key=True, foreign_key="measuring.id")
    item: str = Field(primary_key=True)
    value: str
    rated_at: datetime = instant()


class MeasureWish(SQLModel, table=True):
    """A therapist wants this patient to be asked for a measure that is not asked of everybody."""

    __tablename__ = "measure_wish"

    patient_id: int = Field(primary_key=True, foreign_key="patient.person_id")
    measure: str = Field(primary_key=True)
    therapist_id: int = refers("person.id", index=False)
    since: datetime = instant()
