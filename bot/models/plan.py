"""What a patient is reminded of, and by which rule."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

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
    reps, hold_seconds and minutes where they differ from the exercise's own; `note` is a therapist's words;
    `override` is their reason to give what a caution rules out.
    """

    __tablename__ = "plan_item"

    id: int = key()
    plan_id: int = refers("plan.id")
    kind: str
    exercise: str | None = None
    note: str | None = None
    override: str | None = None
    dose: dict[str, int] = document({})
    rule: dict[str, Any] = document({})
    ended_by: int | None = may_refer("plan.id")
    replaces_id: int | None = may_refer("plan_item.id")


class PlanDraft(SQLModel, table=True):
    """A plan that a therapist is writing, one for each patient. `base_id` is the version that it began from.

    `lines` are domain.plan_lines.Line as JSON, each with a `key` that a button names. `asking` is what the next typed
    text answers.
    """

    __tablename__ = "plan_draft"

    patient_id: int = Field(primary_key=True, foreign_key="patient.person_id")
    therapist_id: int = Field(primary_key=True, foreign_key="person.id")
    base_id: int | None = may_refer("plan.id")
    starter: str
    lines: list[dict[str, Any]] = document([])
    asking: dict[str, Any] = document({})
    changed_at: datetime = instant()


class StepKept(SQLModel, table=True):
    """A therapist was offered to step a line's dose `way` and kept it as it is: it is not offered again for a while."""

    __tablename__ = "step_kept"

    item_id: int = Field(primary_key=True, foreign_key="plan_item.id")
    way: str = Field(primary_key=True)
    kept_by: int = refers("person.id", index=False)
    kept_at: datetime = instant()


class PlanTemplate(SQLModel, table=True):
    """A set of lines that a therapist of the clinic saved under a name, for all of its therapists."""

    __tablename__ = "plan_template"

    id: int = key()
    name: str
    lines: list[dict[str, Any]] = document([])
    saved_by: int = refers("person.id", index=False)
    saved_at: datetime = instant()
