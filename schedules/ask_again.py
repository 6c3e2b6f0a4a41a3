"""One more word about a check-in without an answer; after a silent week, whether to pause; monthly, whose phone it is,
and the list of signs again.

Source: safety.md S1, H14, §4.1.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.services import identity, leaflet, reminders, silence
from schedules.job import Job


async def run(session: AsyncSession, content: Content, now: datetime) -> bool:
    more = await reminders.follow_up(session, now=now) == reminders.AT_ONCE
    more = await silence.ask_all(session, content, now=now) == silence.AT_ONCE or more
    more = await identity.ask_all(session, content, now=now) == identity.AT_ONCE or more
    return await leaflet.send_due(session, content, now=now) == leaflet.AT_ONCE or more


JOB = Job("ask_again", 120, run)
