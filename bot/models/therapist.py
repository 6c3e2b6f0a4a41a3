"""What therapists set for themselves and for one patient."""

from datetime import date

from sqlmodel import Field, SQLModel


class Threshold(SQLModel, table=True):
    """From where on this patient's answers are worth a look. A patient without a row has the usual ones."""

    patient_id: int = Field(primary_key=True, foreign_key="patient.person_id")
    pain: int
    silent_days: int
    adherence: int
    weeks: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Digest(SQLModel, table=True):
    """When a therapist's morning summary comes, 'HH:MM' in their own zone; `last_on` is the last local day it was made.

    A therapist without a row gets none.
    """

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    at: str
    last_on: date | None = None
