"""One message for many: its texts, its life, and a ledger row for each recipient."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from bot.models.columns import document, instant, key, may_refer, maybe_instant, refers


class BroadcastState(StrEnum):
    """DRAFT is being written; SCHEDULED waits for its start or its approval; CANCELLED and FINISHED are ends."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    FINISHED = "finished"


class Timing(StrEnum):
    """When it goes: at once, at an instant, or when it is `local_at` on each recipient's own clock."""

    NOW = "now"
    AT = "at"
    LOCAL = "local"


class Broadcast(SQLModel, table=True):
    """`audience` is domain.audience.Audience as JSON. `size` is how many it was to go to when it was scheduled.

    `tip` names the tip that the texts were taken from; `advice` says that it is a tip, or asks people to move. `photo`
    is Telegram's id of a picture; `buttons` are of domain.audience.Opinion; `page` is the library's page to learn more.
    `starts_at` is when the first may go, `starts_on` the first local day of a LOCAL one. `filled_to` is the last
    Person.id that the ledger was written for, `filled_at` when it was whole. `until` gives the recipients of a
    broadcast that was paused their time back. `version` counts the texts. `request` names the absence that it tells of,
    once and in the words of the bot, until it is a draft in somebody's hand.
    `sent`, `failed` and `unwelcome` (blocked the bot after it, or said "not for me") are kept with the ledger, so that
    looking at them costs the same however many there are; `forgiven` were known when an admin resumed it. `rewriting`
    says that sent messages are yet to be changed.
    """

    id: int = key()
    state: str = Field(default=BroadcastState.DRAFT, index=True)
    reason: str | None = None
    tip: str | None = None
    advice: bool = False
    photo: str | None = None
    buttons: list[str] = document([])
    page: str | None = None
    audience: dict[str, Any] = document({})
    timing: str = Timing.NOW
    starts_on: date | None = None
    local_at: str | None = None
    starts_at: datetime | None = maybe_instant()
    paid: bool = False
    created_by: int = refers("person.id", index=False)
    created_at: datetime = instant()
    scheduled_by: int | None = may_refer("person.id")
    scheduled_at: datetime | None = maybe_instant()
    size: int = 0
    needs_approval: bool = False
    approved_by: int | None = may_refer("person.id")
    approved_at: datetime | None = maybe_instant()
    filled_to: int = 0
    filled_at: datetime | None = maybe_instant()
    canary_passed_at: datetime | None = maybe_instant()
    until: datetime | None = maybe_instant()
    version: int = 1
    sent: int = 0
    failed: int = 0
    unwelcome: int = 0
    forgiven: int = 0
    rewriting: bool = False
    recalled_at: datetime | None = maybe_instant()
    finished_at: datetime | None = maybe_instant()
    series_id: int | None = may_refer("broadcast_series.id", index=True)
    request: str | None = Field(default=None, unique=True)


class BroadcastText(SQLModel, table=True):
    """What it says in one language, as Telegram HTML. Readers of another language get the content's first one."""

    __tablename__ = "broadcast_text"

    broadcast_id: int = Field(primary_key=True, foreign_key="broadcast.id")
    language: str = Field(primary_key=True)
    text: str


class BroadcastSlot(SQLModel, table=True):
    """When it comes for everybody of one zone with the same quiet hours, and until when it may still come."""

    __tablename__ = "broadcast_slot"

    broadcast_id: int = Field(primary_key=True, foreign_key="broadcast.id")
    zone: str = Field(primary_key=True)
    quiet_from: str = Field(primary_key=True)
    quiet_until: str = Field(primary_key=True)
    due_at: datetime = instant()
    until: datetime = instant()


class RecipientState(StrEnum):
    """WAITING is owed, QUEUED is in the outbox; the rest are ends. UNSURE perhaps arrived: it never goes again."""

    WAITING = "waiting"
    QUEUED = "queued"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    LEFT_OUT = "left_out"


class Recall(StrEnum):
    """What became of taking a message back. TOO_LATE is beyond the 48 hours that Telegram allows."""

    OWED = "owed"
    DONE = "done"
    FAILED = "failed"
    TOO_LATE = "too_late"


TAKEN = text("taken_at IS NOT NULL")
"""Those who got it, or were about to: what the cap of messages a week counts."""


class BroadcastRecipient(SQLModel, table=True):
    """The ledger: one row for one person in one broadcast, with what became of it and why.

    `taken_at` is when it was put into the outbox; `version` is the text that was sent; `answer` is an Opinion.
    """

    __tablename__ = "broadcast_recipient"
    __table_args__ = (
        UniqueConstraint("broadcast_id", "person_id"),
        Index("ix_broadcast_recipient_waiting", "broadcast_id", "state", "due_at", "id"),
        Index("ix_broadcast_recipient_taken", "person_id", "taken_at", sqlite_where=TAKEN, postgresql_where=TAKEN),
    )

    id: int = key()
    broadcast_id: int = refers("broadcast.id", index=False)
    person_id: int = refers("person.id", index=False)
    state: str = RecipientState.WAITING
    reason: str | None = None
    due_at: datetime = instant()
    until: datetime = instant()
    taken_at: datetime | None = maybe_instant()
    sent_at: datetime | None = maybe_instant()
    language: str | None = None
    version: int = 0
    answer: str | None = None
    answered_at: datetime | None = maybe_instant()
    recall: str | None = None


class BroadcastSeries(SQLModel, table=True):
    """A tip each week: `next_on` is the local day of the next one, which is `tips[next_index]`."""

    __tablename__ = "broadcast_series"

    id: int = key()
    tips: list[str] = document([])
    next_index: int = 0
    next_on: date
    at: str
    audience: dict[str, Any] = document({})
    created_by: int = refers("person.id", index=False)
    created_at: datetime = instant()
    approved_by: int | None = may_refer("person.id")
    ended_at: datetime | None = maybe_instant()
