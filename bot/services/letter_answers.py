"""What a patient writes back to a therapist's message, and who is told of it.

It is no emergency channel: typed words are read for red flags by whoever takes them in, before they come here.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.domain.lengths import pieces
from bot.models import Letter, OutboxRow, OutboxState, Patient, Person
from bot.services import audit, care, cases, correspondence, letter_words, outbox
from bot.services.correspondence import FROM_PATIENT

FRESH = timedelta(days=2)
"""For how long a message is one that plain typed words may be meant for."""


async def received(session: AsyncSession, patient_id: int, letter_id: int) -> Letter | None:
    """A message that was written to a patient, by its number."""
    letter = await session.get(Letter, letter_id)
    mine = letter is not None and letter.patient_id == patient_id and letter.author_id != patient_id
    return letter if mine and letter is not None and letter.written_at is not None else None


async def carried_by(session: AsyncSession, patient_id: int, message_id: int) -> Letter | None:
    """The message to a patient that reached the phone as this Telegram message."""
    found = select(Letter).where(
        Letter.patient_id == patient_id,
        Letter.author_id != patient_id,
        OutboxRow.id == Letter.outbox_id,
        OutboxRow.message_id == message_id,
    )
    return (await session.exec(found)).first()


async def open_one(session: AsyncSession, patient_id: int, *, now: datetime) -> Letter | None:
    """The newest message that reached a patient lately and was not answered."""
    answers = select(Letter.answers_id).where(Letter.patient_id == patient_id, *FROM_PATIENT)
    found = select(Letter).where(
        Letter.patient_id == patient_id,
        Letter.author_id != patient_id,
        OutboxRow.id == Letter.outbox_id,
        OutboxRow.state == OutboxState.SENT,
        col(OutboxRow.sent_at) > now - FRESH,
        col(Letter.id).not_in(answers.where(col(Letter.answers_id).is_not(None))),
    )
    return (await session.exec(found.order_by(col(Letter.id).desc()).limit(1))).first()


async def tapped(session: AsyncSession, letter: Letter) -> bool:
    """Whether a message was answered with one of its taps."""
    found = select(Letter.id).where(Letter.answers_id == letter.id, *FROM_PATIENT, col(Letter.phrase).is_not(None))
    return (await session.exec(found.limit(1))).first() is not None


async def answer(
    session: AsyncSession,
    content: Content,
    letter: Letter,
    patient: Patient,
    text: str,
    *,
    tap: str | None = None,
    flagged: bool = False,
    now: datetime,
) -> list[Person]:
    """Keep what a patient answers, long words in several pieces, and tell whoever answers for the patient; gives them.

    Nobody hears twice while an answer of before has not been read; of flagged words everybody hears.
    """
    told = await care.carers(session, patient, now=now)
    quiet = not flagged and await correspondence.unread(session, patient.person_id) > 0
    letter.read_at = letter.read_at or now
    parts = [
        Letter(
            patient_id=patient.person_id, author_id=patient.person_id, phrase=tap, text=part, answers_id=letter.id,
            flagged=flagged, drafted_at=now, written_at=now,
        )
        for part in pieces(text, content.policy.letter_length)
    ]  # fmt: skip
    session.add_all(parts)
    await session.flush()
    whom, what = audit.about(patient.person_id), f"letter:{letter.id}"
    audit.record(session, actor_id=patient.person_id, action="letter_answered", subject=whom, reason=what, now=now)
    if not quiet:
        await _tell(session, content, patient, told, flagged=flagged, now=now)
    return told


async def _tell(
    session: AsyncSession, content: Content, patient: Patient, team: Iterable[Person], *, flagged: bool, now: datetime
) -> None:
    person = await cases.person_of(session, patient.person_id)
    for one in team:
        message = letter_words.news(content, one.language, patient, person, flagged=flagged)
        await outbox.queue(session, outbox.Address(one.telegram_id), Kind.REPLY, message, now=now)
