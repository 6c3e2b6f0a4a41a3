"""All that was written between a patient and who treats them: the screens of it, what was read, what is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import Letter, OutboxRow, Person
from bot.services import audit, outbox

SHOWN = 4
"""Messages on one screen: as many as one message of Telegram's holds when each is as long as may be."""
DRAFTS_KEPT = timedelta(days=2)
FROM_PATIENT = (col(Letter.author_id) == col(Letter.patient_id), col(Letter.written_at).is_not(None))
UNREAD = (*FROM_PATIENT, col(Letter.read_at).is_(None))
"""What makes a row of `letter` an answer that nobody who treats the patient has read."""


@dataclass(frozen=True)
class Shown:
    """A message with who wrote it, what carries it to the patient, and whether it was answered."""

    letter: Letter
    author: Person
    row: OutboxRow | None
    answered: bool


async def unread(session: AsyncSession, patient_id: int) -> int:
    """How many answers of a patient nobody who treats them has read."""
    found = select(func.count()).select_from(Letter).where(Letter.patient_id == patient_id, *UNREAD)
    return (await session.exec(found)).one()


def read(session: AsyncSession, patient_id: int, shown: Sequence[Shown], reader: Person, *, now: datetime) -> None:
    """Somebody who treats the patient has these before their eyes; what is on another screen stays unread."""
    for one in shown:
        if one.author.id == patient_id:
            one.letter.read_at = one.letter.read_at or now
    whom = audit.about(patient_id)
    audit.record(session, actor_id=reader.id, action="letters_read", subject=whom, now=now)


async def latest(session: AsyncSession, patient_id: int, *, skip: int = 0) -> tuple[Sequence[Shown], int]:
    """A screen of messages, the newest last, and how many there are."""
    sent = (Letter.patient_id == patient_id, col(Letter.written_at).is_not(None))
    many = (await session.exec(select(func.count()).select_from(Letter).where(*sent))).one()
    page = (
        select(Letter, Person, OutboxRow)
        .select_from(Letter)
        .join(Person, col(Person.id) == Letter.author_id)
        .outerjoin(OutboxRow, col(OutboxRow.id) == Letter.outbox_id)
        .where(*sent)
        .order_by(col(Letter.id).desc())
    )
    rows = (await session.exec(page.offset(skip).limit(SHOWN))).all()
    ids = [letter.id for letter, _, _ in rows]
    answers = select(Letter.answers_id).where(col(Letter.answers_id).in_(ids), *FROM_PATIENT)
    answered = set((await session.exec(answers)).all())
    return [Shown(letter, author, row, letter.id in answered) for letter, author, row in reversed(rows)], many


async def forget(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Delete the words of old messages, the screens that showed them, and unsent drafts. Who wrote when stays."""
    before = now - timedelta(days=content.policy.letter_days)
    old = update(Letter).where(col(Letter.written_at) < before, col(Letter.text).is_not(None))
    await session.exec(old.values(text=None, phrase=None))
    await outbox.forget(session, before=before)
    drafts = delete(Letter).where(col(Letter.written_at).is_(None), col(Letter.drafted_at) < now - DRAFTS_KEPT)
    await session.exec(drafts)
