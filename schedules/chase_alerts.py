"""Go on with every alarm that nobody has seen: what arrived, what failed, whose turn it is next."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import alerts, chase, drills
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await alerts.note_arrivals(session, content, now=now)
    await alerts.note_lost(session, content, now=now)
    await alerts.note_untold(session, content, now=now)
    await chase.climb_due(session, content, now=now)
    await alerts.hand_over(session, content, now=now)
    await drills.climb_due(session, content, now=now)


JOB = Job("chase_alerts", 2, run)
