"""Who has to hear of a case next, and when: until somebody says that they have seen it.

Source: safety.md §1.4. Every number is the deployment's policy.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain import wall
from bot.domain.policy import Policy
from bot.domain.worktime import WorkingHours

HIGH = "high"
"""The priority of a case that may not wait for working hours."""
CRISIS = "crisis"
DRILL = "drill"


class Reach(StrEnum):
    """Whom a rung calls. ON_CALL is everybody on call now, or every therapist while nobody is."""

    THERAPIST = "therapist"
    BACKUP = "backup"
    ON_CALL = "on_call"
    ADMINS = "admins"


EVERYONE = frozenset(Reach)


@dataclass(frozen=True)
class Rung:
    """One step: due so long after the alarm, in plain or in working time.

    `breached` says that the deadline for all is over; `outside` that the channel beside Telegram is used too.
    """

    after: timedelta
    calls: frozenset[Reach]
    working: bool = False
    breached: bool = False
    outside: bool = False


def rungs(tier: str, policy: Policy, *, priority: str | None = None, night: bool = False) -> tuple[Rung, ...]:
    """The ladder of a tier's word; `night` says that the alarm came outside working hours.

    A word that nobody knows gets the fastest ladder: a new tier must not turn an alarm into silence.
    """
    if tier == "routine":
        return _routine(policy)
    if tier == "urgent":
        return _high(policy) if priority == HIGH else _urgent(policy, night=night)
    return _fast(tier, policy)


def _fast(tier: str, policy: Policy) -> tuple[Rung, ...]:
    first = {Reach.THERAPIST, Reach.BACKUP} if tier == CRISIS else {Reach.THERAPIST}
    breach = timedelta(minutes=policy.emergency_breach_minutes)
    again = 0 if tier == DRILL else policy.emergency_repeat_hours
    return (
        Rung(timedelta(0), frozenset(first)),
        Rung(timedelta(minutes=policy.emergency_backup_minutes), frozenset({Reach.BACKUP})),
        Rung(timedelta(minutes=policy.emergency_everyone_minutes), frozenset({Reach.ON_CALL, Reach.ADMINS})),
        Rung(breach, EVERYONE, breached=True, outside=True),
        *(Rung(breach + timedelta(hours=hour), EVERYONE, breached=True) for hour in range(1, again + 1)),
    )


def _high(policy: Policy) -> tuple[Rung, ...]:
    wait = timedelta(minutes=policy.high_ack_minutes)
    return (
        Rung(timedelta(0), frozenset({Reach.THERAPIST})),
        Rung(wait, frozenset({Reach.BACKUP})),
        Rung(2 * wait, frozenset({Reach.ON_CALL, Reach.ADMINS})),
        Rung(3 * wait, EVERYONE, breached=True, outside=True),
    )


def _urgent(policy: Policy, *, night: bool) -> tuple[Rung, ...]:
    also = {Reach.ON_CALL} if night and policy.urgent_calls_at_night else set()
    return (
        Rung(timedelta(0), frozenset({Reach.THERAPIST, *also})),
        Rung(timedelta(hours=policy.urgent_backup_hours), frozenset({Reach.BACKUP}), working=True),
        Rung(timedelta(hours=policy.urgent_admin_hours), frozenset({Reach.ADMINS}), working=True),
        Rung(timedelta(hours=policy.urgent_breach_hours), EVERYONE, working=True, breached=True, outside=True),
    )


def _routine(policy: Policy) -> tuple[Rung, ...]:
    """No alert at once: the case is in the list, and is brought back to mind."""
    return (Rung(timedelta(days=policy.routine_reminder_days), frozenset({Reach.THERAPIST}), working=True),)


def hours(policy: Policy, patients_zone: str) -> WorkingHours:
    """The clinic's working hours; in the patient's zone where the clinic has none of its own."""
    window = wall.Window.of(policy.working_from, policy.working_until)
    return WorkingHours(policy.clinic_zone or patients_zone, policy.working_days, window)


def due_at(rung: Rung, raised_at: datetime, clinic: WorkingHours, *, whole_days: bool = False) -> datetime:
    """When a rung is due after an alarm. `whole_days` counts days of working hours, not of 24 hours."""
    if not rung.working:
        return raised_at + rung.after
    much = rung.after.days * clinic.day() if whole_days else rung.after
    return clinic.after(raised_at, much)


def schedule(tier: str, policy: Policy, raised_at: datetime, zone: str, priority: str | None) -> list[datetime]:
    """When each rung of a case's ladder is due, in order."""
    clinic = hours(policy, zone)
    whole_days = tier == "routine"
    return [due_at(rung, raised_at, clinic, whole_days=whole_days) for rung in rungs(tier, policy, priority=priority)]


def next_step(climbed: Collection[int], count: int) -> int | None:
    """The lowest rung that was not climbed; None at the top. Rungs are never skipped, whatever was climbed."""
    return next((step for step in range(count) if step not in climbed), None)


def climbs(
    step: int | None, ladder: Sequence[Rung], dues: Sequence[datetime], *, before_reached: bool, now: datetime
) -> bool:
    """Whether a rung is climbed now: it is due, or nobody could be reached on the one before.

    What only repeats after the first breach keeps its hour: it is there for people who come back.
    """
    if step is None:
        return False
    hurries = step > 0 and not before_reached and not ladder[step - 1].breached
    return now >= dues[step] or hurries


def overdue(raised_at: datetime, climbed: Collection[tuple[datetime, datetime]]) -> bool:
    """Whether a deadline has passed unseen. `climbed` are (due, climbed) of the rungs of this alarm.

    A rung that was climbed early, because nobody stood on the one before, is no deadline that has passed.
    """
    return any(due > raised_at and at >= due for due, at in climbed)


def restarts(running: str | None, tier: str) -> bool:
    """Whether a new alarm begins the ladder anew. One that runs goes on with its own deadlines: a second
    red flag may not put off the next rung; a graver one begins a faster ladder.
    """
    return running is None or _weight(tier) > _weight(running)


def _weight(tier: str) -> int:
    """How fast a tier's ladder is."""
    return {"routine": 0, "urgent": 1}.get(tier, 2)


def raised(tier: str) -> str:
    """The tier one level up; the highest stays."""
    return {"routine": "urgent", "urgent": "emergency"}.get(tier, tier)
