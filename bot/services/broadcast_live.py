"""The live message of a broadcast: how far it is, and what can be done now. Edited only when its words change."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain import wall
from bot.domain.audience import Why
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message, Rows
from bot.models import Broadcast, BroadcastRecipient, BroadcastState, OutboxRow, Person, RecipientState
from bot.services import outbox

KEY = "broadcast-live:"
LOOKS_BACK = timedelta(seconds=30)
"""The rate is counted over so long."""
MOST_LOOKED_AT = 1000
STILL_TOLD = timedelta(days=1)
"""For so long after its end the message still changes: opinions come in."""
ENDS = (BroadcastState.CANCELLED, BroadcastState.FINISHED)


@dataclass(frozen=True)
class Account:
    """Where a broadcast's messages are. `blocked` are among the `failed`; `waiting` are due, `later` not yet.

    `rate` is in messages a second, over the last half minute.
    """

    sent: int
    waiting: int
    later: int
    failed: int
    blocked: int
    left_out: int
    rate: float


async def account(session: AsyncSession, row: Broadcast, *, now: datetime) -> Account:
    """The numbers, from the ledger's index."""
    mine = BroadcastRecipient.broadcast_id == row.id
    counted = select(BroadcastRecipient.state, func.count()).where(mine).group_by(BroadcastRecipient.state)
    states = {state: int(number) for state, number in (await session.exec(counted)).all()}
    waits = (mine, BroadcastRecipient.state == RecipientState.WAITING)
    later = select(func.count()).select_from(BroadcastRecipient).where(*waits, col(BroadcastRecipient.due_at) > now)
    refused = (mine, BroadcastRecipient.state == RecipientState.FAILED, BroadcastRecipient.reason == Why.FORBIDDEN)
    not_yet = int((await session.exec(later)).one())
    return Account(
        sent=states.get(RecipientState.SENT, 0) + states.get(RecipientState.UNSURE, 0),
        waiting=states.get(RecipientState.WAITING, 0) + states.get(RecipientState.QUEUED, 0) - not_yet,
        later=not_yet,
        failed=states.get(RecipientState.FAILED, 0),
        blocked=int((await session.exec(select(func.count()).select_from(BroadcastRecipient).where(*refused))).one()),
        left_out=states.get(RecipientState.LEFT_OUT, 0),
        rate=await _rate(session, row, now=now) if row.state == BroadcastState.RUNNING else 0.0,
    )


async def _rate(session: AsyncSession, row: Broadcast, *, now: datetime) -> float:
    last = select(BroadcastRecipient.sent_at).where(
        BroadcastRecipient.broadcast_id == row.id, BroadcastRecipient.state == RecipientState.SENT
    )
    newest = last.order_by(col(BroadcastRecipient.due_at).desc(), col(BroadcastRecipient.id).desc()).limit(MOST_LOOKED_AT)
    at = (await session.exec(newest)).all()
    return sum(one is not None and one > now - LOOKS_BACK for one in at) / LOOKS_BACK.total_seconds()


async def place(session: AsyncSession, content: Content, row: Broadcast, admin: Person, *, now: datetime) -> None:
    """Owe an admin a new live message; the one before, further up in the chat, is left as it is."""
    key = f"{KEY}{row.id}:{admin.id}"
    before = (await session.exec(select(OutboxRow).where(OutboxRow.dedupe_key == key))).first()
    if before is not None:
        before.dedupe_key = None
        await session.flush()
    message = await _message(session, content, row, admin, now=now)
    await outbox.queue(session, outbox.Address(admin.telegram_id), Kind.REPLY, message, now=now, key=key)


async def refresh(session: AsyncSession, content: Content, row: Broadcast, *, now: datetime) -> None:
    """Rewrite the live messages of a broadcast where their words or buttons have changed."""
    start = f"{KEY}{row.id}:"
    found = select(OutboxRow, Person).where(
        col(OutboxRow.dedupe_key) >= start,
        col(OutboxRow.dedupe_key) < f"{KEY}{row.id};",
        Person.telegram_id == OutboxRow.chat_id,
    )
    for shown, admin in (await session.exec(found)).all():
        message = await _message(session, content, row, admin, now=now)
        if message.document() == shown.body:
            continue
        shown.body = message.document()
        if shown.message_id is not None:
            to = outbox.Address(admin.telegram_id)
            await outbox.queue(session, to, Kind.REPLY, message, edits_id=shown.id, now=now)


async def refresh_all(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Rewrite what has changed of every broadcast that is on its way, or ended lately."""
    moving = (BroadcastState.SCHEDULED, BroadcastState.RUNNING, BroadcastState.PAUSED)
    ended = col(Broadcast.finished_at) > now - STILL_TOLD
    for row in (await session.exec(select(Broadcast).where(or_(col(Broadcast.state).in_(moving), ended)))).all():
        await refresh(session, content, row, now=now)


async def _message(session: AsyncSession, content: Content, row: Broadcast, admin: Person, *, now: datetime) -> Message:
    say, zone = content.say(admin.language), admin.zone or "UTC"
    found = await account(session, row, now=now)
    head = say(f"bc.live.{row.state}", n=row.id)
    text = paragraphs(head, _why(say, row, zone), lines(*_numbers(say, row, found)))
    return Message(text, _keys(say, row, found))


def _why(say: Words, row: Broadcast, zone: str) -> Html | None:
    """What it waits for, or why it stopped."""
    if row.state == BroadcastState.SCHEDULED and row.needs_approval:
        return say("bc.live.needs_approval")
    if row.state == BroadcastState.SCHEDULED and row.starts_at is not None:
        return say("bc.live.starts", time=_at(say, row.starts_at, zone))
    if row.state == BroadcastState.PAUSED and row.reason:
        return say("bc.live.stopped_itself")
    return None


def _at(say: Words, at: datetime, zone: str) -> Html:
    return Html(f"{say.day(wall.local(at, zone).date())}, {wall.local(at, zone):%H:%M:%S} ({zone})")


def _numbers(say: Words, row: Broadcast, found: Account) -> list[Html | None]:
    if row.state in (BroadcastState.DRAFT, BroadcastState.SCHEDULED):
        return [say("bc.live.size", n=row.size) if row.size else None]
    seconds = found.waiting / found.rate if found.rate else 0
    return [
        say("bc.live.sent", n=found.sent),
        say("bc.live.waiting", n=found.waiting) if found.waiting else None,
        say("bc.live.later", n=found.later) if found.later else None,
        say("bc.live.failed", n=found.failed) if found.failed else None,
        say("bc.live.blocked", n=found.blocked) if found.blocked else None,
        say("bc.live.left_out", n=found.left_out) if found.left_out else None,
        say("bc.live.rate", rate=f"{found.rate:.1f}", n=max(1, round(seconds / 60))) if found.rate and found.waiting else None,
    ]


def _keys(say: Words, row: Broadcast, found: Account) -> Rows:
    """What can be done in this state."""
    number = (str(row.id),)

    def key(name: str, style: str | None = None) -> Button:
        return Button(say.label(f"bc.do.{name}"), f"bc.{name}", number, style=style)

    if row.state == BroadcastState.DRAFT:
        return ((key("open"),),)
    if row.state == BroadcastState.SCHEDULED:
        return ((key("undo", "danger"),),)
    if row.state == BroadcastState.RUNNING:
        return ((key("pause"), key("cancel", "danger")),)
    if row.state == BroadcastState.PAUSED:
        return ((key("resume", "success"), key("cancel", "danger")), (key("report"),))
    again = ((key("retry"),),) if found.failed > found.blocked else ()
    back = ((key("correct"), key("recall", "danger")),) if found.sent and row.recalled_at is None else ()
    return ((key("report"),), *again, *back) if row.size else ()
