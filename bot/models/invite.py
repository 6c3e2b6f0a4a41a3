"""A therapist's single-use link and spoken code. Only the hashes of the two secrets are kept."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class Invite(SQLModel, table=True):
    """One way in, by its link or by its code: whichever is used first spends both."""

    token_sha256: str = Field(primary_key=True)
    code_scrypt: str | None = Field(default=None, unique=True)
    therapist_id: int = refers("person.id")
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()
    used_by: int | None = may_refer("person.id")


class CodeTry(SQLModel, table=True):
    """A code that somebody typed and that was none. Kept for as long as tries are counted."""

    __tablename__ = "code_try"

    id: int = key()
    person_id: int = refers("person.id")
    tried_at: datetime = instant()
