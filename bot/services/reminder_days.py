"""What is known of patients' days when reminders are about to leave: read for all of them at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import union_all
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.gate import Reason, Standing
from bot.domain.lanes import Kind
from bot.domain.last_look import AWAY, CALM, Day, Reminder
from bot.models import (
    CheckIn,
    CheckInState,
    Measuring,
    Occurrence,
    OccurrenceState,
    OutboxRow,
    OutboxState,
    Person,
    Rating,
)
from bot.models.outbox import SAFETY
from bot.services import occurrences
from bot.services.reminders import FOLLOW_UP_AFTER
from bot.services.rendering import Leaving


def reminder(one: Occurrence) -> Reminder:
    queued = one.state == OccurrenceState.QUEUED
    return Reminder(
        one.id, Kind(one.kind), one.due_at, one.expires_at, one.changed_at if queued else None,
        one.sent_at, asked_for=one.snoozes > 0, line=one.item_id, local_date=one.local_date,
        waited=one.reason in (Reason.QUIET, Reason.BUSY),
    )  # fmt: skip


def due_at(one: Leaving) -> datetime:
    """When it should leave: a further word, four hours after its check-in."""
    sent = one.occurrence.sent_at
    return sent + FOLLOW_UP_AFTER if one.follows_up and sent is not None else one.occurrence.due_at


def behind(one: Leaving, *, now: datetime) -> bool:
    """Whether the bot was away, or Telegram was, when it should have left."""
    return now - due_at(one) > AWAY if one.follows_up else reminder(one.occurrence).behind(now)


async def of(
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
    found = await _on_the_days(session, ids, leaving)
    for one in found:
        reminders[one.patient_id].append(_known(one, now=now))
    answered = await _answered(session, ids)
    late = {one.row.chat_id for one in leaving if behind(one, now=now)}
    told = await _told(session, late, now=now) if late else {}
    gone = await _gone(session, found, leaving)
    flying = {one.patient_id for one in found if gone.get(one.id) == OutboxState.SENDING and reminder(one).behind(now)}
    budget = content.policy.reminders_a_day
    return {
        id_: Day(
            standings[id_],
            tuple(reminders[id_]),
            budget,
            answered.get(id_),
            told.get(id_),
            now if id_ in flying else None,
            frozenset(gone),
        )
        for id_ in ids
    }


async def _on_the_days(session: AsyncSession, ids: Iterable[int], leaving: Sequence[Leaving]) -> Sequence[Occurrence]:
    """What has come on these days, and what may still come."""
    found = select(Occurrence).where(
        col(Occurrence.patient_id).in_(ids),
        col(Occurrence.local_date).in_({one.occurrence.local_date for one in leaving}),
        col(Occurrence.sent_at).is_not(None) | col(Occurrence.state).in_(occurrences.UNSENT),
    )
    return (await session.exec(found)).all()


async def _gone(session: AsyncSession, found: Sequence[Occurrence], leaving: Sequence[Leaving]) -> dict[int, str]:
    """Of those that are not leaving here: occurrence -> whether it is on its way just now, or perhaps arrived."""
    here = {one.occurrence.id for one in leaving}
    queued = [one.id for one in found if one.state == OccurrenceState.QUEUED and one.id not in here]
    if not queued:
        return {}
    out = select(OutboxRow.occurrence_id, OutboxRow.state).where(
        col(OutboxRow.occurrence_id).in_(queued),
        col(OutboxRow.state).in_((OutboxState.SENDING, OutboxState.UNKNOWN)),
    )
    return {id_: state for id_, state in (await session.exec(out)).all() if id_ is not None}


def _known(one: Occurrence, *, now: datetime) -> Reminder:
    """As `reminder`; one whose time has come without being noticed yet counts as noticed now."""
    known = reminder(one)
    if one.state in occurrences.WAITING and one.due_at <= now:
        return replace(known, taken_at=now)
    return known


async def _answered(session: AsyncSession, ids: Iterable[int]) -> dict[int, datetime]:
    """patient -> when they last began or answered what is still open: a check-in, a list, a measure, a question to be
    answered by typing.
    """
    open_measure = select(Measuring.id).where(col(Measuring.patient_id).in_(ids), col(Measuring.finished_at).is_(None))
    at = union_all(
        select(CheckIn.patient_id, col(CheckIn.touched_at).label("at")).where(
            col(CheckIn.patient_id).in_(ids), CheckIn.state == CheckInState.OPEN, col(CheckIn.touched_at).is_not(None)
        ),
        select(Measuring.patient_id, Measuring.asked_at).where(col(Measuring.id).in_(open_measure)),
        select(Measuring.patient_id, Rating.rated_at).where(
            Measuring.id == Rating.measuring_id, col(Measuring.id).in_(open_measure)
        ),
        select(Person.id, OutboxRow.queued_at).where(
            col(Person.id).in_(ids), col(Person.asking).is_not(None), OutboxRow.id == Person.asked_in
        ),
    ).subquery()
    found = select(at.c.patient_id, func.max(at.c.at)).group_by(at.c.patient_id)
    return dict((await session.exec(found)).all())


async def _told(session: AsyncSession, chats: Iterable[int], *, now: datetime) -> dict[int, datetime]:
    """patient -> their last safety message of the last minutes: after an outage that one came first."""
    found = (
        select(OutboxRow.patient_id, func.max(OutboxRow.sent_at))
        .where(SAFETY, col(OutboxRow.chat_id).in_(chats), col(OutboxRow.sent_at) > now - CALM)
        .group_by(col(OutboxRow.patient_id))
    )
    return {patient: at for patient, at in (await session.exec(found)).all() if patient is not None and at is not None}
