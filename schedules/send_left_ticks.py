"""Red flags that were ticked and never sent count as sent. Source: safety.md S5."""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import AreaMap
from bot.services import areas, cases, checkins, screening, weekly
from schedules.job import Job
from schedules.signs import ago, some


async def run(session: AsyncSession, content: Content, now: datetime) -> None:
    for check_in in await checkins.left_unsent(session, now=now):
        patient = await cases.patient_of(session, check_in.patient_id)
        if check_in.full:
            await weekly.count(session, content, patient, check_in, source="left_unsent", now=now)
        else:
            await screening.submit(session, content, patient, check_in, source="left_unsent", now=now)
    for one in await areas.left_undone(session, now=now):
        patient = await cases.patient_of(session, one.patient_id)
        await areas.judge_map(session, content, patient, one, now=now)


SIGNS = (
    some(*checkins.is_left_unsent(ago(checkins.UNSENT_AFTER), ago(checkins.FORGOTTEN_AFTER))),
    some(col(AreaMap.done_at).is_(None), col(AreaMap.marked_at) <= ago(checkins.UNSENT_AFTER)),
)
JOB = Job("send_left_ticks", 20, run, signs=SIGNS)
