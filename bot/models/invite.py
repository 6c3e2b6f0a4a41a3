"""A therapist's single-use link. Only the hash of its secret is kept."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant, may_refer, maybe_instant, refers


class Invite(SQLModel, table=True):
    token_sha256: str = Field(primary_key=True)
    therapist_id: int = refers("person.id")
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = maybe_instant()
    used_by: int | None = may_refer("person.id")
