"""Care that is handed over: read, acknowledged; only then does it move. Declined and unanswered are said."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.domain.message import Message, Rows
from bot.models import Handover, HandoverKind, HandoverState, Patient, Person
from bot.models.person import Role
from bot.services import audit, cases, duty, outbox, pairing, people


def note(session: AsyncSession, row: Handover, by: int | None, deed: str, *, now: datetime) -> None:
    """Write a deed down in the audit."""
    whom = audit.about(row.patient_id or row.giver_id)
    what = f"{row.kind} therapist:{row.receiver_id}"
    audit.record(session, actor_id=by, action=deed, subject=whom, reason=what, now=now)


async def patients_of(session: AsyncSession, row: Handover) -> list[Patient]:
    """Whom a hand-over is about, as it stands now, in the order of their codes."""
    which = Patient.therapist_id == row.giver_id
    found = select(Patient).where(which, col(Patient.left_at).is_(None), Patient.person_id != row.receiver_id)
    if row.patient_id is not None:
        found = found.where(Patient.person_id == row.patient_id)
    return list((await session.exec(found.order_by(col(Patient.code)))).all())


async def offered_to(session: AsyncSession, handover_id: int, receiver_id: int) -> Handover | None:
    """A hand-over that was offered to somebody, whatever became of it."""
    row = await session.get(Handover, handover_id)
    return row if row is not None and row.receiver_id == receiver_id else None


async def accept(session: AsyncSession, content: Content, row: Handover, by: Person, *, now: datetime) -> bool:
    """The receiver has read the packet and takes over: now it moves. False when the offer is over."""
    if row.receiver_id != by.id or now >= row.answer_by:
        return False
    about = await patients_of(session, row)
    if not about and row.kind != HandoverKind.COVER:
        return False
    if not await _turns(session, row, HandoverState.ACCEPTED, now=now):
        return False
    note(session, row, by.id, "handover_accepted", now=now)
    for patient in about:
        if row.kind == HandoverKind.TRANSFER:
            await pairing.move(session, content, patient, by, "patient_transferred", by=by.id, now=now)
        elif row.kind == HandoverKind.SHARE:
            await pairing.tell_patient(session, content, patient, "handover.together", name=by.first_name, now=now)
            await pairing.tell_of_cases(session, content, patient, [by], now=now)
    await tell(session, content, row, {row.giver_id, row.offered_by}, f"handover.taken.{row.kind}", now=now)
    return True


async def decline(session: AsyncSession, content: Content, row: Handover, by: Person, *, now: datetime) -> bool:
    """The receiver cannot: whoever asked hears so, and that nothing has moved."""
    if row.receiver_id != by.id or not await _turns(session, row, HandoverState.DECLINED, now=now):
        return False
    note(session, row, by.id, "handover_declined", now=now)
    await tell(session, content, row, {row.giver_id, row.offered_by}, "handover.declined", now=now)
    return True


async def withdraw(session: AsyncSession, content: Content, row: Handover, by: Person, *, now: datetime) -> bool:
    """Whoever offered takes it back before it was answered."""
    if by.id not in (row.giver_id, row.offered_by) or not await _turns(session, row, HandoverState.WITHDRAWN, now=now):
        return False
    note(session, row, by.id, "handover_withdrawn", now=now)
    await tell(session, content, row, [row.receiver_id], "handover.withdrawn", now=now)
    return True


async def end(session: AsyncSession, content: Content, row: Handover, by: Person | None, *, now: datetime) -> bool:
    """End a co-therapy or a cover: by the giver, by the receiver, or by itself. The others hear so."""
    parties = await _parties(session, row)
    ongoing = row.state == HandoverState.ACCEPTED and row.kind != HandoverKind.TRANSFER
    if not ongoing or (by is not None and by.id not in parties):
        return False
    row.state, row.ended_at = HandoverState.ENDED, now
    await session.flush()
    note(session, row, by.id if by else None, "handover_ended", now=now)
    await tell(session, content, row, parties - {by.id if by else 0}, f"handover.ended.{row.kind}", now=now)
    return True


async def _parties(session: AsyncSession, row: Handover) -> set[int]:
    """Who may end it: its receiver and, after a transfer too, the patient's therapist of today."""
    patient = await session.get(Patient, row.patient_id) if row.patient_id is not None else None
    return {row.receiver_id, (patient.therapist_id if patient is not None else None) or row.giver_id}


async def _turns(session: AsyncSession, row: Handover, state: HandoverState, *, now: datetime) -> bool:
    """From OFFERED to its answer, once: of two at the same moment the first one counts."""
    waiting = update(Handover).where(col(Handover.id) == row.id, col(Handover.state) == HandoverState.OFFERED)
    done = await session.exec(waiting.values(state=state, answered_at=now))
    await session.refresh(row)
    return bool(done.rowcount == 1)


async def lapse_due(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Offers that nobody answered in time, or whose receiver cannot be reached or is no therapist any more."""
    offered = (await session.exec(select(Handover).where(Handover.state == HandoverState.OFFERED))).all()
    able = {one.id for one in await people.with_role(session, Role.THERAPIST)} if offered else set()
    for row in offered:
        if row.answer_by > now and row.receiver_id in able:
            continue
        await _turns(session, row, HandoverState.LAPSED, now=now)
        note(session, row, None, "handover_lapsed", now=now)
        whom = {row.giver_id, row.offered_by}
        if row.kind == HandoverKind.COVER:
            whom |= {admin.id for admin in await people.with_role(session, Role.ADMIN)}
        await tell(session, content, row, whom, "handover.lapsed", now=now)


async def about(session: AsyncSession, patient_id: int) -> list[Handover]:
    """The open offers about one patient, and the co-therapists."""
    alive = or_(
        col(Handover.state) == HandoverState.OFFERED,
        (col(Handover.state) == HandoverState.ACCEPTED) & (col(Handover.kind) == HandoverKind.SHARE),
    )
    found = select(Handover).where(Handover.patient_id == patient_id, alive)
    return list((await session.exec(found.order_by(col(Handover.id)))).all())


async def covers(session: AsyncSession, member_id: int, *, now: datetime) -> list[Handover]:
    """The covers of and by a therapist that are offered, to come or running, the earliest first."""
    found = select(Handover).where(
        Handover.kind == HandoverKind.COVER,
        col(Handover.state).in_((HandoverState.OFFERED, HandoverState.ACCEPTED)),
        col(Handover.ends_at) > now,
        or_(col(Handover.giver_id) == member_id, col(Handover.receiver_id) == member_id),
    )
    return list((await session.exec(found.order_by(col(Handover.starts_at)))).all())


async def tell(
    session: AsyncSession,
    content: Content,
    row: Handover,
    whom: Iterable[int],
    key: str,
    *,
    now: datetime,
    rows: Rows = (),
) -> None:
    """Words to people of the team about a hand-over, each in their language."""
    giver = await cases.person_of(session, row.giver_id)
    receiver = await cases.person_of(session, row.receiver_id)
    for one in await duty.members(session, whom):
        say = content.say(one.language)
        words = say(
            key,
            giver=giver.first_name,
            receiver=receiver.first_name,
            what=await what(session, content, row, one.language),
            until=say.day_of(row.answer_by, duty.zone(content)),
        )
        await outbox.queue(session, outbox.Address(one.telegram_id), Kind.REPLY, Message(words, rows), now=now)


async def what(session: AsyncSession, content: Content, row: Handover, language: str) -> str:
    """What a hand-over is about, in words: a patient's code, or how many patients, and a cover's days."""
    say, zone = content.say(language), duty.zone(content)
    if row.patient_id is not None:
        return say.label("handover.what.patient", code=(await cases.patient_of(session, row.patient_id)).code)
    number = len(await patients_of(session, row))
    if row.starts_at is None or row.ends_at is None:
        return say.label("handover.what.all", n=number)
    first = say.day_of(row.starts_at, zone)
    last = say.day_of(row.ends_at - timedelta(minutes=1), zone)
    return say.label("handover.what.cover", n=number, first=first, last=last)
