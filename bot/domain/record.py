"""One patient's record as it leaves the bot: what was asked, what was answered, what followed. Pseudonymous.

Every list is in the order of time. Instants are aware and in UTC; local dates are the patient's own calendar.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.spread import Marked


@dataclass(frozen=True)
class CheckInDone:
    """One check-in. A number or word that is None was not answered, which is never a 'no'.

    `screen` is 'none', 'sent' or None; `flags` are the ids of the red flags that were ticked. `urgent` is the list
    under /urgent, `full` the weekly list.
    """

    id: int
    opened_at: datetime
    finished_at: datetime | None
    urgent: bool
    screen: str | None
    flags: tuple[str, ...]
    numbness: int | None
    pain: int | None
    change: str | None
    note: str | None
    full: bool = False


@dataclass(frozen=True)
class Reminded:
    """One occurrence, with the state that it ended in and the reason where it has one."""

    id: int
    local_date: date
    slot: int
    kind: str
    exercise: str | None
    due_at: datetime
    sent_at: datetime | None
    answered_at: datetime | None
    state: str
    reason: str | None


@dataclass(frozen=True)
class CaseSeen:
    """One incident: what was reported, by which rules it was judged, when the team saw and closed it."""

    id: int
    tier: str
    flags: tuple[str, ...]
    source: str
    rules_version: str
    opened_at: datetime
    acknowledged_at: datetime | None
    closed_at: datetime | None
    close_reason: str | None


@dataclass(frozen=True)
class PlanLineGiven:
    kind: str
    exercise: str | None
    rule: Mapping[str, Any]


@dataclass(frozen=True)
class PlanGiven:
    """One version of the plan."""

    id: int
    starter: str
    assigned_at: datetime
    ended_at: datetime | None
    lines: tuple[PlanLineGiven, ...]


@dataclass(frozen=True)
class Measured:
    """One time that a measure over weeks was answered: its number, the falls of the seven days before, and what each of
    its items was answered with. None is not known.
    """

    id: int
    measure: str
    at: datetime
    score: float | None
    falls: int | None
    answers: Mapping[str, str]


@dataclass(frozen=True)
class ConsentGiven:
    id: int
    text_version: str
    text_sha256: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Record:
    """A patient's record from `since` up to `until`. `code` is all that names the patient.

    `maps` say where it was numb.
    """

    code: str
    zone: str
    country: str | None
    places: tuple[str, ...]
    since: datetime
    until: datetime
    consents: Sequence[ConsentGiven]
    plans: Sequence[PlanGiven]
    check_ins: Sequence[CheckInDone]
    reminded: Sequence[Reminded]
    cases: Sequence[CaseSeen]
    maps: Sequence[Marked] = ()
    measured: Sequence[Measured] = ()
