"""A person who gets reminders: what enrolment asked, and what holds them still."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from bot.models.columns import document, instant, key, may_refer, maybe_instant, refers


class Patient(SQLModel, table=True):
    """Wall-clock times are 'HH:MM' in the person's own zone; weekdays are 0 for Monday to 6.

    `home_zone` is the zone that reminders keep while the person is elsewhere. `moved_at` is the last movement that
    was reported; `silence_asked_at` is when the bot asked whether to pause, until it hears from the patient again;
    `identity_asked_at` is when it last asked whose phone this is; `leaflet_at` when it last sent the list of signs that
    need an ambulance. `discreet` hides reminders' words on a lock screen.
    """

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    code: str = Field(unique=True, index=True)
    country: str | None = None
    places: list[str] = document([])
    places_at: datetime | None = maybe_instant()
    defaults_agreed_at: datetime | None = maybe_instant()
    sitting_from: str = "09:00"
    sitting_until: str = "17:30"
    sitting_days: list[int] = document([0, 1, 2, 3, 4])
    quiet_from: str = "21:00"
    quiet_until: str = "08:00"
    check_in_at: str = "09:00"
    tips_wanted: bool = True
    therapist_id: int | None = may_refer("person.id", index=True)
    enrolled_at: datetime | None = maybe_instant()
    paused_until: datetime | None = maybe_instant()
    held_since: datetime | None = maybe_instant()
    left_at: datetime | None = maybe_instant()
    home_zone: str | None = None
    moved_at: datetime | None = maybe_instant()
    silence_asked_at: datetime | None = maybe_instant()
    identity_asked_at: datetime | None = maybe_instant()
    leaflet_at: datetime | None = maybe_instant()
    discreet: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})
    planned_until: date | None = Field(default=None, index=True)


class Consent(SQLModel, table=True):
    """What was agreed to, word for word by its hash. Never deleted: leaving fills in `withdrawn_at`."""

    id: int = key()
    person_id: int = refers("person.id")
    text_version: str
    text_sha256: str
    language: str
    given_at: datetime = instant()
    withdrawn_at: datetime | None = maybe_instant()


class ZoneChange(SQLModel, table=True):
    """The zone that a patient said to be in, and the one that the reminders kept, from an instant on."""

    __tablename__ = "zone_change"

    id: int = key()
    patient_id: int = refers("patient.person_id")
    zone: str
    home_zone: str | None = None
    changed_at: datetime = instant()
