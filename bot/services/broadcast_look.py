"""The last look at messages of broadcasts, in the transaction that claims them: whether each goes, in which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import wall
from bot.domain.audience import WEEK, Audience, Facts, Why, facts_against, left_out
from bot.domain.gate import Standing
from bot.domain.lanes import PAID
from bot.domain.message import Message
from bot.domain.sending_time import STAFF_QUIET
from bot.models import (
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    BroadcastText,
    Incident,
    IncidentState,
    OutboxRow,
    OutboxState,
    Person,
    RecipientState,
)
from bot.services import broadcast_words, broadcasts, profiles
from bot.services.audience_conditions import COUNTED


@dataclass(frozen=True)
class Leaving:
    """A claimed message with whom it is for."""

    row: OutboxRow
    recipient: BroadcastRecipient
    broadcast: Broadcast
    person: Person
    standing: Standing | None

    @property
    def quiet_until(self) -> tuple[wall.Window, str]:
        """The reader's quiet hours and zone."""
        if self.standing is None:
            return wall.Window.of(*STAFF_QUIET), self.person.zone or "UTC"
        return self.standing.quiet, self.standing.zone


async def take(
    session: AsyncSession,
    content: Content,
    rows: Sequence[OutboxRow],
    standings: Mapping[int, Standing],
    *,
    now: datetime,
) -> dict[int, Message]:
    """outbox id -> the message, for those that go. Of the others the ledger says why, or that they wait again."""
    if not rows:
        return {}
    leaving = await _leaving(session, rows, standings)
    facts = await _facts(session, leaving, now=now)
    texts = await _texts(session, content, leaving)
    messages = {}
    for one in leaving:
        if await _goes(session, content, one, facts[one.row.id], now=now):
            written = texts[one.broadcast.id]
            one.recipient.language, one.recipient.version = one.person.language, one.broadcast.version
            message = broadcast_words.message(content, one.broadcast, written, one.person.language)
            messages[one.row.id] = replace(message, paid=one.row.priority == PAID)
    return messages


async def _leaving(
    session: AsyncSession, rows: Sequence[OutboxRow], standings: Mapping[int, Standing]
) -> list[Leaving]:
    found = select(BroadcastRecipient, Broadcast, Person).where(
        col(BroadcastRecipient.id).in_([row.recipient_id for row in rows]),
        Broadcast.id == BroadcastRecipient.broadcast_id,
        Person.id == BroadcastRecipient.person_id,
    )
    fresh = found.execution_options(populate_existing=True)
    known = {parts[0].id: parts for parts in (await session.exec(fresh)).all()}
    return [
        Leaving(row, *known[row.recipient_id], standings.get(row.patient_id or 0))
        for row in rows
        if row.recipient_id is not None
    ]


async def _goes(session: AsyncSession, content: Content, one: Leaving, facts: Facts, *, now: datetime) -> bool:
    """Whether it goes. Paused, it is in the ledger again as if it had never been queued."""
    if one.broadcast.state == BroadcastState.CANCELLED:
        _leave_out(one, Why.STOPPED)
        return False
    if one.broadcast.state != BroadcastState.RUNNING:
        await _give_back(session, one, one.recipient.due_at)
        return False
    why = _why(content, one, facts, now=now)
    if why is not None:
        _leave_out(one, why)
        return False
    quiet, zone = one.quiet_until
    morning = quiet.end_after(now, zone)
    if morning > now:
        if morning > _last(one):
            _leave_out(one, Why.QUIET)
        else:
            await _give_back(session, one, morning)
        return False
    return True


def _last(one: Leaving) -> datetime:
    """Until when it may come; who had to wait for a pause of the broadcast itself gets that time back."""
    return max(one.recipient.until, one.broadcast.until or one.recipient.until)


def _why(content: Content, one: Leaving, facts: Facts, *, now: datetime) -> Why | None:
    if now > _last(one):
        return Why.LATE
    row, policy = one.broadcast, content.policy
    not_when = facts_against(broadcasts.codes_of(content, row))
    audience = Audience.read(row.audience)
    return left_out(audience, facts, advice=row.advice, not_when=not_when, cap=policy.broadcasts_a_week, now=now)


def _leave_out(one: Leaving, why: Why) -> None:
    one.row.state, one.row.reason, one.row.lease_until = OutboxState.CANCELLED, why, None
    one.recipient.state, one.recipient.reason, one.recipient.taken_at = RecipientState.LEFT_OUT, why, None


async def _give_back(session: AsyncSession, one: Leaving, due_at: datetime) -> None:
    one.recipient.state, one.recipient.taken_at, one.recipient.due_at = RecipientState.WAITING, None, due_at
    await session.delete(one.row)


async def _facts(session: AsyncSession, leaving: Sequence[Leaving], *, now: datetime) -> dict[int, Facts]:
    """outbox id -> what is known of its reader now. Each part is read for all of them at once."""
    ids = {one.person.id for one in leaving}
    cases = select(Incident.patient_id).where(col(Incident.patient_id).in_(ids), Incident.state != IncidentState.CLOSED)
    open_cases = set((await session.exec(cases)).all())
    health = await profiles.known_of(session, ids, now=now)
    got = await _got(session, leaving, now=now)
    return {
        one.row.id: Facts(
            unreachable=one.person.unreachable_since is not None,
            standing=one.standing,
            open_case=one.person.id in open_cases,
            health=frozenset(health.get(one.person.id, ())),
            recent=_since(got, one, Audience.read(one.broadcast.audience).recent_days, now=now),
            week=_since(got, one, WEEK.days, now=now),
        )
        for one in leaving
    }


Got = list[tuple[int, int, datetime]]
"""(person, broadcast, when) of what was sent or is about to be."""


async def _got(session: AsyncSession, leaving: Sequence[Leaving], *, now: datetime) -> Got:
    longest = max([WEEK.days, *(Audience.read(one.broadcast.audience).recent_days or 0 for one in leaving)])
    found = select(BroadcastRecipient.person_id, BroadcastRecipient.broadcast_id, BroadcastRecipient.taken_at).where(
        col(BroadcastRecipient.person_id).in_({one.person.id for one in leaving}),
        col(BroadcastRecipient.taken_at) > now - timedelta(days=longest),
        col(BroadcastRecipient.state).in_(COUNTED),
    )
    return [(person, of, at) for person, of, at in (await session.exec(found)).all() if at is not None]


def _since(got: Got, one: Leaving, days: int | None, *, now: datetime) -> int:
    """How many other broadcasts the reader got in so many days; one that waits too counts for the later of the two."""
    if days is None:
        return 0
    since, mine = now - timedelta(days=days), (one.recipient.taken_at or now, one.broadcast.id)
    return sum(person == one.person.id and at > since and (at, of) < mine for person, of, at in got)


async def _texts(session: AsyncSession, content: Content, leaving: Sequence[Leaving]) -> dict[int, dict[str, str]]:
    """broadcast -> language -> text. A tip of before broadcasts had texts of their own says what the library says."""
    rows = {one.broadcast.id: one.broadcast for one in leaving}
    texts: dict[int, dict[str, str]] = {id_: {} for id_ in rows}
    for text in (await session.exec(select(BroadcastText).where(col(BroadcastText.broadcast_id).in_(rows)))).all():
        texts[text.broadcast_id][text.language] = text.text
    for id_, row in rows.items():
        if not texts[id_] and row.tip is not None and row.tip in content.tips:
            texts[id_] = {one: broadcast_words.of_tip(content, row.tip, one) for one in content.languages}
    return texts
