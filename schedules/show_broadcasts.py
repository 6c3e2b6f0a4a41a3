"""Show admins how far their broadcasts are, at a pace that Telegram and the eye can follow."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Broadcast
from bot.services import broadcast_live
from schedules.job import Job
from schedules.signs import ago, some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await broadcast_live.refresh_all(session, content, now=now)


SIGNS = (
    some(col(Broadcast.state).in_(broadcast_live.MOVING)),
    some(col(Broadcast.finished_at) > ago(broadcast_live.STILL_TOLD)),
)
JOB = Job("show_broadcasts", 5, run, signs=SIGNS)
