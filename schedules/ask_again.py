"""One more word about a check-in without an answer; after a silent week, whether to pause; monthly, whose phone it is,
and the list of signs again.

Source: safety.md S1, H14, §4.1.
"""

from datetime import datetime

from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.models import Occurrence, OccurrenceState, Patient
from bot.services import identity, leaflet, reminders, silence
from schedules.job import Job
from schedules.signs import ago, some


async def run(session: AsyncSession, content: Content, now: datetime) -> bool:
    more = await reminders.follow_up(session, now=now) == reminders.AT_ONCE
    more = await silence.ask_all(session, content, now=now) == silence.AT_ONCE or more
    more = await identity.ask_all(session, content, now=now) == identity.AT_ONCE or more
    return await leaflet.send_due(session, content, now=now) == leaflet.AT_ONCE or more


WEEK_AGO = [ago(silence.SILENT_FOR + days * silence.A_DAY) for days in (1, 0, -1)]
HERE = col(Patient.left_at).is_(None)
SIGNS = (
    some(
        reminders.SENT,
        col(Occurrence.due_at) <= ago(reminders.FOLLOW_UP_AFTER),
        col(Occurrence.state) == OccurrenceState.SENT,
        col(Occurrence.kind) == Kind.CHECK_IN,
        col(Occurrence.followed_up_at).is_(None),
    ),
    some(HERE, *silence.said_nothing(*WEEK_AGO)),
    some(HERE, *identity.not_asked(ago(identity.EVERY))),
    some(HERE, leaflet.is_due(ago(leaflet.EVERY), ago(leaflet.RESTS))),
)
JOB = Job("ask_again", 120, run, signs=SIGNS)
