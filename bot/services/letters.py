"""Messages of therapists to a patient: drafted, sent when the patient may get them, taken back, or lost and said so."""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlmodel import col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import gate
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import Letter, OutboxRow, OutboxState, Patient, Person
from bot.services import audit, cases, letter_words, outbox, patients

A_DAY = timedelta(days=1)
TAKEN_BACK = "taken_back"
"""The reason of a message that its author kept from leaving."""


class Refusal(StrEnum):
    """Why nothing can be written to a patient."""

    LEFT = "left"
    JOINING = "joining"
    UNREACHABLE = "unreachable"
    ENOUGH = "enough"


async def refusal(
    session: AsyncSession, content: Content, author: Person, patient: Patient, person: Person, *, now: datetime
) -> Refusal | None:
    """Why this author may not write to a patient now; None when they may."""
    if patient.left_at is not None:
        return Refusal.LEFT
    if patient.enrolled_at is None:
        return Refusal.JOINING
    if person.unreachable_since is not None:
        return Refusal.UNREACHABLE
    return Refusal.ENOUGH if await again_at(session, content, author, patient, now=now) is not None else None


async def again_at(
    session: AsyncSession, content: Content, author: Person, patient: Patient, *, now: datetime
) -> datetime | None:
    """When an author who has written as often as one day holds may write to a patient again; None for now."""
    most = content.policy.letters_a_day
    lately = (
        select(Letter.written_at)
        .where(Letter.patient_id == patient.person_id, Letter.author_id == author.id)
        .where(col(Letter.written_at) > now - A_DAY)
        .order_by(col(Letter.written_at).desc())
        .limit(most)
    )
    times = [at for at in (await session.exec(lately)).all() if at is not None]
    return times[-1] + A_DAY if len(times) == most else None


async def draft(
    session: AsyncSession,
    patient_id: int,
    author_id: int,
    *,
    text: str | None = None,
    phrase: str | None = None,
    answers_id: int | None = None,
    now: datetime,
) -> Letter:
    """Keep what somebody may send, in the place of what they had kept for this patient before."""
    await drop(session, patient_id, author_id)
    letter = Letter(
        patient_id=patient_id, author_id=author_id, text=text, phrase=phrase, answers_id=answers_id, drafted_at=now
    )
    session.add(letter)
    await session.flush()
    return letter


async def drop(session: AsyncSession, patient_id: int, author_id: int) -> None:
    """Delete what somebody had drafted for a patient."""
    mine = delete(Letter).where(col(Letter.patient_id) == patient_id, col(Letter.author_id) == author_id)
    await session.exec(mine.where(col(Letter.written_at).is_(None)))


async def drafted(session: AsyncSession, patient_id: int, author_id: int, letter_id: int) -> Letter | None:
    """A draft by its number, if it is this author's, about this patient, and has not been sent."""
    found = select(Letter).where(Letter.id == letter_id, Letter.patient_id == patient_id, Letter.author_id == author_id)
    return (await session.exec(found.where(col(Letter.written_at).is_(None)))).first()


def comes_at(patient: Patient, person: Person, *, now: datetime) -> datetime | Reason:
    """When a message would reach a patient, as things stand, or why it never would. A crisis stops none."""
    return gate.comes_at(patients.standing(patient, person, crisis=False), Kind.LETTER, now=now)


async def send(
    session: AsyncSession, content: Content, letter: Letter, patient: Patient, person: Person, *, now: datetime
) -> None:
    """Owe a draft to the patient, as soon as quiet hours or a pause let it through. It is put into words as it leaves.

    A ready-made message is kept in the words that the patient reads.
    """
    at = comes_at(patient, person, now=now)
    row = await outbox.queue(
        session,
        outbox.Address(person.telegram_id, person.id),
        Kind.LETTER,
        Message(),
        key=f"letter:{letter.id}",
        now=now,
    )
    row.not_before = at if isinstance(at, datetime) else now
    letter.written_at, letter.outbox_id = now, row.id
    letter.text = letter_words.text_of(content, letter, person.language)
    await session.flush()
    _audited(session, letter, letter.author_id, "letter_sent", now=now)


async def leaving(session: AsyncSession, content: Content, row: OutboxRow) -> Message | None:
    """The message of a claimed row, in the language that the patient has now; None when its words are gone."""
    letter = await _of_row(session, row.id)
    if letter is None or letter.text is None:
        row.state, row.reason, row.lease_until = OutboxState.CANCELLED, Reason.GONE, None
        return None
    patient, person = await _patient(session, letter)
    author = await cases.person_of(session, letter.author_id)
    again = row.reason == outbox.PERHAPS
    return letter_words.to_patient(content, letter, author, patient, person.language, again=again)


async def not_delivered(session: AsyncSession, content: Content, row: OutboxRow, *, now: datetime) -> None:
    """A message will never reach its patient: who wrote it hears so, and why."""
    letter = await _of_row(session, row.id)
    if letter is None:
        return
    patient, person = await _patient(session, letter)
    author = await cases.person_of(session, letter.author_id)
    gone = Refusal.UNREACHABLE if person.unreachable_since is not None else None
    why = Refusal.LEFT if patient.left_at is not None else gone
    message = letter_words.lost(content, author.language, patient, person, why)
    to, key = outbox.Address(author.telegram_id), f"letter_lost:{letter.id}"
    await outbox.queue(session, to, Kind.REPLY, message, key=key, now=now)


async def call_off(session: AsyncSession, content: Content, patient_id: int, *, now: datetime) -> None:
    """The patient has just left: who wrote what still waited for them hears that it never comes."""
    waited = select(OutboxRow).where(
        OutboxRow.patient_id == patient_id, OutboxRow.kind == Kind.LETTER, OutboxRow.reason == Reason.LEFT
    )
    for row in (await session.exec(waited)).all():
        await not_delivered(session, content, row, now=now)


async def look_again(session: AsyncSession, patient_id: int, *, now: datetime) -> None:
    """What waits for a patient is looked at now: their pause or their quiet hours have changed."""
    waiting = update(OutboxRow).where(
        col(OutboxRow.patient_id) == patient_id,
        col(OutboxRow.kind) == Kind.LETTER,
        col(OutboxRow.state) == OutboxState.QUEUED,
    )
    await session.exec(waiting.values(not_before=now))


async def take_back(session: AsyncSession, patient_id: int, letter_id: int, author: Person, *, now: datetime) -> bool:
    """Keep a message of one's own from leaving; False when it is somebody else's, or has left."""
    letter = await session.get(Letter, letter_id)
    if letter is None or (letter.patient_id, letter.author_id) != (patient_id, author.id) or letter.outbox_id is None:
        return False
    waiting = update(OutboxRow).where(col(OutboxRow.id) == letter.outbox_id, col(OutboxRow.state) == OutboxState.QUEUED)
    if not (await session.exec(waiting.values(state=OutboxState.CANCELLED, reason=TAKEN_BACK))).rowcount:
        return False
    _audited(session, letter, author.id, "letter_taken_back", now=now)
    return True


async def _of_row(session: AsyncSession, outbox_id: int) -> Letter | None:
    return (await session.exec(select(Letter).where(Letter.outbox_id == outbox_id))).first()


async def _patient(session: AsyncSession, letter: Letter) -> tuple[Patient, Person]:
    return await cases.patient_of(session, letter.patient_id), await cases.person_of(session, letter.patient_id)


def _audited(session: AsyncSession, letter: Letter, by: int, action: str, *, now: datetime) -> None:
    whom, what = audit.about(letter.patient_id), f"letter:{letter.id}"
    audit.record(session, actor_id=by, action=action, subject=whom, reason=what, now=now)
