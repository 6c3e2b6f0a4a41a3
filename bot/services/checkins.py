"""Check-ins: opened, answered tap by tap, finished; ticked red flags go to triage even when left half-way."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import Instant
from bot.domain.checkin import FLAG, NO, NOTE, TICKED, UNSURE, UNTICKED, Question, denied_by_tap
from bot.models import Answer, CheckIn, CheckInState
from bot.models.checkin import OPEN

OPEN_FOR = timedelta(hours=20)
"""A check-in that is older than this is closed: its questions were about another day."""
AT_IT_FOR = timedelta(hours=1)
"""Somebody who has begun or answered one this short a while ago is still at it: it stays open, however old."""
NOTE_FOR = timedelta(hours=2)
"""What is typed this long after a check-in is kept as its note."""
FORGOTTEN_AFTER = timedelta(days=2)
"""How far back the search for unsent ticks goes: far beyond any outage that Telegram's memory bridges."""
UNSENT_AFTER = timedelta(minutes=10)
"""Ticked red flags count after this long, sent or not. Source: safety.md S5."""


async def open_one(
    session: AsyncSession,
    patient_id: int,
    *,
    urgent: bool = False,
    full: bool = False,
    occurrence_id: int | None = None,
    now: datetime,
) -> CheckIn:
    """A new check-in; an open one of the same sort is closed as expired."""
    for before in await _open(session, patient_id):
        if (before.urgent, before.full) == (urgent, full):
            before.state = CheckInState.EXPIRED
    check_in = CheckIn(
        patient_id=patient_id,
        occurrence_id=occurrence_id,
        urgent=urgent,
        full=full,
        opened_at=now,
        touched_at=now if occurrence_id is None else None,
    )
    session.add(check_in)
    await session.flush()
    return check_in


async def _open(session: AsyncSession, patient_id: int) -> list[CheckIn]:
    found = select(CheckIn).where(CheckIn.patient_id == patient_id, CheckIn.state == CheckInState.OPEN)
    return list((await session.exec(found.order_by(col(CheckIn.id).desc()))).all())


async def resumable(session: AsyncSession, patient_id: int, *, now: datetime) -> CheckIn | None:
    """The daily check-in that is still open and about today."""
    found = await _open(session, patient_id)
    return next((one for one in found if _daily(one) and is_about_today(one, now=now)), None)


def is_about_today(check_in: CheckIn, *, now: datetime) -> bool:
    """Whether what it asks may still be answered."""
    at_it = check_in.touched_at is not None and now - check_in.touched_at < AT_IT_FOR
    return at_it or now - check_in.opened_at < OPEN_FOR


def not_about_today(*, now: datetime) -> ColumnElement[bool]:
    """The same in the database: those of which it is no longer so."""
    touched = col(CheckIn.touched_at)
    return (col(CheckIn.opened_at) <= now - OPEN_FOR) & (touched.is_(None) | (touched <= now - AT_IT_FOR))


def _daily(check_in: CheckIn) -> bool:
    return not check_in.urgent and not check_in.full


async def denied(session: AsyncSession, content: Content, patient_id: int, *, since: datetime) -> frozenset[str]:
    """The red flags that were answered with a tapped 'no' since then, one by one or by 'none of these'."""
    found = select(CheckIn).where(CheckIn.patient_id == patient_id, col(CheckIn.opened_at) > since)
    said = [(one, await answers(session, one.id)) for one in (await session.exec(found)).all()]
    shown = {True: content.listed_flags(), False: content.daily_flags()}
    return frozenset(flag for one, given in said for flag in denied_by_tap(given, shown[one.urgent]))


async def mine(session: AsyncSession, patient_id: int, check_in_id: int) -> CheckIn | None:
    """A check-in if it belongs to this patient."""
    check_in = await session.get(CheckIn, check_in_id)
    return check_in if check_in is not None and check_in.patient_id == patient_id else None


async def answers(session: AsyncSession, check_in_id: int) -> dict[str, str]:
    """question -> value, in the order of answering."""
    rows = await session.exec(
        select(Answer).where(Answer.check_in_id == check_in_id).order_by(col(Answer.answered_at), col(Answer.question))
    )
    return {row.question: row.value for row in rows}


async def answer(session: AsyncSession, check_in: CheckIn, question: str, value: str, *, now: datetime) -> None:
    """Save one answer; a second one to the same question replaces the first."""
    check_in.touched_at = now
    row = await session.get(Answer, (check_in.id, question))
    if row is None:
        session.add(Answer(check_in_id=check_in.id, question=question, value=value, answered_at=now))
    else:
        row.value, row.answered_at = value, now
    await session.flush()


async def toggle(session: AsyncSession, check_in: CheckIn, flag: str, *, now: datetime) -> None:
    """Tick a red flag, or take the tick back before it is sent."""
    before = (await answers(session, check_in.id)).get(FLAG + flag)
    await answer(session, check_in, FLAG + flag, UNTICKED if before == TICKED else TICKED, now=now)


def finish(check_in: CheckIn, *, now: datetime) -> None:
    check_in.state = CheckInState.DONE
    check_in.finished_at = now


async def latest_done(session: AsyncSession, patient_id: int) -> CheckIn | None:
    """The daily check-in that was finished last."""
    done = select(CheckIn).where(
        CheckIn.patient_id == patient_id,
        CheckIn.state == CheckInState.DONE,
        col(CheckIn.urgent).is_(False),
        col(CheckIn.full).is_(False),
    )
    return (await session.exec(done.order_by(col(CheckIn.id).desc()).limit(1))).first()


async def add_note(session: AsyncSession, patient_id: int, text: str, *, now: datetime) -> bool:
    """Keep typed words with the check-in they follow; False when no check-in is near enough."""
    check_in = await resumable(session, patient_id, now=now) or await latest_done(session, patient_id)
    if check_in is None or now - (check_in.finished_at or now) > NOTE_FOR:
        return False
    before = (await answers(session, check_in.id)).get(NOTE)
    await answer(session, check_in, NOTE, f"{before}\n{text}" if before else text, now=now)
    return True


async def left_unsent(session: AsyncSession, *, now: datetime) -> list[CheckIn]:
    """Check-ins with a red flag reported and unsent for too long; also those that a newer list has replaced."""
    found = select(CheckIn).where(*is_left_unsent(now - UNSENT_AFTER, now - FORGOTTEN_AFTER))
    return list((await session.exec(found)).all())


def is_left_unsent(by: Instant, since: Instant) -> tuple[ColumnElement[bool], ...]:
    """That a check-in, opened since an instant, has had such a red flag by another."""
    mine = exists().where(col(Answer.check_in_id) == col(CheckIn.id)).correlate(CheckIn)
    ticked = mine.where(
        col(Answer.question).startswith(FLAG),
        col(Answer.value).not_in((UNTICKED, NO, UNSURE)),
        col(Answer.answered_at) <= by,
    )
    screened = mine.where(col(Answer.question) == Question.SCREEN)
    return (col(CheckIn.state) != CheckInState.DONE, col(CheckIn.opened_at) > since, ticked, ~screened)


async def expire_old(session: AsyncSession, *, now: datetime) -> None:
    """Close the check-ins that nobody finished."""
    old = select(CheckIn).where(OPEN, not_about_today(now=now))
    for check_in in (await session.exec(old)).all():
        check_in.state = CheckInState.EXPIRED
