"""Who is on call: the week's rota, times that somebody took over, and who stands in for whom."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class RotaDay(SQLModel, table=True):
    """A person who is on call on a weekday, 0 for Monday to 6, of every week."""

    __tablename__ = "rota_day"

    weekday: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True, foreign_key="person.id")


class Shift(SQLModel, table=True):
    """A time that one person takes over. It counts once they have confirmed it themselves."""

    id: int = key()
    person_id: int = refers("person.id")
    offered_by: int | None = may_refer("person.id")
    offered_at: datetime = instant()
    starts_at: datetime = instant()
    ends_at: datetime = instant(index=True)
    confirmed_at: datetime | None = maybe_instant()
    declined_at: datetime | None = maybe_instant()


class Backup(SQLModel, table=True):
    """Who is told when a therapist does not answer."""

    therapist_id: int = Field(primary_key=True, foreign_key="person.id")
    backup_id: int = refers("person.id", index=False)
