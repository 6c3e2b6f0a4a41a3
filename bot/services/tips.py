"""Sending an education tip to all patients: a broadcast with everything decided but the tip."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, cast, literal
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, lines
from bot.domain.audience import Audience, Opinion
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import Broadcast, BroadcastState, OutboxRow, Person
from bot.services import audiences, broadcast_account, broadcasts, outbox
from bot.services.broadcast_account import Account
from bot.services.broadcasts import Refusal, Wish

SHOWN_FOR = timedelta(hours=1)
"""So long after its end the progress message is still looked at."""
OVER = (BroadcastState.CANCELLED, BroadcastState.FINISHED)


@dataclass(frozen=True)
class Started:
    """A tip's broadcast; with a refusal it is still a draft."""

    broadcast: Broadcast
    refusal: Refusal | None


async def audience(session: AsyncSession, content: Content, tip: str, *, now: datetime) -> int:
    """How many patients a tip would go to now."""
    row = Broadcast(tip=tip, advice=True, audience=Audience().document(), created_by=0, created_at=now)
    return (await audiences.count(session, broadcasts.choice(session, content, row, now=now))).gets


async def start(
    session: AsyncSession, content: Content, tip: str, by: Person, request: str, *, now: datetime
) -> Started | None:
    """Let a tip go to every patient who may have it; in quiet hours it waits for their morning.

    `request` names the preview that it was sent from: the same one starts nothing a second time, and gives None.
    """
    mine = f"{by.id}:{request}"
    if (await session.exec(select(Broadcast.id).where(Broadcast.request == mine))).first() is not None:
        return None
    row = await broadcasts.draft(session, content, by, tip=tip, now=now)
    row.request, row.buttons = mine, [Opinion.HELPFUL, Opinion.NOT_FOR_ME]
    await session.flush()
    return Started(row, await broadcasts.schedule(session, content, row.id, Wish(), by, now=now))


def report_key(broadcast_id: int) -> str:
    """The dedupe key of the message that shows a tip's progress to the admin."""
    return f"tip-report:{broadcast_id}"


async def report_running(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Rewrite the progress message of each tip that has one and is not over, and once more when it is."""
    told = select(Broadcast, Person, OutboxRow).where(
        Person.id == Broadcast.scheduled_by,
        OutboxRow.dedupe_key == literal("tip-report:") + cast(Broadcast.id, String),
        col(Broadcast.finished_at).is_(None) | (col(Broadcast.finished_at) > now - SHOWN_FOR),
    )
    for row, admin, shown in (await session.exec(told)).all():
        text = report(content, admin.language, row, await broadcast_account.account(session, row))
        if shown.body.get("text") != text:
            shown.body = {**shown.body, "text": text}
            to = outbox.Address(admin.telegram_id)
            await outbox.queue(session, to, Kind.REPLY, Message(text), edits_id=shown.id, now=now)


def report(content: Content, language: str, row: Broadcast, account: Account) -> Html:
    """The progress message's words."""
    say = content.say(language)
    title = Html(content.tips[row.tip or ""].text(language).title)
    return lines(
        say("tip.finished" if row.state in OVER else "tip.running", title=title),
        say("tip.sent", n=account.sent),
        say("tip.waiting", n=account.waiting) if account.waiting else None,
        say("tip.failed", n=account.failed) if account.failed else None,
        say("tip.left_out", n=account.left_out) if account.left_out else None,
    )
