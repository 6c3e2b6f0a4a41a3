"""The therapists' morning summaries."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Digest
from bot.services import digests
from schedules.job import Job
from schedules.signs import some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    await digests.send_due(session, content, now=now)


SIGNS = (some(col(Digest.at).is_not(None)),)
JOB = Job("send_digests", 60, run, signs=SIGNS)
