"""The full list of red flags, one by one: at the start and every seven days. An emergency never waits for its end.

Source: safety.md §1.0, rules 2 and 3.
"""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.checkin import COUNTED, FLAG, SENT, UNSURE, Item, Question, next_item, uncounted
from bot.domain.triage import Tier, Verdict
from bot.models import CheckIn, CheckInState, Patient
from bot.services import checkins, incidents, screening

EVERY = timedelta(days=7)
SOURCE = "weekly"


async def due(session: AsyncSession, patient_id: int, *, now: datetime) -> bool:
    """Whether the list has not been finished in the last seven days."""
    at = await last_done(session, patient_id)
    return at is None or now - at >= EVERY


async def last_done(session: AsyncSession, patient_id: int) -> datetime | None:
    """When every question was answered last; None for never, which is no 'no' to any of them."""
    done = select(CheckIn.finished_at).where(
        CheckIn.patient_id == patient_id, col(CheckIn.full).is_(True), CheckIn.state == CheckInState.DONE
    )
    return (await session.exec(done.order_by(col(CheckIn.id).desc()).limit(1))).first()


async def unsure(session: AsyncSession, patient_id: int) -> list[str]:
    """The questions of the newest list that were answered 'not sure'."""
    newest = select(CheckIn.id).where(CheckIn.patient_id == patient_id, col(CheckIn.full).is_(True))
    found = (await session.exec(newest.order_by(col(CheckIn.id).desc()).limit(1))).first()
    given = await checkins.answers(session, found) if found is not None else {}
    return [name[len(FLAG) :] for name, value in given.items() if name.startswith(FLAG) and value == UNSURE]


async def begun(session: AsyncSession, patient_id: int, *, now: datetime) -> CheckIn:
    """The list that is open, or a new one."""
    found = select(CheckIn).where(
        CheckIn.patient_id == patient_id,
        col(CheckIn.full).is_(True),
        CheckIn.state == CheckInState.OPEN,
        ~checkins.not_about_today(now=now),
    )
    running = (await session.exec(found.order_by(col(CheckIn.id).desc()).limit(1))).first()
    if running is None:
        return await checkins.open_one(session, patient_id, full=True, now=now)
    running.touched_at = now
    return running


def item_of(content: Content, flag: str) -> Item | None:
    """The question about a red flag."""
    return next((item for item in content.weekly_items() if item.flag == flag), None)


async def answer(
    session: AsyncSession,
    content: Content,
    patient: Patient,
    check_in: CheckIn,
    item: Item,
    value: str,
    *,
    now: datetime,
) -> Verdict | None:
    """Save one answer. When the list has become an emergency, it goes to triage in this transaction.

    Gives that verdict; None when nothing was sent.
    """
    await checkins.answer(session, check_in, FLAG + item.flag, value, now=now)
    given = await checkins.answers(session, check_in.id)
    waiting = uncounted(content.weekly_items(), given)
    if item.reported(value) is None or not waiting:
        return None
    weighed = await incidents.weigh(session, content, patient, waiting, source=SOURCE, now=now)
    if weighed.verdict.tier is not Tier.EMERGENCY:
        return None
    return await count(session, content, patient, check_in, source=SOURCE, now=now)


async def count(
    session: AsyncSession, content: Content, patient: Patient, check_in: CheckIn, *, source: str, now: datetime
) -> Verdict:
    """Send to triage what was reported and not sent yet. Done twice, it sends once."""
    waiting = uncounted(content.weekly_items(), await checkins.answers(session, check_in.id))
    for flag in waiting:
        await checkins.answer(session, check_in, COUNTED + flag, SENT, now=now)
    return await incidents.report(session, content, patient, waiting, source=source, now=now)


async def finish(
    session: AsyncSession, content: Content, patient: Patient, check_in: CheckIn, *, now: datetime
) -> Verdict:
    """All questions are answered: what is left goes to triage, and the list is due again in seven days."""
    await checkins.answer(session, check_in, Question.SCREEN, SENT, now=now)
    verdict = await count(session, content, patient, check_in, source=SOURCE, now=now)
    await screening.finish(session, content, check_in, now=now)
    return verdict


async def place(session: AsyncSession, content: Content, check_in: CheckIn) -> Item | None:
    """The question to ask next."""
    return next_item(content.weekly_items(), await checkins.answers(session, check_in.id))
