"""What the bot owes outside Telegram: a mail or a call of a webhook, with the least data."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.models.columns import document, instant, key, maybe_instant


class Channel(StrEnum):
    EMAIL = "email"
    WEBHOOK = "webhook"


class NoticeState(StrEnum):
    """OFF: the deployment has no such channel."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    OFF = "off"


class Notice(SQLModel, table=True):
    """`body` is what leaves, as JSON: ids and times, no names, no words of the patient's."""

    __tablename__ = "outside_notice"
    __table_args__ = (Index("ix_outside_notice_waiting", "state", "not_before"),)

    id: int = key()
    dedupe_key: str = Field(unique=True)
    channel: str
    body: dict[str, Any] = document({})
    state: str = NoticeState.QUEUED
    attempts: int = 0
    queued_at: datetime = instant()
    not_before: datetime = instant()
    lease_until: datetime | None = maybe_instant()
    sent_at: datetime | None = maybe_instant()
