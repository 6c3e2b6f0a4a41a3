"""The sitting clock of a patient: what they report moves the nudges that are still to come today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import sitting, wall
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.recurrence import Rule
from bot.models import Occurrence, OccurrenceState, Patient, PlanItem
from bot.services import occurrences, planning


@dataclass(frozen=True)
class Clock:
    """A line of nudges today: how far apart they are, when the window ends, which are still to come."""

    every: timedelta
    end: datetime
    waiting: list[Occurrence]


async def clocks(session: AsyncSession, patient: Patient, *, zone: str, now: datetime) -> list[Clock]:
    """The nudges of today that have not come yet, a clock for each line."""
    zone = patient.home_zone or zone
    today = wall.local(now, zone).date()
    found = select(Occurrence, PlanItem).where(
        Occurrence.patient_id == patient.person_id,
        Occurrence.local_date == today,
        Occurrence.kind == Kind.NUDGE,
        Occurrence.state == OccurrenceState.DUE,
        PlanItem.id == Occurrence.item_id,
    )
    lines: dict[int, Clock] = {}
    for occurrence, item in (await session.exec(found.order_by(col(Occurrence.due_at)))).all():
        rule = Rule.read(item.rule)
        end = wall.instant(today, wall.parse(rule.end), zone)
        line = lines.setdefault(item.id, Clock(timedelta(minutes=rule.every_minutes), end, []))
        line.waiting.append(occurrence)
    return list(lines.values())


async def moved(
    session: AsyncSession, patient: Patient, *, zone: str, now: datetime, tapped: int | None = None
) -> datetime | None:
    """A movement is reported: the nudge that waits for an answer, or else the next one, counts as taken; the others
    are counted from now. Gives the instant of the next one. `tapped` is the nudge that was just answered.
    """
    answered = tapped is not None or await _answer_open(session, patient, zone=zone, now=now)
    before, patient.moved_at = patient.moved_at, now
    await occurrences.heard_from(session, patient.person_id)
    following: list[datetime] = []
    for clock in await clocks(session, patient, zone=zone, now=now):
        if not answered and sitting.earns_a_break(before, clock.every, now=now):
            taken = clock.waiting.pop(0)
            occurrences.end(taken, OccurrenceState.DONE, Reason.MOVED, now=now)
            taken.answered_at = now
        following += await _replan(session, clock, now, Reason.MOVED, zone=patient.home_zone or zone, now=now)
    return min(following, default=None)


async def _answer_open(session: AsyncSession, patient: Patient, *, zone: str, now: datetime) -> bool:
    """Whether a nudge of today was waiting for an answer; it is answered by this."""
    waiting = await open_now(session, patient, zone=zone, now=now)
    for one in waiting:
        await occurrences.answer(session, one, "done", now=now)
    return bool(waiting)


async def open_now(session: AsyncSession, patient: Patient, *, zone: str, now: datetime) -> Sequence[Occurrence]:
    """The nudges of today that have come, or were just coming, and have no answer: also one that was put off."""
    found = select(Occurrence).where(
        Occurrence.patient_id == patient.person_id,
        Occurrence.local_date == wall.local(now, patient.home_zone or zone).date(),
        Occurrence.kind == Kind.NUDGE,
        col(Occurrence.state).in_((OccurrenceState.SENT, OccurrenceState.SNOOZED, OccurrenceState.QUEUED)),
    )
    return (await session.exec(found)).all()


async def meeting(
    session: AsyncSession, patient: Patient, until: datetime, *, zone: str, now: datetime
) -> datetime | None:
    """Nothing before the end of a meeting; then the next one comes at once, if its time is over by then. A nudge that
    waits for an answer has it: nobody gets up in a meeting, and it does not count as asked.
    """
    for one in await open_now(session, patient, zone=zone, now=now):
        occurrences.end(one, OccurrenceState.SUPPRESSED, Reason.MEETING, now=now)
    following: list[datetime] = []
    for clock in await clocks(session, patient, zone=zone, now=now):
        since = max(patient.moved_at or clock.waiting[0].due_at - clock.every, clock.waiting[0].due_at - clock.every)
        found = await _replan(
            session, clock, since, Reason.MEETING, zone=patient.home_zone or zone, now=now, not_before=until
        )
        following += found
    return min(following, default=None)


async def put_off(session: AsyncSession, patient: Patient, at: datetime, *, zone: str, now: datetime) -> None:
    """A nudge was put off: the ones behind it keep their distance from it."""
    for clock in await clocks(session, patient, zone=zone, now=now):
        if clock.waiting[0].due_at < at + clock.every:
            await _replan(session, clock, at, Reason.PUT_OFF, zone=patient.home_zone or zone, now=now)


async def not_today(session: AsyncSession, patient: Patient, *, zone: str, now: datetime) -> None:
    """No nudge any more today. What had come and waits, or was put off, is skipped; what had not was never asked."""
    today = wall.local(now, patient.home_zone or zone).date()
    found = select(Occurrence).where(
        Occurrence.patient_id == patient.person_id,
        Occurrence.local_date == today,
        Occurrence.kind == Kind.NUDGE,
        col(Occurrence.state).in_((*occurrences.UNSENT, OccurrenceState.SENT)),
    )
    for one in (await session.exec(found)).all():
        if one.sent_at is not None:
            await occurrences.answer(session, one, "skipped", now=now)
        else:
            occurrences.end(one, OccurrenceState.SUPPRESSED, Reason.NOT_TODAY, now=now)
    await session.flush()


async def _replan(
    session: AsyncSession,
    clock: Clock,
    since: datetime,
    reason: Reason,
    *,
    zone: str,
    now: datetime,
    not_before: datetime | None = None,
) -> Sequence[datetime]:
    """Give the waiting nudges their new instants; those without a place in the window end. In order."""
    laid = sitting.replan(since, clock.every, clock.end, len(clock.waiting), not_before=not_before or now)
    for occurrence, at in zip(clock.waiting, laid.at, strict=False):
        planning.move(occurrence, at, zone=zone, now=now)
    for occurrence in clock.waiting[len(laid.at) :]:
        occurrences.end(occurrence, OccurrenceState.SUPPRESSED, reason, now=now)
    await session.flush()
    return laid.at
