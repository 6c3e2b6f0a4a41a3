"""Files that Telegram has already: what was uploaded once is sent again by its id."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant


class Upload(SQLModel, table=True):
    """`digest` is of the file's bytes: a changed picture is another file."""

    __tablename__ = "upload"

    digest: str = Field(primary_key=True)
    file_id: str
    uploaded_at: datetime = instant()
