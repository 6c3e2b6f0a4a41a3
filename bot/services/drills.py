"""Fire drills: a labelled alert goes up the ladder of an emergency and measures how soon it is acknowledged."""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, lines
from bot.domain import ladder
from bot.domain.ladder import DRILL, Reach
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Drill, DrillAlert, Person
from bot.models.person import Role
from bot.services import duty, notices, outbox, people
from bot.services.outbox import Address

FIRST = {Reach.THERAPIST: Reach.ON_CALL}
"""A drill has no patient: where a patient's therapist would hear first, those on call do."""


async def running(session: AsyncSession) -> Drill | None:
    """The drill that has not ended; there is one at a time."""
    return (await session.exec(select(Drill).where(col(Drill.ended_at).is_(None)).limit(1))).first()


async def start(session: AsyncSession, content: Content, by: Person, *, now: datetime) -> Drill | None:
    """Begin a drill; None while another one runs."""
    if await running(session) is not None:
        return None
    drill = Drill(started_by=by.id, started_at=now, next_rung_at=now)
    session.add(drill)
    await session.flush()
    await _climb(session, content, drill, now=now)
    return drill


async def climb_due(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Go on with the drill that runs, and report when it is at its end."""
    drill = await running(session)
    if drill is not None:
        await _climb(session, content, drill, now=now)
        await _end(session, content, drill, now=now)


async def _climb(session: AsyncSession, content: Content, drill: Drill, *, now: datetime) -> None:
    steps = ladder.rungs(DRILL, content.policy)
    reached = True
    while drill.seen_at is None and drill.step < len(steps):
        due = drill.started_at + steps[drill.step].after
        if now < due and reached:
            drill.next_rung_at = due
            return
        step = steps[drill.step]
        reached = await _call(session, content, drill, step.calls, now=now)
        if step.outside:
            body = {"kind": "drill", "why": "nobody_acknowledged", "raised_at": drill.started_at.isoformat()}
            await notices.owe(session, f"drill:{drill.id}", body, now=now)
        drill.step += 1
    drill.next_rung_at = None


async def _call(
    session: AsyncSession, content: Content, drill: Drill, calls: frozenset[Reach], *, now: datetime
) -> bool:
    """Alert the people of a rung who were not alerted yet; False when the rung has nobody."""
    team = await _team(session, content, calls, now=now)
    already = {alert.recipient_id for alert, _ in await alerts_of(session, drill)}
    for member in (one for one in team if one.id not in already):
        to = Address(member.telegram_id)
        row = await outbox.queue(session, to, Kind.SAFETY, _message(content, member, drill), now=now)
        session.add(DrillAlert(drill_id=drill.id, recipient_id=member.id, outbox_id=row.id, raised_at=now))
    await session.flush()
    return bool(team)


async def _team(session: AsyncSession, content: Content, calls: frozenset[Reach], *, now: datetime) -> list[Person]:
    found: dict[int, Person] = {}
    on_call = await duty.on_call(session, content, now=now) or await people.with_role(session, Role.THERAPIST)
    for reach in calls:
        named = FIRST.get(reach, reach)
        if named is Reach.ON_CALL:
            found |= {one.id: one for one in on_call}
        elif named is Reach.ADMINS:
            found |= {one.id: one for one in await people.with_role(session, Role.ADMIN)}
        else:
            for member in on_call:
                found |= {one.id: one for one in await duty.backup_of(session, member.id)}
    return list(found.values())


def _message(content: Content, member: Person, drill: Drill, *, seen_at: datetime | None = None) -> Message:
    say = content.say(member.language)
    number = str(drill.id)
    take = Button(say.label("drill.acknowledge"), "drill.acknowledge", (number,), style="danger")
    seen = say("drill.seen", n=_minutes(drill.started_at, seen_at)) if seen_at is not None else None
    return Message(lines(say("drill.alert"), seen), buttons=() if seen_at is not None else ((take,),))


async def acknowledge(
    session: AsyncSession, content: Content, drill: Drill, by: Person, *, now: datetime
) -> DrillAlert | None:
    """Measure one person's answer; the first one stops the ladder. None for somebody who was not called."""
    mine = select(DrillAlert).where(DrillAlert.drill_id == drill.id, DrillAlert.recipient_id == by.id)
    alert = (await session.exec(mine)).first()
    if alert is None:
        return None
    if alert.acknowledged_at is None:
        alert.acknowledged_at = now
        drill.seen_at, drill.next_rung_at = drill.seen_at or now, None
        message = _message(content, by, drill, seen_at=now)
        to = Address(by.telegram_id)
        await outbox.queue(session, to, Kind.SAFETY, message, edits_id=alert.outbox_id, now=now)
    await session.flush()
    return alert


async def _end(session: AsyncSession, content: Content, drill: Drill, *, now: datetime) -> None:
    """End a drill when everybody called has answered, or when the time of the whole ladder is over; and report."""
    called = await alerts_of(session, drill)
    answered = drill.seen_at is not None and all(alert.acknowledged_at is not None for alert, _ in called)
    if not answered and now < drill.started_at + lasts(content):
        return
    drill.ended_at, drill.next_rung_at = now, None
    admin = (await session.exec(select(Person).where(Person.id == drill.started_by))).one()
    text = await report(session, content, admin.language, drill)
    await outbox.queue(session, Address(admin.telegram_id), Kind.REPLY, Message(text), now=now)


def lasts(content: Content) -> timedelta:
    """How long a drill waits for answers: as long as the ladder, and as long again as its first wait."""
    steps = ladder.rungs(DRILL, content.policy)
    return steps[-1].after + steps[1].after


async def report(session: AsyncSession, content: Content, language: str, drill: Drill) -> Html:
    """Who was called, and after how many minutes each acknowledged."""
    say = content.say(language)
    rows = [
        say("drill.answered", name=person.first_name, n=_minutes(alert.raised_at, alert.acknowledged_at))
        if alert.acknowledged_at is not None
        else say("drill.unanswered", name=person.first_name)
        for alert, person in await alerts_of(session, drill)
    ]
    return lines(say("drill.report"), *rows, None if rows else say("drill.nobody"))


def _minutes(since: datetime, until: datetime) -> int:
    return round((until - since).total_seconds() / 60)


async def alerts_of(session: AsyncSession, drill: Drill) -> list[tuple[DrillAlert, Person]]:
    """Who was called by a drill, in the order of calling."""
    found = select(DrillAlert, Person).where(DrillAlert.drill_id == drill.id, Person.id == DrillAlert.recipient_id)
    return [(alert, person) for alert, person in (await session.exec(found.order_by(col(DrillAlert.id)))).all()]


async def next_due(session: AsyncSession, content: Content) -> datetime | None:
    """When the running drill goes on, or ends."""
    drill = await running(session)
    if drill is None:
        return None
    ends = drill.started_at + lasts(content)
    return min(drill.next_rung_at or ends, ends)
