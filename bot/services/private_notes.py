"""Therapists' private notes on a patient: the words stay in the table, the audit knows only their number."""

from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Person, PrivateNote
from bot.services import audit

LONGEST = 700
"""Letters that are kept of one note."""
SHOWN = 5
"""Notes on one screen, the newest first: as many as one message holds."""


async def write(
    session: AsyncSession, patient_id: int, author: Person, text: str, *, now: datetime
) -> PrivateNote | None:
    """Keep a note; None when there are no words in it."""
    words = text.strip()[:LONGEST]
    if not words:
        return None
    note = PrivateNote(patient_id=patient_id, author_id=author.id, text=words, written_at=now)
    session.add(note)
    await session.flush()
    _audited(session, note, author, "note_written", now=now)
    return note


async def latest(session: AsyncSession, patient_id: int, *, skip: int = 0) -> list[tuple[PrivateNote, Person]]:
    """A screen of notes with who wrote each, the newest first."""
    found = select(PrivateNote, Person).where(PrivateNote.patient_id == patient_id, Person.id == PrivateNote.author_id)
    page = found.order_by(col(PrivateNote.id).desc()).offset(skip).limit(SHOWN)
    return [(note, author) for note, author in (await session.exec(page)).all()]


async def count(session: AsyncSession, patient_id: int) -> int:
    """How many notes there are on a patient."""
    found = select(func.count()).select_from(PrivateNote).where(PrivateNote.patient_id == patient_id)
    return (await session.exec(found)).one()


async def delete(session: AsyncSession, patient_id: int, note_id: int, author: Person, *, now: datetime) -> bool:
    """Delete a note that this person wrote on this patient; False for every other."""
    note = await session.get(PrivateNote, note_id)
    if note is None or (note.patient_id, note.author_id) != (patient_id, author.id):
        return False
    _audited(session, note, author, "note_deleted", now=now)
    await session.delete(note)
    await session.flush()
    return True


def _audited(session: AsyncSession, note: PrivateNote, author: Person, action: str, *, now: datetime) -> None:
    whom, what = audit.about(note.patient_id), f"note:{note.id}"
    audit.record(session, actor_id=author.id, action=action, subject=whom, reason=what, now=now)
