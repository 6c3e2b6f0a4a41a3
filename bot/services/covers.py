"""A cover begins and ends by the clock: what is said about it then, and what becomes of one that cannot hold."""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import wall
from bot.models import Handover, HandoverKind, HandoverState
from bot.models.person import Role
from bot.services import cases, duty, handovers, pairing, people


async def begin_and_end(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Say once that a cover has begun or is over. Who answers for whom does not wait for this."""
    found = select(Handover).where(
        Handover.kind == HandoverKind.COVER,
        Handover.state == HandoverState.ACCEPTED,
        col(Handover.starts_at) <= now,
    )
    under_way = (await session.exec(found)).all()
    able = {one.id for one in await people.with_role(session, Role.THERAPIST)} if under_way else set()
    for row in under_way:
        over = row.ends_at is None or row.ends_at <= now
        if over or row.receiver_id not in able:
            await _ends(session, content, row, early=not over, now=now)
        elif row.begun_at is None:
            await _begins(session, content, row, now=now)


async def _begins(session: AsyncSession, content: Content, row: Handover, *, now: datetime) -> None:
    """The patients hear who looks after them meanwhile, the cover gets the alerts of the open cases."""
    assert row.ends_at is not None
    row.begun_at = now
    cover, giver = await cases.person_of(session, row.receiver_id), await cases.person_of(session, row.giver_id)
    last = wall.local(row.ends_at - timedelta(minutes=1), duty.zone(content)).date()
    for patient in await handovers.patients_of(session, row):
        await pairing.tell_patient(
            session,
            content,
            patient,
            "handover.meanwhile",
            now=now,
            waits=True,
            day=last,
            name=cover.first_name,
            therapist=giver.first_name,
        )
        await pairing.tell_of_cases(session, content, patient, [cover], now=now)
    await handovers.tell(session, content, row, {row.giver_id, row.receiver_id}, "handover.begun", now=now)


async def _ends(session: AsyncSession, content: Content, row: Handover, *, early: bool, now: datetime) -> None:
    """The therapist answers for the patients again. They hear so when they had heard of the cover."""
    await handovers.end(session, content, row, None, now=now)
    if early:
        admins = {admin.id for admin in await people.with_role(session, Role.ADMIN)}
        await handovers.tell(session, content, row, admins, "handover.ended.cover", now=now)
    await _give_back(session, content, row, waits=True, now=now)


async def end_now(session: AsyncSession, content: Content, row: Handover, *, now: datetime) -> None:
    """A cover that somebody ended before its time: the patients hear so too."""
    await _give_back(session, content, row, waits=False, now=now)


async def _give_back(session: AsyncSession, content: Content, row: Handover, *, waits: bool, now: datetime) -> None:
    """The patients who had heard of the cover hear that their own therapist is there, who gets the open cases."""
    if row.begun_at is None:
        return
    giver = await cases.person_of(session, row.giver_id)
    for patient in await handovers.patients_of(session, row):
        await pairing.tell_patient(
            session, content, patient, "handover.back", now=now, waits=waits, name=giver.first_name
        )
        await pairing.tell_of_cases(session, content, patient, [giver], now=now)
