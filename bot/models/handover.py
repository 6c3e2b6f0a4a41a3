"""Care that passes from one therapist to another: for good, together, or while one is away."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import SQLModel

from bot.models.columns import instant, key, may_refer, maybe_instant, refers


class HandoverKind(StrEnum):
    """TRANSFER moves the responsibility, SHARE adds a co-therapist, COVER stands in for the giver's whole caseload."""

    TRANSFER = "transfer"
    SHARE = "share"
    COVER = "cover"


class HandoverState(StrEnum):
    """Nothing moves before ACCEPTED. LAPSED was never answered, WITHDRAWN was taken back before an answer."""

    OFFERED = "offered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class Handover(SQLModel, table=True):
    """An offer, and what became of it. Without a `patient_id` it is about all patients of the giver.

    A COVER holds from `starts_at` up to, not including, `ends_at`; it ends by the clock alone. `begun_at` and
    `ended_at` are when its beginning and its end were said. `answer_by` is when an offer without an answer lapses.
    """

    id: int = key()
    kind: str
    state: str = HandoverState.OFFERED
    patient_id: int | None = may_refer("patient.person_id", index=True)
    giver_id: int = refers("person.id")
    receiver_id: int = refers("person.id")
    offered_by: int = refers("person.id", index=False)
    offered_at: datetime = instant()
    answer_by: datetime = instant()
    starts_at: datetime | None = maybe_instant()
    ends_at: datetime | None = maybe_instant()
    answered_at: datetime | None = maybe_instant()
    begun_at: datetime | None = maybe_instant()
    ended_at: datetime | None = maybe_instant()
