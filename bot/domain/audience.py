"""Whom a broadcast is for, and who is left out of it, in the order in which the reasons are given.

`bot/services/audiences.py` says the same in SQL, for the count and the ledger; this is what holds when it leaves.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain import cautions
from bot.domain.gate import Standing
from bot.domain.lanes import Kind

WEEK = timedelta(days=7)
"""The time in which a person gets only so many broadcasts."""
CAUTION_FACTS = {**cautions.FACTS, "CV": ("pad",)}
"""Caution code of a tip -> the facts of the profile that speak of it. The other codes are not in any record yet."""


def facts_against(codes: Iterable[str]) -> frozenset[str]:
    """The facts of a profile for which a tip with these caution codes is not."""
    return frozenset(fact for code in codes for fact in CAUTION_FACTS.get(code, ()))


class Without(StrEnum):
    """Who can be left out by a tick."""

    HELD = "held"
    PAUSED = "paused"
    NO_TIPS = "no_tips"


class Why(StrEnum):
    """Why somebody did not get it, as the ledger has it. TOLD is who had the same in another message. What Telegram
    refused is a FAILED row with FORBIDDEN for who blocked the bot, else REFUSED or a word that begins with 'broken'.
    """

    TOLD = "told"
    LEFT = "left"
    UNREACHABLE = "unreachable"
    HELD = "held"
    OPEN_CASE = "open_case"
    PAUSED = "paused"
    NO_TIPS = "no_tips"
    CAUTION = "caution"
    NOT_SEEN = "not_seen"
    RECENT = "recent"
    CAP = "cap"
    QUIET = "quiet"
    LATE = "late"
    STOPPED = "stopped"
    FORBIDDEN = "forbidden"
    REFUSED = "refused"


class Opinion(StrEnum):
    """What a reader thinks of it. BLOCKED is who blocked the bot within a day of it."""

    HELPFUL = "helpful"
    NOT_FOR_ME = "not_for_me"
    BLOCKED = "blocked"


@dataclass(frozen=True)
class Audience:
    """Whom it is for; an empty field asks nothing. `role` is 'patient', 'therapist' or 'admin'.

    `areas` are places of numbness, `plans` the names of starters, `therapists` Person ids. `active_days` asks for those
    who were seen within so many days, `silent_days` for those who were not. `not_seen_days` and `recent_days` leave out
    who was not seen for so many days, and who got a broadcast within so many.
    """

    role: str = "patient"
    languages: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    therapists: tuple[int, ...] = ()
    areas: tuple[str, ...] = ()
    active_days: int | None = None
    silent_days: int | None = None
    without: frozenset[Without] = field(default_factory=lambda: frozenset(Without))
    not_seen_days: int | None = None
    recent_days: int | None = None

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "without": sorted(self.without)}

    @classmethod
    def read(cls, document: dict[str, Any]) -> "Audience":
        known: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in document.items()
        }
        if "without" in known:
            known["without"] = frozenset(Without(one) for one in known["without"])
        return cls(**known)


def always(*, advice: bool) -> frozenset[Without]:
    """Who is left out whatever was ticked: a pause is a pause, and no tip goes to who may be ill."""
    return frozenset(Without) if advice else frozenset({Without.PAUSED})


def kind_of(*, advice: bool) -> Kind:
    """The class of its messages. Source: safety.md I4: no tip between a red flag and its release."""
    return Kind.TIP if advice else Kind.NEWS


@dataclass(frozen=True)
class Facts:
    """What is known of one reader. `standing` is None for somebody who is no patient. `health` are the facts of the
    profile that count now; `unseen` is a patient who was not heard of in the days that `not_seen_days` names, which is
    looked at for the ledger alone; `recent` and `week` count the other broadcasts of the days that `recent_days`
    names, and of the last seven.
    """

    unreachable: bool
    standing: Standing | None = None
    open_case: bool = False
    health: frozenset[str] = frozenset()
    unseen: bool = False
    recent: int = 0
    week: int = 0


def left_out(
    audience: Audience, facts: Facts, *, advice: bool, not_when: frozenset[str], cap: int, now: datetime
) -> Why | None:
    """Why a reader does not get it now; None when nothing speaks against it. Quiet hours only make it wait.

    `not_when` are facts of a profile; `cap` is how many broadcasts a person gets in seven days.
    """
    without, patient = audience.without | always(advice=advice), facts.standing
    reasons = (
        (Why.LEFT, patient is not None and (patient.left or not patient.enrolled)),
        (Why.UNREACHABLE, facts.unreachable),
        (Why.HELD, Without.HELD in without and patient is not None and patient.held),
        (Why.OPEN_CASE, Without.HELD in without and facts.open_case),
        (Why.PAUSED, patient is not None and patient.paused_until is not None and now < patient.paused_until),
        (Why.NO_TIPS, Without.NO_TIPS in without and patient is not None and not patient.tips_wanted),
        (Why.CAUTION, bool(not_when & facts.health)),
        (Why.NOT_SEEN, audience.not_seen_days is not None and facts.unseen),
        (Why.RECENT, audience.recent_days is not None and facts.recent > 0),
        (Why.CAP, facts.week >= cap),
    )
    return next((why for why, holds in reasons if holds), None)
