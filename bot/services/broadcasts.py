"""The life of a broadcast: draft, scheduled, running, paused, cancelled, finished.

    draft ──schedule──▶ scheduled ──its time, and the second admin's word──▶ running ──▶ finished
      ▲───────undo──────────┘                        pause ◀──▶ resume, cancel, retry

Each verb locks the broadcast's row, so that two admins who do the same at once do it once. A verb gives the Refusal
when it does nothing. What happens by itself is in `broadcast_run`, what is looked at last in `broadcast_look`.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import lengths, markup, sending_time, stars, wall
from bot.domain.audience import Audience, facts_against
from bot.domain.markup import Fault
from bot.domain.sending_time import When
from bot.domain.stars import Cost
from bot.models import Broadcast, BroadcastState, BroadcastText, Person, Timing
from bot.services import audiences, audit, broadcast_words
from bot.services.audiences import Choice, Count


class Refusal(StrEnum):
    """Why a verb did nothing. ALREADY: somebody was faster, or it was done before (`scheduled_by` says who); OVER: it
    is past that; TEXT: a text is missing or may not be sent; EMPTY: nobody would get it; PAST: its time is over; OWN:
    one does not approve what one has scheduled; PAID: the deployment does not pay; ALREADY_STARTED: nothing to undo.
    """

    ALREADY = "already"
    OVER = "over"
    TEXT = "text"
    EMPTY = "empty"
    PAST = "past"
    OWN = "own"
    PAID = "paid"
    ALREADY_STARTED = "already_started"


@dataclass(frozen=True)
class Wish:
    """When it is to go: at once; AT `at`; or LOCAL, when it is `clock` on each one's own clock, from a `day` on."""

    timing: Timing = Timing.NOW
    at: datetime | None = None
    clock: time | None = None
    day: date | None = None


async def draft(
    session: AsyncSession, content: Content, by: Person, *, tip: str | None = None, advice: bool = False, now: datetime
) -> Broadcast:
    """A new draft, empty or with the words of a tip. `advice` says that it asks people to move; a tip always counts so.

    Its other fields may be set at will while it is a draft: `audience`, `buttons`, `photo`, `page`, `paid`, `advice`.
    Raises KeyError for a tip that there is not.
    """
    row = Broadcast(created_by=by.id, created_at=now, audience=Audience().document())
    row.tip, row.advice = tip, advice or tip is not None
    session.add(row)
    await session.flush()
    if tip is not None:
        for language in content.languages:
            words = broadcast_words.of_tip(content, tip, language)
            session.add(BroadcastText(broadcast_id=row.id, language=language, text=words))
        await session.flush()
    return row


async def get(session: AsyncSession, broadcast_id: int) -> Broadcast | None:
    return await session.get(Broadcast, broadcast_id)


async def latest(session: AsyncSession, *, most: int = 10) -> list[Broadcast]:
    """The newest first."""
    found = select(Broadcast).order_by(col(Broadcast.id).desc()).limit(most)
    return list((await session.exec(found)).all())


async def texts(session: AsyncSession, broadcast_id: int) -> dict[str, str]:
    """language -> what it says, as Telegram HTML."""
    found = await session.exec(select(BroadcastText).where(BroadcastText.broadcast_id == broadcast_id))
    return {row.language: row.text for row in found.all()}


async def write(session: AsyncSession, broadcast: Broadcast, language: str, text: str) -> Fault | None:
    """Give a draft its text in one language; gives what is wrong with it, and then keeps nothing."""
    fault = markup.fault(text, limit=room(broadcast))
    if fault is None:
        await session.merge(BroadcastText(broadcast_id=broadcast.id, language=language, text=text))
        await session.flush()
    return fault


def room(broadcast: Broadcast) -> int:
    """How long its text may be, in UTF-16 units."""
    return lengths.limit(under_a_picture=broadcast.photo is not None)


def choice(session: AsyncSession, content: Content, broadcast: Broadcast, *, now: datetime) -> Choice:
    """Whom a broadcast is for, with all that decides over it, for `audiences.count` and `audiences.sample`."""
    return Choice(
        Audience.read(broadcast.audience),
        broadcast.advice,
        tuple(sorted(facts_against(codes_of(content, broadcast)))),
        content.policy.broadcasts_a_week,
        session.get_bind().dialect.name,
        now,
    )


def codes_of(content: Content, broadcast: Broadcast) -> tuple[str, ...]:
    """The caution codes that speak against a broadcast's tip."""
    tip = content.tips.get(broadcast.tip or "")
    return tip.data.not_when if tip is not None else ()


async def count(session: AsyncSession, content: Content, broadcast: Broadcast, *, now: datetime) -> Count:
    """How many would get it now, and how many would be left out and why."""
    return await audiences.count(session, choice(session, content, broadcast, now=now))


async def sample(
    session: AsyncSession, content: Content, broadcast: Broadcast, *, now: datetime
) -> list[tuple[int, str]]:
    """Some of those who would get it: (Person.id, first name)."""
    return await audiences.sample(session, choice(session, content, broadcast, now=now))


def pays(content: Content, broadcast: Broadcast) -> bool:
    """Whether its messages leave for Stars."""
    return broadcast.paid and content.policy.allow_paid_broadcast


def cost(content: Content, broadcast: Broadcast, messages: int) -> Cost:
    """How long so many messages take at least, and what they cost at most."""
    policy, paid = content.policy, pays(content, broadcast)
    return stars.cost(messages, policy.paid_messages_per_second if paid else policy.messages_per_second, paid=paid)


def has_canary(content: Content, size: int) -> bool:
    """Whether a few of so many get it first."""
    return 0 < content.policy.broadcast_canary * 2 < size


class Second(StrEnum):
    """Why a second admin has to agree."""

    SIZE = "size"
    STARS = "stars"


def asks_second(content: Content, broadcast: Broadcast, messages: int) -> Second | None:
    """Why a second admin has to agree to so many messages; None when one's own word is enough, or the words are the
    bot's.
    """
    policy = content.policy
    if broadcast.request is not None:
        return None
    if messages > policy.broadcast_approval_above:
        return Second.SIZE
    dear = cost(content, broadcast, messages).stars > policy.broadcast_approval_above_stars
    return Second.STARS if dear else None


async def schedule(
    session: AsyncSession, content: Content, broadcast_id: int, wish: Wish, by: Person, *, now: datetime
) -> Refusal | None:
    """Let a draft go at its time, never before BROADCAST_UNDO_SECONDS have passed.

    Above BROADCAST_APPROVAL_ABOVE people, or so many Stars, it waits for a second admin (`needs_approval`).
    """
    row = await locked(session, broadcast_id)
    if row.state != BroadcastState.DRAFT:
        return Refusal.ALREADY
    refusal = await _unfit(session, content, row) or _set_time(content, row, wish, now=now)
    if refusal is not None:
        return refusal
    row.size = (await count(session, content, row, now=now)).gets
    if row.size == 0:
        return Refusal.EMPTY
    row.needs_approval = asks_second(content, row, row.size) is not None and row.approved_by is None
    row.state, row.scheduled_by, row.scheduled_at = BroadcastState.SCHEDULED, by.id, now
    note(session, row, by, "broadcast_scheduled", f"size:{row.size}", now=now)
    await session.flush()
    return None


async def _unfit(session: AsyncSession, content: Content, row: Broadcast) -> Refusal | None:
    written = await texts(session, row.id)
    if not written or any(markup.fault(text, limit=room(row)) for text in written.values()):
        return Refusal.TEXT
    return Refusal.PAID if row.paid and not content.policy.allow_paid_broadcast else None


def _set_time(content: Content, row: Broadcast, wish: Wish, *, now: datetime) -> Refusal | None:
    earliest = now + timedelta(seconds=content.policy.broadcast_undo_seconds)
    wished = now
    row.starts_on = row.local_at = None
    if wish.timing is Timing.AT:
        assert wish.at is not None
        wished = wish.at
    elif wish.timing is Timing.LOCAL:
        assert wish.clock is not None
        if wish.day is not None and wish.day < wall.local(now, sending_time.FIRST_ZONE).date() - timedelta(days=1):
            return Refusal.PAST
        wished = now if wish.day is None else max(now, sending_time.begins(wish.day, wish.clock))
        row.starts_on, row.local_at = wish.day, wall.show(wish.clock)
    if wished < now:
        return Refusal.PAST
    row.timing, row.starts_at = wish.timing, max(wished, earliest)
    return None


def when(row: Broadcast) -> When:
    """When a scheduled broadcast goes."""
    assert row.starts_at is not None
    return When(row.starts_at, row.starts_on, wall.parse(row.local_at) if row.local_at is not None else None)


async def approve(
    session: AsyncSession, content: Content, broadcast_id: int, by: Person, *, now: datetime
) -> Refusal | None:
    """A second admin lets it go. The time to undo begins anew: that was the click that sends it."""
    row = await locked(session, broadcast_id)
    if row.state != BroadcastState.SCHEDULED:
        return Refusal.OVER
    if not row.needs_approval:
        return Refusal.ALREADY
    if by.id in (row.scheduled_by, row.created_by):
        return Refusal.OWN
    row.needs_approval, row.approved_by, row.approved_at = False, by.id, now
    row.starts_at = max(row.starts_at or now, now + timedelta(seconds=content.policy.broadcast_undo_seconds))
    note(session, row, by, "broadcast_approved", f"size:{row.size}", now=now)
    await session.flush()
    return None


async def undo(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """A draft again, while nothing has left: also what a second admin does who does not approve."""
    row = await locked(session, broadcast_id)
    if row.state == BroadcastState.DRAFT:
        return Refusal.ALREADY
    if row.state != BroadcastState.SCHEDULED:
        return Refusal.ALREADY_STARTED
    row.state, row.starts_at, row.needs_approval, row.approved_by = BroadcastState.DRAFT, None, False, None
    row.request = None
    note(session, row, by, "broadcast_undone", now=now)
    await session.flush()
    return None


async def pause(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """Nothing more leaves: what is queued is looked at again before it leaves, and goes back to the ledger."""
    row = await locked(session, broadcast_id)
    if row.state != BroadcastState.RUNNING:
        return Refusal.ALREADY if row.state == BroadcastState.PAUSED else Refusal.OVER
    row.state, row.reason = BroadcastState.PAUSED, None
    note(session, row, by, "broadcast_paused", now=now)
    await session.flush()
    return None


async def resume(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """On it goes. Who waited for it gets a day more; one that stopped by itself is not stopped again for the same.

    One that had grown above the size for a second admin when it began goes on only by the word of one (`OWN`).
    """
    row = await locked(session, broadcast_id)
    if row.state != BroadcastState.PAUSED:
        return Refusal.ALREADY if row.state == BroadcastState.RUNNING else Refusal.OVER
    if row.needs_approval:
        if by.id in (row.scheduled_by, row.created_by):
            return Refusal.OWN
        row.needs_approval, row.approved_by, row.approved_at = False, by.id, now
    row.state, row.reason, row.until = BroadcastState.RUNNING, None, now + sending_time.DAY
    if row.sent + row.failed:
        row.canary_passed_at = row.canary_passed_at or now
    row.forgiven = row.failed + row.unwelcome
    note(session, row, by, "broadcast_resumed", now=now)
    await session.flush()
    return None


async def cancel(session: AsyncSession, broadcast_id: int, by: Person, *, now: datetime) -> Refusal | None:
    """Nothing more leaves, for good. Who has not got it is in the ledger as STOPPED."""
    row = await locked(session, broadcast_id)
    if row.state in (BroadcastState.CANCELLED, BroadcastState.FINISHED):
        return Refusal.ALREADY if row.state == BroadcastState.CANCELLED else Refusal.OVER
    if row.state in (BroadcastState.DRAFT, BroadcastState.SCHEDULED):
        row.finished_at = now
    row.state, row.reason = BroadcastState.CANCELLED, None
    note(session, row, by, "broadcast_cancelled", now=now)
    await session.flush()
    return None


async def locked(session: AsyncSession, broadcast_id: int) -> Broadcast:
    """The row, as it is now and until the transaction ends. Raises NoResultFound for one that there is not."""
    found = select(Broadcast).where(Broadcast.id == broadcast_id).with_for_update()
    return (await session.exec(found.execution_options(populate_existing=True))).one()


def note(session: AsyncSession, row: Broadcast, by: Person, action: str, reason: str = "", *, now: datetime) -> None:
    """Write a verb down in the audit."""
    audit.record(session, actor_id=by.id, action=action, subject=f"broadcast:{row.id}", reason=reason, now=now)
