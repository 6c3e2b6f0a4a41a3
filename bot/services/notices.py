"""What the bot owes outside Telegram: written with its reason, claimed, sent by delivery, recorded."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import insert_new
from bot.models import Channel, Notice, NoticeState

LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True)
class Owed:
    """A notice on its way: `key` is the same for every try, so that a receiver can tell a second copy."""

    id: int
    key: str
    channel: Channel
    body: dict[str, Any]


async def owe(session: AsyncSession, key: str, body: dict[str, Any], *, now: datetime) -> None:
    """Owe a notice on each channel from this transaction on; a key that is there already adds nothing."""
    rows = [
        {
            "dedupe_key": f"{key}:{channel}",
            "channel": channel,
            "body": body,
            "state": NoticeState.QUEUED,
            "attempts": 0,
            "queued_at": now,
            "not_before": now,
        }
        for channel in Channel
    ]
    await insert_new(session, Notice, rows)


async def claim(session: AsyncSession, *, limit: int, now: datetime) -> list[Owed]:
    """Take up to `limit` owed notices and lease them; those whose sender died come again after the lease."""
    owed = (col(Notice.state) == NoticeState.QUEUED) & (col(Notice.not_before) <= now)
    dead = (col(Notice.state) == NoticeState.SENDING) & (col(Notice.lease_until) <= now)
    waiting = select(Notice).where(owed | dead).order_by(col(Notice.id)).limit(limit).with_for_update(skip_locked=True)
    found = (await session.exec(waiting)).all()
    for row in found:
        row.state, row.lease_until, row.attempts = NoticeState.SENDING, now + LEASE, row.attempts + 1
    return [Owed(row.id, row.dedupe_key, Channel(row.channel), row.body) for row in found]


async def sent(session: AsyncSession, notice_id: int, *, now: datetime) -> None:
    row = await _row(session, notice_id)
    row.state, row.sent_at, row.lease_until = NoticeState.SENT, now, None


async def off(session: AsyncSession, notice_id: int) -> None:
    """The deployment has no such channel."""
    row = await _row(session, notice_id)
    row.state, row.lease_until = NoticeState.OFF, None


async def later(session: AsyncSession, notice_id: int, *, now: datetime) -> None:
    """Not taken: again after a growing wait, for as long as it takes."""
    row = await _row(session, notice_id)
    row.state, row.not_before, row.lease_until = NoticeState.QUEUED, now + growing(row.attempts), None


def growing(attempts: int) -> timedelta:
    """The wait after so many tries: 5, 10, 20 seconds and so on, up to ten minutes."""
    return min(timedelta(seconds=5 * 2 ** (min(attempts, 12) - 1)), LONGEST_WAIT)


async def _row(session: AsyncSession, notice_id: int) -> Notice:
    return (await session.exec(select(Notice).where(Notice.id == notice_id))).one()


def mail(content: Content, body: Mapping[str, Any]) -> tuple[str, str]:
    """(subject, text) of a notice in the content's first language: the same few facts as the webhook's."""
    say = content.say(content.languages[0])
    if body["kind"] == "drill":
        return say.label("outside.drill"), say.label("outside.drill_text", time=body["raised_at"])
    text = say.label(
        "outside.alert_text",
        code=body["patient"],
        tier=body["tier"],
        flags=", ".join(body["flags"]),
        time=body["raised_at"],
    )
    return say.label("outside.alert", code=body["patient"]), text
