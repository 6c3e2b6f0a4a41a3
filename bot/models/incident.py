"""A red flag that somebody reported, and who was told of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import false
from sqlmodel import Field, SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class IncidentState(StrEnum):
    OPEN = "open"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


class Incident(SQLModel, table=True):
    """One case. Its tier only rises; it closes by a therapist's hand, with a reason."""

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


class Alert(SQLModel, table=True):
    """That one person was told of one case, by which message."""

    id: int = key()
    incident_id: int = refers("incident.id")
    recipient_id: int = refers("person.id")
    outbox_id: int = refers("outbox.id", index=False)
    raised_at: datetime = instant()
