"""A red flag that somebody reported, and who was told of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint, false
from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class IncidentState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Incident(SQLModel, table=True):
    """One case. Its tier only rises; it closes by a therapist's hand, with a reason.

    `round` counts its alarms: the last one began at `raised_at` with the tier `alarm_tier`, and the one that
    somebody acknowledged last is `seen_round`. `told_outbox_id` is
    the patient's urgent message, `shown_outbox_id` the newest rewriting of it. `unconfirmed_at`, `untold_at` and
    `lost_at` say since when the patient did not confirm to have got care, was not told, cannot be reached.
    `handed_at` is when the case went to the admins, because its therapist or its patient had left.
    """

    id: int = key()
    patient_id: int = refers("patient.person_id")
    tier: str
    state: str = IncidentState.OPEN
    source: str
    rules_version: str
    lexicon_version: str | None = None
    contradictory: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    opened_at: datetime = instant()
    told_outbox_id: int | None = may_refer("outbox.id")
    shown_outbox_id: int | None = may_refer("outbox.id")
    priority: str | None = None
    round: int = 0
    seen_round: int = 0
    alarm_tier: str | None = None
    raised_at: datetime | None = maybe_instant()
    next_rung_at: datetime | None = maybe_instant(index=True)
    breached_at: datetime | None = maybe_instant()
    unconfirmed_at: datetime | None = maybe_instant()
    untold_at: datetime | None = maybe_instant()
    lost_at: datetime | None = maybe_instant()
    handed_at: datetime | None = maybe_instant()
    patient_says: str | None = None
    patient_says_at: datetime | None = maybe_instant()
    acknowledged_by: int | None = may_refer("person.id")
    acknowledged_at: datetime | None = maybe_instant()
    closed_by: int | None = may_refer("person.id")
    closed_at: datetime | None = maybe_instant()
    close_reason: str | None = None


class IncidentFlag(SQLModel, table=True):
    """A red flag of a case, as the patient reported it."""

    __tablename__ = "incident_flag"

    incident_id: int = Field(primary_key=True, foreign_key="incident.id")
    flag: str = Field(primary_key=True)
    reported_at: datetime = instant()


class Rung(SQLModel, table=True):
    """That a step of the ladder was taken for one alarm of a case. Whom it called is in the alerts."""

    __table_args__ = (UniqueConstraint("incident_id", "round", "step"),)

    id: int = key()
    incident_id: int = refers("incident.id")
    round: int
    step: int
    due_at: datetime = instant()
    climbed_at: datetime = instant()


class Alert(SQLModel, table=True):
    """That one person was told of one case: by which message, and when that arrived or failed.

    Without a `rung_id` it came outside the ladder. `shown_outbox_id` is the newest rewriting of the message.
    """

    id: int = key()
    incident_id: int = refers("incident.id")
    recipient_id: int = refers("person.id")
    rung_id: int | None = may_refer("rung.id")
    round: int = 0
    outbox_id: int = refers("outbox.id")
    shown_outbox_id: int | None = may_refer("outbox.id", index=True)
    raised_at: datetime = instant()
    delivered_at: datetime | None = maybe_instant()
    failed_at: datetime | None = maybe_instant()


class ReleaseTick(SQLModel, table=True):
    """A point of the release list that a therapist ticked for a case."""

    __tablename__ = "release_tick"

    incident_id: int = Field(primary_key=True, foreign_key="incident.id")
    item: str = Field(primary_key=True)
    ticked_by: int = refers("person.id", index=False)
    ticked_at: datetime = instant()
