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
    """One line of a plan. `rule` is domain.recurrence.Rule as JSON: wall clock, never an instant."""

    __tablename__ = "plan_item"

    id: int = key()
    plan_id: int = refers("plan.id")
    kind: str
    exercise: str | None = None
    rule: dict[str, Any] = document({})
