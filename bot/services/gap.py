"""Being away: noticed by the missing heartbeat, and told to whom it may matter. Source: safety.md §5.1, §5.3."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import col, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Broadcast, CheckIn, CheckInState, Heartbeat, Incident, IncidentState, Patient, Person
from bot.models.person import Role
from bot.services import absence, broadcast_live, outbox, people, urgent_words
from bot.services.absence import Gap

ALIVE, HEARD = 1, 2
"""The signs of life: that the bot ran, and that Telegram answered it while it ran."""


async def beat(session: AsyncSession, *, now: datetime) -> None:
    """Leave a sign of life."""
    await _leave(session, ALIVE, now=now)


async def _leave(session: AsyncSession, sign: int, *, now: datetime) -> None:
    there = await session.exec(update(Heartbeat).where(col(Heartbeat.id) == sign).values(at=now))
    if not there.rowcount:
        session.add(Heartbeat(id=sign, at=now))


async def last_beat(session: AsyncSession, sign: int = ALIVE) -> datetime | None:
    """The last sign of life."""
    return (await session.exec(select(Heartbeat.at).where(Heartbeat.id == sign))).first()


async def come_back(session: AsyncSession, content: Content, *, now: datetime) -> Gap | None:
    """Tell of the time away, if it was long enough to matter, and begin a new heartbeat.

    After more than `away_minutes` the team learns of it, each member once, and admins may tell the patients with a
    tap; after `away_told_minutes`, if that is set, the patients are told without it. After more than `ask_again_hours`
    Telegram may have forgotten what was sent: patients with an open check-in or case are asked to say it again.
    """
    signs = [await last_beat(session, sign) for sign in (ALIVE, HEARD)]
    await beat(session, now=now)
    return await _away_since(session, content, min((at for at in signs if at is not None), default=None), now=now)


async def hears(session: AsyncSession, content: Content, *, now: datetime) -> Gap | None:
    """Telegram answers: after a time in which it did not, tell as after being away. A bot that runs and cannot be
    reached loses what Telegram forgets just as one that does not run.
    """
    return await _away_since(session, content, await last_beat(session, HEARD), now=now)


async def _away_since(session: AsyncSession, content: Content, before: datetime | None, *, now: datetime) -> Gap | None:
    await _leave(session, HEARD, now=now)
    if before is None or now - before <= timedelta(minutes=content.policy.away_minutes):
        return None
    gap = Gap(before, now)
    asked = await _ask_again(session, content, gap) if gap.length > _forgotten(content) else None
    await _tell_team(session, content, gap, asked)
    return gap


def _forgotten(content: Content) -> timedelta:
    return timedelta(hours=content.policy.ask_again_hours)


async def _ask_again(session: AsyncSession, content: Content, gap: Gap) -> int:
    found = await _concerned(session)
    for patient, person in found:
        say, zone = content.say(person.language), person.zone or "UTC"
        call = urgent_words.call(content, say, patient.country)
        words = say("away.patient", start=_at(say, gap.start, zone), end=_at(say, gap.end, zone), call=call)
        again = ((Button(say.label("urgent.button.wrong"), "urgent.open", style="danger"),),)
        to = outbox.Address(person.telegram_id, patient.person_id)
        await outbox.queue(
            session, to, Kind.SAFETY, Message(words, again), now=gap.end, key=absence.key(gap, f"{person.id}")
        )
    return len(found)


async def _concerned(session: AsyncSession) -> Sequence[tuple[Patient, Person]]:
    asked = select(CheckIn.patient_id).where(CheckIn.state == CheckInState.OPEN)
    ill = select(Incident.patient_id).where(Incident.state != IncidentState.CLOSED)
    found = select(Patient, Person).where(
        Person.id == Patient.person_id,
        col(Patient.left_at).is_(None),
        or_(col(Patient.person_id).in_(asked), col(Patient.person_id).in_(ill)),
    )
    return (await session.exec(found.order_by(col(Patient.person_id)))).all()


async def _tell_team(session: AsyncSession, content: Content, gap: Gap, asked: int | None) -> None:
    admins = {one.id: one for one in await people.with_role(session, Role.ADMIN)}
    team = {one.id: one for one in await people.with_role(session, Role.THERAPIST)} | admins
    told = await _tell_patients(session, content, gap, list(admins.values()))
    for member in team.values():
        say, zone = content.say(member.language), people.zone_of(content, member)
        words = lines(
            say("away.team", start=_at(say, gap.start, zone), end=_at(say, gap.end, zone)),
            say("away.long", n=asked) if asked is not None else None,
        )
        message, to = Message(words), outbox.Address(member.telegram_id)
        if member.id in admins:
            message = _for_admin(say, words, gap, zone, told=told is not None)
        key = absence.key(gap, f"team:{member.id}")
        await outbox.queue(session, to, Kind.SAFETY, message, now=gap.end, key=key)
        if told is not None and member.id in admins:
            await broadcast_live.place(session, content, told, member, now=gap.end)


async def _tell_patients(
    session: AsyncSession, content: Content, gap: Gap, admins: Sequence[Person]
) -> Broadcast | None:
    """Without a tap where the clinic wants it so; it counts as the first admin's."""
    after = content.policy.away_told_minutes
    if not after or gap.length < timedelta(minutes=after) or not admins:
        return None
    return await absence.announce(session, content, gap, admins[0], now=gap.end)


def _for_admin(say: Words, words: Html, gap: Gap, zone: str, *, told: bool) -> Message:
    if told:
        return Message(paragraphs(words, say("absence.telling")))
    time = say.time(absence.begins(gap, now=gap.end), zone)
    return Message(paragraphs(words, say("absence.ask", time=time)), ((absence.button(say, gap),),))


def _at(say: Words, at: datetime, zone: str) -> Html:
    """Day, time and zone: a gap may be longer than a day, and the team may be elsewhere."""
    return Html(f"{say.day_of(at, zone)}, {say.time(at, zone)} ({zone})")
