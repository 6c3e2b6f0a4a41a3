"""What therapists write down about a patient for themselves."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, refers


class PrivateNote(SQLModel, table=True):
    """Read by those who treat the patient, deleted by who wrote it, in no export and never shown to the patient."""

    __tablename__ = "private_note"

    id: int = key()
    patient_id: int = refers("patient.person_id")
    author_id: int = Field(foreign_key="person.id")
    text: str
    written_at: datetime = instant()
