"""One sending of an education tip to all patients. Who got it is in the outbox."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, maybe_instant, refers


class TipRun(SQLModel, table=True):
    __tablename__ = "tip_run"

    id: int = key()
    tip: str
    request: str = Field(unique=True)
    sent_by: int = refers("person.id", index=False)
    started_at: datetime = instant()
    finished_at: datetime | None = maybe_instant()
    left_out: int = 0
