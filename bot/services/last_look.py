"""The last look at reminders, in the transaction that claims them: whether each goes, and in which words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import last_look
from bot.domain.gate import Reason, Standing
from bot.domain.lanes import BY_WEIGHT, Kind, weight
from bot.domain.last_look import Day, End, Go, Verdict, Wait
from bot.domain.message import Message
from bot.models import (
    Occurrence,
    OccurrenceState,
    OutboxRow,
    OutboxState,
    Patient,
    Person,
    PlanItem,
)
from bot.services import occurrences, outbox, reminder_days, rendering, tidying
from bot.services.rendering import Leaving

ENDS = {
    Reason.HELD: OccurrenceState.HELD,
    Reason.LATE: OccurrenceState.MISSED,
    Reason.UNREACHABLE: OccurrenceState.UNDELIVERABLE,
    Reason.PLAN_CHANGED: OccurrenceState.CANCELLED,
    Reason.LEFT: OccurrenceState.CANCELLED,
}
"""The state that a refused occurrence ends in, where it is not 'suppressed'."""


async def take(
    session: AsyncSession,
    content: Content,
    rows: Sequence[OutboxRow],
    standings: Mapping[int, Standing],
    *,
    now: datetime,
) -> dict[int, Message]:
    """outbox id -> the message, for those that go. The others wait, or end with the reason."""
    if not rows:
        return {}
    leaving = await _leaving(session, rows)
    days = await reminder_days.of(session, content, leaving, standings, now=now)
    going = []
    behind = {one.patient.person_id for one in leaving if reminder_days.behind(one, now=now)}
    for one in sorted(leaving, key=_weight):
        patient = one.patient.person_id
        match _verdict(one, days[patient], now=now):
            case Go():
                going.append(one)
                days[patient] = days[patient].leaves(one.occurrence.id, now if patient in behind else None)
            case Wait(until, why):
                outbox.put_off(one.row, until)
                _keep(one, why)
            case End(reason):
                _end(one, reason, now=now)
    found = await rendering.messages(session, content, going, now=now)
    for one in going:
        if isinstance(said := found.get(one.row.id), Reason):
            _end(one, said, now=now)
    messages = {row: said for row, said in found.items() if isinstance(said, Message)}
    await _supersede(session, content, [one for one in going if one.row.id in messages], now=now)
    return messages


async def _leaving(session: AsyncSession, rows: Sequence[OutboxRow]) -> list[Leaving]:
    found = select(Occurrence, PlanItem, Patient, Person).where(
        col(Occurrence.id).in_([row.occurrence_id for row in rows]),
        PlanItem.id == Occurrence.item_id,
        Patient.person_id == Occurrence.patient_id,
        Person.id == Occurrence.patient_id,
    )
    known = {parts[0].id: parts for parts in (await session.exec(found)).all()}
    return [Leaving(row, *known[row.occurrence_id]) for row in rows if row.occurrence_id is not None]


def _verdict(one: Leaving, day: Day, *, now: datetime) -> Verdict:
    occurrence = one.occurrence
    if one.follows_up:
        if occurrence.state != OccurrenceState.SENT:
            return End(Reason.CAME_FIRST)
        return last_look.follow_up(day, reminder_days.due_at(one), one.row.queued_at, now=now)
    if one.item.ended_by is not None:
        return End(Reason.PLAN_CHANGED)
    if occurrence.state != OccurrenceState.QUEUED:
        return End(Reason(occurrence.reason) if occurrence.reason in set(Reason) else Reason.CAME_FIRST)
    return last_look.look(reminder_days.reminder(occurrence), day, now=now)


def _weight(one: Leaving) -> int:
    """What goes first where only one may go: a further word last."""
    return len(BY_WEIGHT) if one.follows_up else weight(Kind(one.occurrence.kind))


def _keep(one: Leaving, why: Reason) -> None:
    """Why it comes later than its time: the reason stays until it is answered or ends otherwise."""
    if not one.follows_up and one.occurrence.state == OccurrenceState.QUEUED:
        one.occurrence.reason = why


def _end(one: Leaving, reason: Reason, *, now: datetime) -> None:
    one.row.state, one.row.reason, one.row.lease_until = OutboxState.CANCELLED, reason, None
    if not one.follows_up and one.occurrence.state == OccurrenceState.QUEUED:
        occurrences.end(one.occurrence, ENDS.get(reason, OccurrenceState.SUPPRESSED), reason, now=now)


async def _supersede(session: AsyncSession, content: Content, going: Sequence[Leaving], *, now: datetime) -> None:
    """A new nudge takes the place of those that nobody answered: of the day, and of the evening before."""
    fresh = {one.patient.person_id: one.occurrence for one in going if one.occurrence.kind == Kind.NUDGE}
    if not fresh:
        return
    days = {one.local_date - timedelta(days=back) for one in fresh.values() for back in (0, 1)}
    old = update(Occurrence).where(
        col(Occurrence.patient_id).in_(fresh),
        col(Occurrence.local_date).in_(days),
        col(Occurrence.kind) == Kind.NUDGE,
        col(Occurrence.state) == OccurrenceState.SENT,
    )
    ended = old.values(state=OccurrenceState.EXPIRED, reason=Reason.SUPERSEDED, changed_at=now)
    ids = (await session.exec(ended.returning(col(Occurrence.id)))).scalars().all()
    await tidying.over(session, content, ids, now=now)
