"""That the bot was alive: rows that are written over again and again."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant


class Heartbeat(SQLModel, table=True):
    """That the bot ran, and that Telegram answered it: two rows, whatever the number of processes."""

    id: int = Field(default=1, primary_key=True)
    at: datetime = instant()


class Process(SQLModel, table=True):
    """One process of several on one database, under a name that it made up at its start."""

    name: str = Field(primary_key=True)
    at: datetime = instant()
