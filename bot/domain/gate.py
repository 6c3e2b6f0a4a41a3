"""Whether a patient may be sent something now. Quiet means quiet: only safety and answers pass."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain import wall
from bot.domain.lanes import Kind


class Reason(StrEnum):
    """Why something did not come, in the words that `/why` and the records use."""

    LEFT = "left"
    UNREACHABLE = "unreachable"
    PAUSED = "paused"
    HELD = "held"
    QUIET = "quiet"
    NO_TIPS = "no_tips"
    NO_NEW_TIP = "no_new_tip"
    LATE = "late"
    NEWER = "newer"
    SAME_MOMENT = "same_moment"
    BUSY = "busy"
    BUDGET = "budget"
    UNSURE = "unsure"
    PLAN_CHANGED = "plan_changed"
    CAME_FIRST = "came_first"
    MOVED = "moved"
    PUT_OFF = "put_off"
    MEETING = "meeting"
    NOT_TODAY = "not_today"
    SUPERSEDED = "superseded"
    GONE = "gone"
    MADE_WORSE = "made_worse"
    RULED_OUT = "ruled_out"


@dataclass(frozen=True)
class Standing:
    """What decides over a patient's reminders, as stored. `zone` is where the patient is: it is quiet there. `crisis`:
    a mention of self-harm that nobody has closed.
    """

    enrolled: bool
    left: bool
    paused_until: datetime | None
    held: bool
    tips_wanted: bool
    zone: str
    quiet: wall.Window
    unreachable: bool = False
    crisis: bool = False


ANYWAY = frozenset({Kind.SAFETY, Kind.REPLY, Kind.TIDY})
WAITS = {Reason.QUIET: frozenset({Kind.CHECK_IN, Kind.LETTER}), Reason.PAUSED: frozenset({Kind.LETTER})}
"""What is kept until the reason is over, instead of being dropped."""
PEOPLE = frozenset({Kind.LETTER})
"""What a person wrote to this one patient: in a crisis all that still comes besides safety. Source: safety.md §3.2."""
STILL_WHEN_HELD = frozenset({Kind.EXERCISE, Kind.WALK, Kind.NUDGE, Kind.NOTE, Kind.TIP})


def refuses(standing: Standing, kind: Kind, *, now: datetime) -> Reason | None:
    """Why this kind may not go to this patient now; None when it may."""
    if kind in ANYWAY:
        return None
    if standing.left or not standing.enrolled:
        return Reason.LEFT
    if standing.paused_until is not None and now < standing.paused_until:
        return Reason.PAUSED
    if (standing.held and kind in STILL_WHEN_HELD) or (standing.crisis and kind not in PEOPLE):
        return Reason.HELD
    if kind is Kind.TIP and not standing.tips_wanted:
        return Reason.NO_TIPS
    if standing.unreachable:
        return Reason.UNREACHABLE
    if standing.quiet.holds(wall.local(now, standing.zone).time()):
        return Reason.QUIET
    return None


def held_until(standing: Standing, kind: Kind, reason: Reason, *, now: datetime) -> datetime | None:
    """When what is refused now for this reason may be looked at again; None for what does not wait."""
    if kind not in WAITS.get(reason, ()):
        return None
    return standing.paused_until if reason is Reason.PAUSED else standing.quiet.end_after(now, standing.zone)


def comes_at(standing: Standing, kind: Kind, *, now: datetime) -> datetime | Reason:
    """The first instant at which this kind may go, as things stand: a pause may end in quiet hours. Or why it never
    may.
    """
    at = now
    while (reason := refuses(standing, kind, now=at)) is not None:
        until = held_until(standing, kind, reason, now=at)
        if until is None or until <= at:
            return reason
        at = until
    return at
