"""'Did you get care?': when a patient is asked, and what follows from no answer.

Source: safety.md §1.4 and §1.7 (S2, S3).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum

from bot.domain import wall

ENDS_AFTER = timedelta(days=14)
"""A routine case that was answered 'booked' or 'seen' this long ago ends by itself; nothing else does."""


class Silence(StrEnum):
    """What no answer leads to. AGAIN: the urgent words once more; PHONE: therapist and backup are to phone."""

    NOTHING = "nothing"
    AGAIN = "again"
    PHONE = "phone"
    ADMINS = "admins"
    HIGH = "high"


class Outcome(StrEnum):
    """What the patient can say to the question."""

    GOING = "going"
    SEEN = "seen"
    COULD_NOT = "could_not"
    NOT_YET = "not_yet"
    BOOKED = "booked"
    SAFE = "safe"


@dataclass(frozen=True)
class Question:
    """One question: `after` the alarm, or on the `morning` after it. `night`: asked in quiet hours too;
    `drops`: left out when it falls into them; `asks`: False looks at the silence alone.
    """

    after: timedelta = timedelta(0)
    morning: bool = False
    night: bool = False
    drops: bool = False
    asks: bool = True
    silence: Silence = Silence.NOTHING


EMERGENCY = (
    Question(timedelta(minutes=30), night=True, silence=Silence.AGAIN),
    Question(timedelta(hours=2), night=True, silence=Silence.PHONE),
    Question(timedelta(hours=24), night=True, silence=Silence.ADMINS),
)
CRISIS = (
    Question(timedelta(hours=1), night=True, silence=Silence.PHONE),
    Question(morning=True, silence=Silence.PHONE),
)
URGENT = (
    Question(timedelta(hours=4), drops=True),
    Question(morning=True, silence=Silence.AGAIN),
    Question(timedelta(hours=24), night=True, asks=False, silence=Silence.HIGH),
    Question(timedelta(hours=48)),
)
ROUTINE = (Question(timedelta(days=3)), Question(timedelta(days=7)))
OUTCOMES = {
    "emergency": (Outcome.GOING, Outcome.SEEN, Outcome.COULD_NOT, Outcome.NOT_YET),
    "urgent": (Outcome.GOING, Outcome.SEEN, Outcome.COULD_NOT, Outcome.NOT_YET),
    "crisis": (Outcome.SAFE, Outcome.COULD_NOT),
    "routine": (Outcome.BOOKED, Outcome.SEEN, Outcome.NOT_YET),
}
SETTLED = frozenset({Outcome.SEEN, Outcome.BOOKED, "being_seen", "advised"})
"""Words of the patient's after which nobody needs to ask again."""
WORRYING = frozenset({Outcome.COULD_NOT, Outcome.NOT_YET})
"""Answers that bring the urgent words again."""
DOUBTFUL = WORRYING | {"cannot_reach", "worse", "mistake", "crisis_else"}
"""Words of the patient's that leave open whether they got care."""


def questions(tier: str) -> tuple[Question, ...]:
    """The questions of a tier's word; of an emergency for a word that nobody knows."""
    return {"urgent": URGENT, "routine": ROUTINE, "crisis": CRISIS}.get(tier, EMERGENCY)


def outcomes(tier: str) -> tuple[Outcome, ...]:
    return OUTCOMES.get(tier, OUTCOMES["emergency"])


def due_at(question: Question, raised_at: datetime, zone: str, quiet: wall.Window) -> datetime | None:
    """When a question is due; None when it is left out. Quiet hours move what may not come at night."""
    at = _morning(raised_at, zone, quiet.end) if question.morning else raised_at + question.after
    if question.night or not quiet.holds(wall.local(at, zone).time()):
        return at
    return None if question.drops else quiet.end_after(at, zone)


def _morning(raised_at: datetime, zone: str, ends: time) -> datetime:
    """The first end of the quiet hours that is still ahead on another day, or later today in the small hours."""
    here = wall.local(raised_at, zone)
    day = here.date() if here.time() < ends else here.date() + timedelta(days=1)
    return wall.instant(day, ends, zone)


def asks_on(says: str | None) -> bool:
    """Whether there is still something to ask, after what the patient said last."""
    return says not in SETTLED


def confirms(says: str) -> bool:
    """Whether a word of the patient's says that they are on the way to care, or have it."""
    return says not in DOUBTFUL


def silent(says: str | None, said_at: datetime | None, since: datetime) -> bool:
    """Whether nothing was heard since an instant. Words from before it do not count."""
    return says is None or said_at is None or said_at < since


def wants_each_answered(tier: str) -> bool:
    """Whether silence after any question counts, and not only silence since the alarm: who was on the way to emergency
    care may not have got there.
    """
    return tier not in ("urgent", "routine")


def ends_by_itself(tier: str, says: str | None, said_at: datetime | None, *, now: datetime) -> bool:
    """Whether a case may end without a hand: routine, answered 'booked' or 'seen', and two weeks old."""
    answered = says in (Outcome.BOOKED, Outcome.SEEN) and said_at is not None
    return tier == "routine" and answered and said_at is not None and now - said_at >= ENDS_AFTER
