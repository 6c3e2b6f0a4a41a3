"""Offering to hand care over: what stands against it, and the word to the colleague. Nothing moves by this."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import handing_over, wall
from bot.domain.handing_over import Facts, Refusal
from bot.domain.message import Button
from bot.models import Handover, HandoverKind, HandoverState, Person
from bot.models.person import Role
from bot.services import cases, duty, handovers, people


@dataclass(frozen=True)
class Proposal:
    """What is to be handed over: one patient, or without a `patient_id` all of the giver's; dates for a cover."""

    kind: HandoverKind
    giver_id: int
    patient_id: int | None = None
    days: tuple[date, date] | None = None


async def offer(
    session: AsyncSession, content: Content, proposal: Proposal, receiver_id: int, by: int, *, now: datetime
) -> Handover | Refusal:
    """Offer it to a colleague, who is told; or why it cannot be offered. Nothing moves by this."""
    starts, ends = _instants(content, proposal.days)
    refusal = handing_over.refuses(await _facts(session, content, proposal, receiver_id, starts, ends, now=now))
    if refusal is not None:
        return refusal
    waits = timedelta(hours=content.policy.handover_hours)
    row = Handover(
        kind=proposal.kind,
        patient_id=proposal.patient_id,
        giver_id=proposal.giver_id,
        receiver_id=receiver_id,
        offered_by=by,
        offered_at=now,
        answer_by=handing_over.answer_by(now, waits, starts),
        starts_at=starts,
        ends_at=ends,
    )
    session.add(row)
    await session.flush()
    handovers.note(session, row, by, "handover_offered", now=now)
    receiver = await cases.person_of(session, receiver_id)
    rows = ((Button(content.say(receiver.language).label("handover.read"), "handover.read", (str(row.id), "0")),),)
    await handovers.tell(session, content, row, [receiver_id], f"handover.offer.{row.kind}", now=now, rows=rows)
    if by != row.giver_id:
        await handovers.tell(session, content, row, [row.giver_id], "handover.offered_for_you", now=now)
    return row


def _instants(content: Content, days: tuple[date, date] | None) -> tuple[datetime | None, datetime | None]:
    """From the first day's midnight to the one after the last day, in the clinic's zone."""
    if days is None:
        return None, None
    first, last = days
    zone = duty.zone(content)
    return wall.instant(first, time(), zone), wall.instant(last + timedelta(days=1), time(), zone)


async def _facts(
    session: AsyncSession,
    content: Content,
    proposal: Proposal,
    receiver_id: int,
    starts: datetime | None,
    ends: datetime | None,
    *,
    now: datetime,
) -> Facts:
    receiver = await session.get(Person, receiver_id)
    today = wall.local(now, duty.zone(content)).date()
    open_ones = await _alive(session, proposal)
    return Facts(
        oneself=receiver_id == proposal.giver_id,
        therapist=Role.THERAPIST in await people.granted(session, receiver_id),
        reachable=receiver is not None and receiver.unreachable_since is None,
        theirs=receiver_id == proposal.patient_id
        or any(one.state == HandoverState.ACCEPTED and one.receiver_id == receiver_id for one in open_ones),
        waiting=any(one.state == HandoverState.OFFERED for one in open_ones),
        dates=proposal.days is None or handing_over.dates_hold(*proposal.days, today=today),
        covered=await _covered(session, proposal.giver_id, starts, ends),
        away=await _covered(session, receiver_id, starts, ends),
        covering=await _cover_between(session, col(Handover.receiver_id) == proposal.giver_id, starts, ends),
    )


async def _alive(session: AsyncSession, proposal: Proposal) -> list[Handover]:
    """Open offers about the same, and the co-therapists there are."""
    found = select(Handover).where(Handover.giver_id == proposal.giver_id, Handover.kind == proposal.kind)
    if proposal.kind == HandoverKind.COVER:
        found = found.where(Handover.state == HandoverState.OFFERED)
    else:
        shared = (HandoverState.OFFERED, HandoverState.ACCEPTED)
        states = shared if proposal.kind == HandoverKind.SHARE else (HandoverState.OFFERED,)
        found = found.where(Handover.patient_id == proposal.patient_id, col(Handover.state).in_(states))
    return list((await session.exec(found)).all())


async def _covered(session: AsyncSession, therapist_id: int, starts: datetime | None, ends: datetime | None) -> bool:
    """Whether somebody covers a therapist at some time between."""
    return await _cover_between(session, col(Handover.giver_id) == therapist_id, starts, ends)


async def _cover_between(
    session: AsyncSession, whose: ColumnElement[bool], starts: datetime | None, ends: datetime | None
) -> bool:
    if starts is None or ends is None:
        return False
    found = select(Handover.id).where(
        Handover.kind == HandoverKind.COVER,
        Handover.state == HandoverState.ACCEPTED,
        whose,
        col(Handover.starts_at) < ends,
        col(Handover.ends_at) > starts,
    )
    return (await session.exec(found.limit(1))).first() is not None


async def is_away(session: AsyncSession, row: Handover) -> bool:
    """Whether the receiver of a cover has since been covered on one of its days, and could not stand in."""
    return await _covered(session, row.receiver_id, row.starts_at, row.ends_at)
