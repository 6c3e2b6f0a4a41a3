"""Updates that were taken: the row commits together with what the update changed."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from bot.models.columns import instant


class SeenUpdate(SQLModel, table=True):
    __tablename__ = "seen_update"

    update_id: int = Field(primary_key=True, sa_type=BigInteger)
    taken_at: datetime = instant(index=True)
