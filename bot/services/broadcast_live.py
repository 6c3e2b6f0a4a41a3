"""The live message of a broadcast: how far it is, and what can be done now. Edited only when its words change."""

from datetime import datetime, timedelta

from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, lines, paragraphs
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message, Rows
from bot.models import Broadcast, BroadcastState, OutboxRow, Person
from bot.services import broadcast_account, broadcasts, outbox, people
from bot.services.broadcast_account import Account

KEY = "broadcast-live:"
MOVING = (BroadcastState.SCHEDULED, BroadcastState.RUNNING, BroadcastState.PAUSED)
STILL_TOLD = timedelta(days=1)
"""For so long after its end the message still changes: opinions come in."""


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
        if message == Message.read(shown.body):
            continue
        shown.body = message.document()
        if shown.message_id is not None:
            to = outbox.Address(admin.telegram_id)
            await outbox.queue(session, to, Kind.REPLY, message, edits_id=shown.id, now=now)


async def refresh_all(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Rewrite what has changed of every broadcast that is on its way, or ended lately."""
    ended = col(Broadcast.finished_at) > now - STILL_TOLD
    for row in (await session.exec(select(Broadcast).where(or_(col(Broadcast.state).in_(MOVING), ended)))).all():
        await refresh(session, content, row, now=now)


async def _message(session: AsyncSession, content: Content, row: Broadcast, admin: Person, *, now: datetime) -> Message:
    say, zone = content.say(admin.language), people.zone_of(content, admin)
    found = await broadcast_account.account(session, row)
    head = say(f"bc.live.{row.state}", n=row.id)
    spent = broadcasts.cost(content, row, found.sent).stars
    paid = say("paid.spent", stars=f"{spent:g}") if spent else None
    text = paragraphs(head, _why(say, row, zone), lines(*_numbers(say, row, found), paid))
    return Message(text, _keys(say, row, found))


def _why(say: Words, row: Broadcast, zone: str) -> Html | None:
    """What it waits for, or why it stopped."""
    if row.state == BroadcastState.SCHEDULED and row.needs_approval:
        return say("bc.live.needs_approval")
    if row.state == BroadcastState.SCHEDULED and row.starts_at is not None:
        return say("bc.live.starts", time=_at(say, row.starts_at, zone))
    if row.state == BroadcastState.PAUSED and row.needs_approval:
        return say("bc.live.grew")
    if row.state == BroadcastState.PAUSED and row.reason:
        return say("bc.live.stopped_itself")
    if row.recalled_at is not None:
        return say("bc.live.recalling" if row.rewriting else "bc.live.recalled")
    if row.rewriting:
        return say("bc.live.correcting")
    return None


def _at(say: Words, at: datetime, zone: str) -> Html:
    return Html(f"{say.day_of(at, zone)}, {wall.local(at, zone):%H:%M:%S} ({zone})")


def _numbers(say: Words, row: Broadcast, found: Account) -> list[Html | None]:
    if row.state in (BroadcastState.DRAFT, BroadcastState.SCHEDULED):
        return [say("bc.live.size", n=row.size) if row.size else None]
    return [
        say("bc.live.sent", n=found.sent),
        say("bc.live.waiting", n=found.waiting) if found.waiting else None,
        say("bc.live.failed", n=found.failed) if found.failed else None,
        say("bc.live.blocked", n=found.blocked) if found.blocked else None,
        say("bc.live.left_out", n=found.left_out) if found.left_out else None,
        _pace(say, found) if row.state == BroadcastState.RUNNING else None,
    ]


def _pace(say: Words, found: Account) -> Html | None:
    if found.per_second is None or found.seconds_left is None:
        return None
    return say("bc.live.rate", rate=f"{found.per_second:.1f}", n=max(1, round(found.seconds_left / 60)))


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
