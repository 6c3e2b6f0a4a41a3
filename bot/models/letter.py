"""What a therapist writes to one patient, and what the patient writes back."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class Letter(SQLModel, table=True):
    """One message, to the patient or, when the patient is the author, from the patient.

    A draft has no `written_at`. `phrase` is the id of a ready-made message, or of a tap that answers one. `text` is
    what the patient read or wrote, empty once it was deleted. `outbox_id` is what carries it to the patient;
    `answers_id` the message that it answers; `flagged` says that a program found red flags in it.
    """

    __tablename__ = "letter"
    __table_args__ = {"sqlite_autoincrement": True}
    """A draft is deleted, and its buttons stay on a screen: no other message may get its number."""

    id: int = key()
    patient_id: int = refers("patient.person_id")
    author_id: int = Field(foreign_key="person.id")
    phrase: str | None = None
    text: str | None = None
    answers_id: int | None = may_refer("letter.id", index=True)
    outbox_id: int | None = may_refer("outbox.id", index=True)
    flagged: bool = False
    drafted_at: datetime = instant()
    written_at: datetime | None = maybe_instant(index=True)
    read_at: datetime | None = maybe_instant()
