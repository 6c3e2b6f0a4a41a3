"""Anyone who has written to the bot, and the roles that admins gave them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Integer
from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, telegram_id


class Role(StrEnum):
    """What a person may do here. PATIENT comes from consent, not from a grant."""

    PATIENT = "patient"
    THERAPIST = "therapist"
    ADMIN = "admin"


class Person(SQLModel, table=True):
    """One Telegram account. Names are shown, never trusted: the Telegram id is the identity.

    `asking` names what the next typed text answers, as in 'settings.quiet' or 'private_note~7' about somebody; empty
    when nothing was asked. `asked_in` is the outbox's number of the message whose buttons answer the same.
    `menu` names the command menu that was set last.
    """

    id: int = key()
    telegram_id: int = telegram_id(unique=True)
    first_name: str = ""
    language: str = "en"
    zone: str | None = None
    asking: str | None = None
    asked_in: int | None = None
    menu: str | None = None
    created_at: datetime = instant()
    unreachable_since: datetime | None = maybe_instant()


class RoleGrant(SQLModel, table=True):
    """A role that an admin gave; `granted_by` is empty for the admins named in the settings."""

    __tablename__ = "role_grant"

    person_id: int = Field(sa_column=Column(Integer, ForeignKey("person.id"), primary_key=True))
    role: str = Field(primary_key=True)
    granted_by: int | None = may_refer("person.id")
    granted_at: datetime = instant()
