"""What a patient is reminded of, and by which rule."""

from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from bot.models.columns import document, instant, key, may_refer, maybe_instant, refers


class Plan(SQLModel, table=True):
    """One version of a patient's plan. A new one ends the one before; nothing is overwritten."""

    id: int = key()
    patient_id: int = refers("patient.person_id")
    starter: str
    assigned_by: int | None = may_refer("person.id")
    assigned_at: datetime = instant()
    ended_at: datetime | None = maybe_instant()


class PlanItem(SQLModel, table=True):
    """One line of a plan. `rule` is domain.recurrence.Rule as JSON: wall clock, never an instant.

    A line goes on through the versions that leave it as it is: `plan_id` is the version that brought it, `ended_by`
    the one that no longer has it. `replaces_id` is the line whose place it took with another rule. `dose` has sets,
    reps, hold_seconds and minutes where they differ from the exercise's own; `note` is a therapist's words.
    """

    __tablename__ = "plan_item"

    id: int = key()
    plan_id: int = refers("plan.id")
    kind: str
    exercise: str | None = None
    note: str | None = None
    dose: dict[str, int] = document({})
    rule: dict[str, Any] = document({})
    ended_by: int | None = may_refer("plan.id")
    replaces_id: int | None = may_refer("plan_item.id")
