"""That the bot was alive: one row, written over every half a minute."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant


class Heartbeat(SQLModel, table=True):
    id: int = Field(default=1, primary_key=True)
    at: datetime = instant()
