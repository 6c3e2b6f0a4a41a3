"""Telling the patients that the bot was away: a broadcast in the bot's own words. So quiet hours, pauses and who has
left count as for any other, the ledger gives it to each once, and it can be undone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words
from bot.db import insert_new
from bot.domain import wall
from bot.domain.audience import Why
from bot.domain.last_look import CALM
from bot.domain.message import Button
from bot.models import Broadcast, BroadcastRecipient, BroadcastState, OutboxRow, Person, RecipientState, Timing
from bot.services import broadcast_life, broadcasts
from bot.services.broadcast_life import Wish

ASKED = "away:"
"""How the keys begin of the messages that tell of an absence."""


@dataclass(frozen=True)
class Gap:
    """From the last sign of life to the first after it."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        return self.end - self.start

    @property
    def name(self) -> str:
        return self.start.isoformat(timespec="seconds")


def key(gap: Gap, whom: str) -> str:
    """What keeps a message about an absence from being two."""
    return f"{ASKED}{whom}:{gap.name}"


def button(say: Words, gap: Gap) -> Button:
    """The admins' one tap. It carries the absence."""
    return Button(
        say.label("absence.tell"), "absence.tell", tuple(str(int(at.timestamp())) for at in (gap.start, gap.end))
    )


def begins(gap: Gap, *, now: datetime) -> datetime:
    """When the first may get it: what comes first after an outage has ten minutes for itself."""
    return max(now, gap.end + CALM)


async def announce(session: AsyncSession, content: Content, gap: Gap, by: Person, *, now: datetime) -> Broadcast | None:
    """Let every patient know, once; None when that was done, or when there is nobody to be told.

    Who was asked to report again after this absence has heard of it, and gets no second message.
    """
    named = f"absence:{gap.name}"
    if (await session.exec(select(Broadcast.id).where(Broadcast.request == named))).first() is not None:
        return None
    row = await broadcasts.draft(session, content, by, now=now)
    row.request = named
    for language in content.languages:
        zone = content.policy.clinic_zone or by.zone or "UTC"
        await broadcasts.write(session, row, language, in_words(content.say(language), gap, zone))
    await _leave_out(session, row, gap, now=now)
    wish = Wish(Timing.AT, at=begins(gap, now=now))
    if await broadcast_life.schedule(session, content, row.id, wish, by, now=now) is None:
        return row
    row.state, row.request, row.finished_at = BroadcastState.CANCELLED, None, now
    return None


def in_words(say: Words, gap: Gap, zone: str) -> Html:
    """From when to when, on the clock of a zone."""
    first, last = (wall.local(at, zone).date() for at in (gap.start, gap.end))
    times = {"start": say.time(gap.start, zone), "end": say.time(gap.end, zone), "city": say.city(zone)}
    if first == last:
        return say("absence.told", day=say.day(first), **times)
    return say("absence.told_days", first=say.day(first), last=say.day(last), **times)


async def _leave_out(session: AsyncSession, row: Broadcast, gap: Gap, *, now: datetime) -> None:
    asked = select(OutboxRow.patient_id, OutboxRow.dedupe_key).where(
        col(OutboxRow.dedupe_key) > ASKED,
        col(OutboxRow.dedupe_key) < f"{ASKED[:-1]};",
        col(OutboxRow.patient_id).is_not(None),
    )
    told = [patient for patient, of in (await session.exec(asked)).all() if of is not None and of.endswith(gap.name)]
    known = {"broadcast_id": row.id, "state": RecipientState.LEFT_OUT, "reason": Why.TOLD, "version": 0}
    rows = [{"person_id": patient, "due_at": now, "until": now, **known} for patient in told]
    await insert_new(session, BroadcastRecipient, rows)
