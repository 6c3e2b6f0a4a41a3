"""The last look at a reminder before it leaves: it goes, it waits, or it ends with a reason."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.domain import gate
from bot.domain.gate import Reason, Standing
from bot.domain.lanes import LANES, Kind, weight

AWAY = timedelta(minutes=2)
"""A reminder that was taken up later than this after its time says that the bot was away."""
CALM = timedelta(minutes=10)
"""How long after the first message that follows an outage nothing else comes. Source: safety.md §5.2."""
BUSY = timedelta(minutes=3)
"""Somebody who answered something this short a while ago is left to it."""
WAITS_FOR_MORNING = frozenset({Kind.CHECK_IN, Kind.TIP})
"""What quiet hours only put off, while it is not too late. Source: safety.md §5.2."""


@dataclass(frozen=True)
class Reminder:
    """One of a patient's reminders of a day. `taken_at` is when its time was noticed; None while it is ahead."""

    id: int
    kind: Kind
    due_at: datetime
    expires_at: datetime | None
    taken_at: datetime | None
    sent_at: datetime | None = None
    asked_for: bool = False
    """Whether the patient put it off, and so asked for it at this time."""
    line: int = 0
    """The plan's line that it is of."""
    local_date: date | None = None
    waited: bool = False
    """Whether it is the patient's night, or an answer of theirs, that it has waited for."""

    @property
    def away(self) -> bool:
        return self.taken_at is not None and self.taken_at - self.due_at > AWAY

    def behind(self, at: datetime) -> bool:
        """Whether leaving then is later than it should: the bot was away, or Telegram was."""
        return at - self.due_at > AWAY and not self.waited


@dataclass(frozen=True)
class Day:
    """What is known of the patient's day: every reminder of it, when an answer came last, what a day may hold.

    There may be reminders of the day before or after beside them.
    """

    standing: Standing
    reminders: tuple[Reminder, ...]
    budget: int
    answered_at: datetime | None = None
    told_at: datetime | None = None
    """When a safety message was sent last."""
    leaving_at: datetime | None = None
    """When the first one after an outage left that is not recorded yet."""
    gone: frozenset[int] = frozenset()
    """Those that are on their way to Telegram, or perhaps arrived."""

    def leaves(self, reminder: int, at: datetime | None) -> "Day":
        """The day with one more on its way; with an instant it is the first after an outage."""
        return replace(self, gone=self.gone | {reminder}, leaving_at=at or self.leaving_at)


@dataclass(frozen=True)
class Go:
    pass


@dataclass(frozen=True)
class Wait:
    until: datetime
    why: Reason


@dataclass(frozen=True)
class End:
    reason: Reason


Verdict = Go | Wait | End


def look(reminder: Reminder, day: Day, *, now: datetime) -> Verdict:
    """What becomes of a reminder whose turn it is."""
    refusal = _refusal(reminder, day, now=now)
    if refusal is Reason.QUIET and reminder.kind in WAITS_FOR_MORNING:
        morning = day.standing.quiet.end_after(now, day.standing.zone)
        return _wait(reminder, morning, Reason.QUIET)
    if refusal is not None:
        return End(refusal)
    if _comes_twice(reminder, day):
        return End(Reason.SAME_MOMENT)
    if day.answered_at is not None and now < day.answered_at + BUSY:
        return _wait(reminder, day.answered_at + BUSY, Reason.BUSY)
    return _after_outage(reminder, day, now=now) or _within_budget(reminder, day)


def _refusal(reminder: Reminder, day: Day, *, now: datetime) -> Reason | None:
    if reminder.expires_at is not None and now > reminder.expires_at:
        return Reason.LATE
    return gate.refuses(day.standing, reminder.kind, now=now)


def _comes_twice(reminder: Reminder, day: Day) -> bool:
    """Whether a gap of the clocks has put a later one of the same line on the same instant: that one comes."""
    return not reminder.asked_for and any(
        one.line == reminder.line and one.due_at == reminder.due_at and one.id > reminder.id
        for one in day.reminders
        if not one.asked_for
    )


def _wait(reminder: Reminder, until: datetime, why: Reason) -> Verdict:
    if reminder.expires_at is not None and until > reminder.expires_at:
        return End(why)
    return Wait(until, why)


def _after_outage(reminder: Reminder, day: Day, *, now: datetime) -> Verdict | None:
    """After down-time one message comes, the weightiest and of these the newest; then it is calm for a while."""
    if reminder.away:
        missed = [one for one in day.reminders if one.away]
        may = [one for one in (*missed, reminder) if _refusal(one, day, now=now) is None]
        if min(may, key=_first_after_outage).id != reminder.id:
            return End(Reason.NEWER)
    calm = _calm(day, late=reminder.behind(now), now=now)
    return _wait(reminder, calm, Reason.NEWER) if now < calm else None


def _calm(day: Day, *, late: bool, now: datetime) -> datetime:
    """Until when nothing else comes, after the first message that followed an outage. To what is itself `late` that is
    any message, one of safety too.
    """
    first = [one.sent_at for one in day.reminders if one.sent_at is not None and (late or one.behind(one.sent_at))]
    first += [at for at in (day.leaving_at, day.told_at if late else None) if at is not None]
    return max(first, default=now - CALM) + CALM


def _first_after_outage(reminder: Reminder) -> tuple[int, float, int]:
    return weight(reminder.kind), -reminder.due_at.timestamp(), -reminder.id


def _within_budget(reminder: Reminder, day: Day) -> Verdict:
    """What is sent, and what is ahead and weighs more, leaves room for this one. What was put off always comes."""
    others = [one for one in day.reminders if one.local_date == reminder.local_date and one.id != reminder.id]
    sent = {one.id for one in others if one.sent_at is not None or one.id in day.gone}
    ahead = {one.id for one in others if weight(one.kind) < weight(reminder.kind)}
    if reminder.asked_for or len(sent | ahead) < day.budget:
        return Go()
    return End(Reason.BUDGET)


def follow_up(day: Day, due_at: datetime, queued_at: datetime, *, now: datetime) -> Verdict:
    """What becomes of the one word about a check-in that nobody answered: it never waits for another day, and is never
    the first to come after an outage.
    """
    late = LANES[Kind.FOLLOW_UP].late
    if late is not None and now > queued_at + late:
        return End(Reason.LATE)
    refusal = gate.refuses(day.standing, Kind.FOLLOW_UP, now=now)
    if refusal is not None:
        return End(refusal)
    if day.answered_at is not None and now < day.answered_at + BUSY:
        return Wait(day.answered_at + BUSY, Reason.BUSY)
    calm = _calm(day, late=now - due_at > AWAY, now=now)
    if queued_at - due_at > AWAY:
        calm = max(calm, queued_at + CALM)
    return Wait(calm, Reason.NEWER) if now < calm else Go()
