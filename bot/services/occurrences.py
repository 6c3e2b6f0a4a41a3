"""A patient's occurrences: which there are on a day, and what the patient says to them."""

from datetime import date, datetime, timedelta

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import in_a_row, wall
from bot.domain.adherence import ASKED, Skip
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.models import Occurrence, OccurrenceState, OutboxRow, OutboxState, Patient

ANSWERS = {
    state.value: state
    for state in (OccurrenceState.DONE, OccurrenceState.PART, OccurrenceState.SKIPPED, OccurrenceState.WORSE)
}
WAITING = (OccurrenceState.DUE, OccurrenceState.SNOOZED)
ROW = timedelta(days=7)
"""How far back a row of exercises is followed."""
UNSENT = (*WAITING, OccurrenceState.QUEUED)


async def mine(session: AsyncSession, patient_id: int, occurrence_id: int) -> Occurrence | None:
    """An occurrence if it is this patient's."""
    occurrence = await session.get(Occurrence, occurrence_id)
    return occurrence if occurrence is not None and occurrence.patient_id == patient_id else None


def was_shown(occurrence: Occurrence) -> bool:
    """Whether the patient has it on the screen; a tap may come before its delivery is saved."""
    return occurrence.sent_at is not None or occurrence.state == OccurrenceState.QUEUED


def end(occurrence: Occurrence, state: OccurrenceState, reason: Reason | None, *, now: datetime) -> None:
    """Put an occurrence into a state from an instant on."""
    occurrence.state, occurrence.reason, occurrence.changed_at = state, reason, now


async def answer(session: AsyncSession, occurrence: Occurrence, what: str, *, now: datetime) -> bool:
    """Keep what became of a reminder; the last answer stands. False for one that was never shown."""
    if not was_shown(occurrence) or what not in ANSWERS:
        return False
    end(occurrence, ANSWERS[what], None, now=now)
    occurrence.answered_at = now
    await heard_from(session, occurrence.patient_id)
    return True


def give_reason(occurrence: Occurrence, why: str) -> bool:
    """Keep why something was left for today; False when it was not, or for no such reason."""
    if occurrence.state != OccurrenceState.SKIPPED or why not in set(Skip):
        return False
    occurrence.reason = why
    return True


async def on_time(session: AsyncSession, occurrence: Occurrence) -> int:
    """How many exercises up to this one were done on time, one after the other; what was never asked is left out."""
    await session.flush()
    found = (
        select(Occurrence.state, Occurrence.sent_at, Occurrence.answered_at)
        .where(Occurrence.patient_id == occurrence.patient_id, Occurrence.kind == Kind.EXERCISE)
        .where(col(Occurrence.local_date) > occurrence.local_date - ROW, col(Occurrence.state).in_(ASKED))
        .where(col(Occurrence.due_at) <= occurrence.due_at)
        .order_by(col(Occurrence.due_at).desc(), col(Occurrence.id).desc())
    )
    return in_a_row.how_many((await session.exec(found)).all())


async def heard_from(session: AsyncSession, patient_id: int) -> None:
    """The patient answers: should there be another silence, it may be asked about again."""
    patient = await session.get(Patient, patient_id)
    if patient is not None:
        patient.silence_asked_at = None


async def check_in_came_first(
    session: AsyncSession, patient_id: int, zone: str, *, of: Occurrence | None, now: datetime
) -> None:
    """The patient checked in unasked: the day's next reminder for it does not come any more, and counts as done. One
    that answers a reminder `of` today leaves the day's others as they are.
    """
    patient = await session.get(Patient, patient_id)
    day = wall.local(now, (patient and patient.home_zone) or zone).date()
    if of is not None and of.local_date == day:
        return
    await session.flush()
    unsent = select(Occurrence).where(
        Occurrence.patient_id == patient_id,
        Occurrence.kind == Kind.CHECK_IN,
        Occurrence.local_date == day,
        col(Occurrence.state).in_(UNSENT),
    )
    following = unsent.order_by(col(Occurrence.due_at), col(Occurrence.id)).limit(1).with_for_update()
    occurrence = (await session.exec(following)).first()
    if occurrence is not None:
        end(occurrence, OccurrenceState.DONE, Reason.CAME_FIRST, now=now)
        occurrence.answered_at = now


async def take_up_again(session: AsyncSession, patient_id: int, *, now: datetime) -> None:
    """Who left has come back: what was called off then and is still ahead comes as planned."""
    ahead = update(Occurrence).where(
        col(Occurrence.patient_id) == patient_id,
        col(Occurrence.state) == OccurrenceState.CANCELLED,
        col(Occurrence.reason) == Reason.LEFT,
        col(Occurrence.sent_at).is_(None),
        col(Occurrence.due_at) > now,
    )
    await session.exec(ahead.values(state=OccurrenceState.DUE, reason=None, changed_at=now))


async def on_day(session: AsyncSession, patient_id: int, day: date) -> list[Occurrence]:
    """The occurrences of a local day, in order; those of older plans left out."""
    found = select(Occurrence).where(
        Occurrence.patient_id == patient_id,
        Occurrence.local_date == day,
        Occurrence.state != OccurrenceState.CANCELLED,
    )
    return list((await session.exec(found.order_by(col(Occurrence.due_at), col(Occurrence.id)))).all())


async def cancel_unsent(
    session: AsyncSession, patient_id: int, reason: Reason, *, now: datetime, items: list[int] | None = None
) -> None:
    """End what was still to come, also what is queued and has not left; with `items`, of these lines alone, and what is
    on its way to Telegram just now stays: it has come, or perhaps has.
    """
    unsent = update(Occurrence).where(col(Occurrence.patient_id) == patient_id, col(Occurrence.state).in_(UNSENT))
    if items is not None:
        flying = await _in_flight(session, items)
        unsent = unsent.where(col(Occurrence.item_id).in_(items), col(Occurrence.id).not_in(flying))
    await session.exec(unsent.values(state=OccurrenceState.CANCELLED, reason=reason, changed_at=now))


async def _in_flight(session: AsyncSession, items: list[int]) -> list[int | None]:
    """The reminders of these lines that delivery has taken up and not recorded yet, or of which it does not know.

    Their rows are locked: what another process takes up at this moment is seen, or is not taken up before the end.
    """
    queued = select(Occurrence.id).where(col(Occurrence.item_id).in_(items), Occurrence.state == OccurrenceState.QUEUED)
    owed = (OutboxState.QUEUED, OutboxState.SENDING, OutboxState.UNKNOWN)
    rows = select(OutboxRow.occurrence_id, OutboxRow.state).where(
        col(OutboxRow.occurrence_id).in_(queued), col(OutboxRow.state).in_(owed)
    )
    found = (await session.exec(rows.with_for_update())).all()
    return [occurrence for occurrence, state in found if state != OutboxState.QUEUED]
