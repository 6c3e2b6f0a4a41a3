"""A clinic's own emergency number for a country, valid once a second admin has confirmed it."""

from datetime import datetime

from sqlmodel import SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class NumberOverride(SQLModel, table=True):
    """Never changed after it was confirmed: a newer confirmed row of the country counts instead.

    Without a `number` it brings the content's own number back.
    """

    __tablename__ = "number_override"

    id: int = key()
    country: str
    number: str | None = None
    proposed_by: int = refers("person.id", index=False)
    proposed_at: datetime = instant()
    confirmed_by: int | None = may_refer("person.id")
    confirmed_at: datetime | None = maybe_instant()
    declined_at: datetime | None = maybe_instant()
