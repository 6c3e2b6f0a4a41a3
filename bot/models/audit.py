"""Who did what to whom: rows that are only ever added, each bound to the one before."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import instant


class AuditEntry(SQLModel, table=True):
    """One deed. `actor_id` and the number in a `subject` of 'person:7' are Person.id; there is no reference to the
    table, so that an entry outlives whom it is about. `seal` is empty without AUDIT_KEY.
    """

    __tablename__ = "audit_entry"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = instant()
    actor_id: int | None = Field(default=None, index=True)
    action: str
    subject: str = Field(index=True)
    reason: str = ""
    before: str
    hash: str
    seal: str | None = None


class AuditHead(SQLModel, table=True):
    """The end of the chain, in one row: writers queue for it, and a chain that was cut short does not reach it."""

    __tablename__ = "audit_head"

    id: int = Field(default=1, primary_key=True)
    last: int = 0
    hash: str = ""
