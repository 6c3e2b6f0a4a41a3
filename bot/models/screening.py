"""What bears on a red flag beside the check-ins: the profile, known problems, maps, trends, and each judgement."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import document, instant, key, may_refer, maybe_instant, refers


class ProfileFact(SQLModel, table=True):
    """What somebody said of a patient's health: 'yes', 'no' or 'untold'. No row is not known."""

    __tablename__ = "profile_fact"

    patient_id: int = Field(primary_key=True, foreign_key="patient.person_id")
    fact: str = Field(primary_key=True)
    said: str
    set_by: int = refers("person.id", index=False)
    set_at: datetime = instant()


class KnownProblem(SQLModel, table=True):
    """A long-standing problem: its question asks 'worse than your usual?' until `until`, and is never left out."""

    __tablename__ = "known_problem"

    patient_id: int = Field(primary_key=True, foreign_key="patient.person_id")
    flag: str = Field(primary_key=True)
    note: str = ""
    set_by: int = refers("person.id", index=False)
    set_at: datetime = instant()
    until: datetime = instant()


class AreaMap(SQLModel, table=True):
    """Where it was numb on one local day. Each tap is saved; `done_at` is when the day's map was judged."""

    __tablename__ = "area_map"

    patient_id: int = Field(primary_key=True, foreign_key="patient.person_id")
    local_date: date = Field(primary_key=True)
    areas: list[str] = document([])
    marked_at: datetime = instant()
    skipped: bool = False
    done_at: datetime | None = maybe_instant(index=True)


class TrendFinding(SQLModel, table=True):
    """What a trend rule found on one local day, with the numbers that show it."""

    __tablename__ = "trend_finding"

    patient_id: int = Field(primary_key=True, foreign_key="patient.person_id")
    rule: str = Field(primary_key=True)
    local_date: date = Field(primary_key=True)
    tier: str
    evidence: dict[str, float | int | str] = document({})
    found_at: datetime = instant()


class Judgement(SQLModel, table=True):
    """One report and what came of it: `flags` as reported, `together` with what a rule may count too. Never changed."""

    id: int = key()
    patient_id: int = refers("patient.person_id")
    incident_id: int | None = may_refer("incident.id", index=True)
    source: str
    flags: list[str] = document([])
    together: list[str] = document([])
    profile: list[str] = document([])
    denied: list[str] = document([])
    tier: str
    rules: list[str] = document([])
    priority: str | None = None
    ack_minutes: int | None = None
    labels: list[str] = document([])
    rules_version: str
    judged_at: datetime = instant(index=True)
