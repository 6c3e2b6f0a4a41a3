"""The last look at reminders, in the transaction that claims them: whether each goes, and in which words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import last_look
from bot.domain.gate import Reason, Standing
from bot.domain.lanes import Kind
from bot.domain.last_look import CALM, Day, End, Go, Reminder, Verdict, Wait
from bot.domain.message import Message
from bot.models import (
    Answer,
    CheckIn,
    CheckInState,
    Occurrence,
    OccurrenceState,
    OutboxRow,
    OutboxState,
    Patient,
    Person,
    PlanItem,
)
from bot.models.outbox import SAFETY
from bot.services import occurrences, outbox, rendering, tidying
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
    days = await _days(session, content, leaving, standings, now=now)
    going = []
    for one in leaving:
        match _verdict(one, days[one.patient.person_id], now=now):
            case Go():
                going.append(one)
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
        return last_look.follow_up(day.standing, day.answered_at, one.row.queued_at, now=now)
    if one.item.ended_by is not None:
        return End(Reason.PLAN_CHANGED)
    if occurrence.state != OccurrenceState.QUEUED:
        return End(Reason(occurrence.reason) if occurrence.reason in set(Reason) else Reason.CAME_FIRST)
    return last_look.look(_reminder(occurrence), day, now=now)


def _keep(one: Leaving, why: Reason) -> None:
    """Why it comes later than its time: the reason stays until it is answered or ends otherwise."""
    if not one.follows_up and one.occurrence.state == OccurrenceState.QUEUED:
        one.occurrence.reason = why


def _end(one: Leaving, reason: Reason, *, now: datetime) -> None:
    one.row.state, one.row.reason, one.row.lease_until = OutboxState.CANCELLED, reason, None
    if not one.follows_up and one.occurrence.state == OccurrenceState.QUEUED:
        occurrences.end(one.occurrence, ENDS.get(reason, OccurrenceState.SUPPRESSED), reason, now=now)


def _reminder(one: Occurrence) -> Reminder:
    queued = one.state == OccurrenceState.QUEUED
    return Reminder(
        one.id, Kind(one.kind), one.due_at, one.expires_at, one.changed_at if queued else None,
        one.sent_at, asked_for=one.snoozes > 0, line=one.item_id,
    )  # fmt: skip


async def _days(
    session: AsyncSession,
    content: Content,
    leaving: Sequence[Leaving],
    standings: Mapping[int, Standing],
    *,
    now: datetime,
) -> dict[int, Day]:
    """patient -> what is known of their day. Each part is read for all of them at once."""
    ids = {one.patient.person_id for one in leaving}
    reminders: dict[int, list[Reminder]] = defaultdict(list)
    for one in await _on_the_days(session, ids, leaving):
        reminders[one.patient_id].append(_known(one, now=now))
    answered = await _answered(session, ids)
    away = {one.row.chat_id for one in leaving if _reminder(one.occurrence).away}
    told = await _told(session, away, now=now) if away else {}
    budget = content.policy.reminders_a_day
    return {id_: Day(standings[id_], tuple(reminders[id_]), budget, answered.get(id_), told.get(id_)) for id_ in ids}


async def _on_the_days(session: AsyncSession, ids: Iterable[int], leaving: Sequence[Leaving]) -> Sequence[Occurrence]:
    """What has come on these days, and what may still come."""
    found = select(Occurrence).where(
        col(Occurrence.patient_id).in_(ids),
        col(Occurrence.local_date).in_({one.occurrence.local_date for one in leaving}),
        col(Occurrence.sent_at).is_not(None) | col(Occurrence.state).in_(occurrences.UNSENT),
    )
    return (await session.exec(found)).all()


def _known(one: Occurrence, *, now: datetime) -> Reminder:
    """As `_reminder`; one whose time has come without being noticed yet counts as noticed now."""
    known = _reminder(one)
    if one.state in occurrences.WAITING and one.due_at <= now:
        return replace(known, taken_at=now)
    return known


async def _answered(session: AsyncSession, ids: Iterable[int]) -> dict[int, datetime]:
    """patient -> their last answer to a check-in that is still open."""
    found = (
        select(CheckIn.patient_id, func.max(Answer.answered_at))
        .where(Answer.check_in_id == CheckIn.id, CheckIn.state == CheckInState.OPEN, col(CheckIn.patient_id).in_(ids))
        .group_by(col(CheckIn.patient_id))
    )
    return dict((await session.exec(found)).all())


async def _told(session: AsyncSession, chats: Iterable[int], *, now: datetime) -> dict[int, datetime]:
    """patient -> their last safety message of the last minutes: after an outage that one came first."""
    found = (
        select(OutboxRow.patient_id, func.max(OutboxRow.sent_at))
        .where(SAFETY, col(OutboxRow.chat_id).in_(chats), col(OutboxRow.sent_at) > now - CALM)
        .group_by(col(OutboxRow.patient_id))
    )
    return {patient: at for patient, at in (await session.exec(found)).all() if patient is not None and at is not None}


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
