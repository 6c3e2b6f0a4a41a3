"""Show admins how far their broadcasts are, at a pace that Telegram and the eye can follow."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import broadcast_live
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await broadcast_live.refresh_all(session, content, now=now)


JOB = Job("show_broadcasts", 5, run)
