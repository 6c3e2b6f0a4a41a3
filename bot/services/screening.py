"""The safety screen handed in: ticked red flags go to triage, once."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.checkin import SENT, Question, ticked
from bot.domain.lanes import Kind
from bot.domain.triage import Verdict
from bot.models import CheckIn, Occurrence, Patient
from bot.services import cases, checkins, incidents, occurrences, tidying


async def submit(
    session: AsyncSession, content: Content, patient: Patient, check_in: CheckIn, *, source: str, now: datetime
) -> Verdict:
    """Judge what is ticked and end the check-in: nothing more is asked of somebody who reports a red flag."""
    flags = ticked(await checkins.answers(session, check_in.id))
    await checkins.answer(session, check_in, Question.SCREEN, SENT, now=now)
    await finish(session, content, check_in, now=now)
    return await incidents.report(session, content, patient, flags, source=source, now=now)


async def finish(session: AsyncSession, content: Content, check_in: CheckIn, *, now: datetime) -> None:
    """End a check-in. The day's reminder of it counts as done, or does not come any more."""
    checkins.finish(check_in, now=now)
    occurrence = await session.get(Occurrence, check_in.occurrence_id) if check_in.occurrence_id is not None else None
    if occurrence is not None:
        await occurrences.answer(session, occurrence, "done", now=now)
        await tidying.over(session, content, [occurrence.id], kind=Kind.FOLLOW_UP, now=now)
    await occurrences.heard_from(session, check_in.patient_id)
    if not check_in.urgent and not check_in.full:
        person = await cases.person_of(session, check_in.patient_id)
        zone = person.zone or "UTC"
        await occurrences.check_in_came_first(session, check_in.patient_id, zone, of=occurrence, now=now)
