"""What a safety message says about its own way: that it may be a second copy, or that it comes late."""

from datetime import datetime, timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, lines
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import OutboxRow, Person
from bot.services import outbox

LATE = timedelta(minutes=10)
"""Source: safety.md §5.2."""


async def marked(
    session: AsyncSession, content: Content, row: OutboxRow, message: Message, *, now: datetime
) -> Message:
    """The message as it leaves now. A rewrite needs no mark: it makes no second copy, and says its own time."""
    repeat, late = row.reason == outbox.PERHAPS, now > row.queued_at + LATE
    rewrites = row.edits_id is not None or message.replaces is not None
    if row.kind != Kind.SAFETY or rewrites or not message.text or not (repeat or late):
        return message
    person = (await session.exec(select(Person).where(Person.telegram_id == row.chat_id))).first()
    say, zone = content.say(person.language if person else content.languages[0]), (person and person.zone) or "UTC"
    marks = (
        say("delivery.repeat") if repeat else None,
        say("delivery.late", at=_at(now, zone), due=_at(row.queued_at, zone)) if late else None,
    )
    return Message.read({**message.document(), "text": lines(Html(message.text), *marks)})


def _at(instant: datetime, zone: str) -> str:
    return f"{wall.local(instant, zone):%H:%M}"
