"""Red flags that were ticked and never sent count as sent. Source: safety.md S5."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import cases, checkins, screening
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    for check_in in await checkins.left_unsent(session, now=now):
        patient = await cases.patient_of(session, check_in.patient_id)
        await screening.submit(session, content, patient, check_in, source="left_unsent", now=now)


JOB = Job("send_left_ticks", 20, run)
