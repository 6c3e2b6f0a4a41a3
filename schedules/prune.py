"""Forget what is not needed any more: the numbers of updates that Telegram itself has forgotten, old words."""

from datetime import datetime, timedelta

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import SeenUpdate
from bot.services import correspondence
from schedules.job import Job

KEPT = timedelta(days=3)
"""Telegram keeps an update for a day at most; three leave room for a wrong clock."""


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await session.exec(delete(SeenUpdate).where(col(SeenUpdate.taken_at) < now - KEPT))
    await correspondence.forget(session, content, now=now)


JOB = Job("prune", 3600, run)
