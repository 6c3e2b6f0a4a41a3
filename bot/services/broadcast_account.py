"""How far a broadcast is, and what came of it: counted from its ledger."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import case, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain.audience import Opinion, Why
from bot.models import Broadcast, BroadcastRecipient, Patient, Person, RecipientState

recipient: Final = BroadcastRecipient.__table__  # type: ignore[attr-defined]
person: Final = Person.__table__  # type: ignore[attr-defined]
patient: Final = Patient.__table__  # type: ignore[attr-defined]
A_PAGE = 1000
By = Literal["language", "country", "therapist"]


@dataclass(frozen=True)
class Account:
    """Where a broadcast's messages are. `waiting` has those in the outbox too; `failed` those that may have arrived;
    `blocked` of them are people who had blocked the bot. `reasons` is for who was left out or failed, word -> number.
    `per_second` and `seconds_left` are None before anything was sent, and when nothing waits.
    """

    sent: int
    waiting: int
    failed: int
    blocked: int
    left_out: int
    reasons: dict[str, int]
    helpful: int
    not_for_me: int
    blocked_after: int
    per_second: float | None
    seconds_left: float | None


async def account(session: AsyncSession, broadcast: Broadcast) -> Account:
    """How far it is."""
    connection = await session.connection()
    mine = recipient.c.broadcast_id == broadcast.id
    counted = select(recipient.c.state, recipient.c.reason, func.count()).where(mine)
    rows = (await connection.execute(counted.group_by(recipient.c.state, recipient.c.reason))).all()
    answered = select(recipient.c.answer, func.count()).where(mine, recipient.c.answer.is_not(None))
    said = (await connection.execute(answered.group_by(recipient.c.answer))).all()
    answers: dict[str, int] = dict(said)
    first, last = (
        await connection.execute(select(func.min(recipient.c.sent_at), func.max(recipient.c.sent_at)).where(mine))
    ).one()

    def number(*states: RecipientState) -> int:
        return sum(number for state, _, number in rows if state in states)

    sent, waiting = number(RecipientState.SENT), number(RecipientState.WAITING, RecipientState.QUEUED)
    rate = _rate(sent, first, last)
    reasons = {why: number for state, why, number in rows if why is not None and state != RecipientState.WAITING}
    return Account(
        sent=sent,
        waiting=waiting,
        failed=number(RecipientState.FAILED, RecipientState.UNSURE),
        blocked=reasons.get(Why.FORBIDDEN, 0),
        left_out=number(RecipientState.LEFT_OUT),
        reasons=reasons,
        helpful=answers.get(Opinion.HELPFUL, 0),
        not_for_me=answers.get(Opinion.NOT_FOR_ME, 0),
        blocked_after=answers.get(Opinion.BLOCKED, 0),
        per_second=rate,
        seconds_left=waiting / rate if rate and waiting else None,
    )


def _rate(sent: int, first: datetime | None, last: datetime | None) -> float | None:
    """Messages a second between the first and the last; None for fewer than two."""
    if sent < 2 or first is None or last is None or last <= first:
        return None
    return (sent - 1) / (last - first).total_seconds()


@dataclass(frozen=True)
class Segment:
    """One part of the readers. `name` is a language, a country, or a therapist's Person.id as text; '' is unknown."""

    name: str
    sent: int
    failed: int
    left_out: int
    helpful: int
    not_for_me: int
    blocked: int


async def segments(session: AsyncSession, broadcast: Broadcast, by: By) -> list[Segment]:
    """What came of it in each part of the readers, the largest first."""
    name = {"language": person.c.language, "country": patient.c.country, "therapist": patient.c.therapist_id}[by]

    def those(condition: Any) -> Any:
        return func.sum(case((condition, 1), else_=0))

    state, answer = recipient.c.state, recipient.c.answer
    found = (
        select(
            name,
            those(state == RecipientState.SENT),
            those(state.in_((RecipientState.FAILED, RecipientState.UNSURE))),
            those(state == RecipientState.LEFT_OUT),
            those(answer == Opinion.HELPFUL),
            those(answer == Opinion.NOT_FOR_ME),
            those((answer == Opinion.BLOCKED) | (recipient.c.reason == Why.FORBIDDEN)),
        )
        .select_from(recipient.join(person, person.c.id == recipient.c.person_id))
        .outerjoin(patient, patient.c.person_id == recipient.c.person_id)
        .where(recipient.c.broadcast_id == broadcast.id)
        .group_by(name)
        .order_by(func.count().desc())
    )
    rows = (await (await session.connection()).execute(found)).all()
    return [Segment("" if row[0] is None else str(row[0]), *(int(number) for number in row[1:])) for row in rows]


@dataclass(frozen=True)
class Line:
    """One recipient, for a file. `code` is a patient's code; nobody's name is in it."""

    code: str
    language: str
    country: str
    state: str
    reason: str
    sent_at: datetime | None
    answer: str
    recall: str


async def ledger(session: AsyncSession, broadcast: Broadcast) -> AsyncIterator[Line]:
    """Every recipient, a page of rows at a time."""
    last = 0
    connection = await session.connection()
    readers = recipient.join(person, person.c.id == recipient.c.person_id)
    readers = readers.outerjoin(patient, patient.c.person_id == recipient.c.person_id)
    while True:
        page = (
            select(
                recipient.c.id, patient.c.code, person.c.language, patient.c.country, recipient.c.state,
                recipient.c.reason, recipient.c.sent_at, recipient.c.answer, recipient.c.recall,
            )
            .select_from(readers)
            .where(recipient.c.broadcast_id == broadcast.id, recipient.c.id > last)
            .order_by(recipient.c.id)
            .limit(A_PAGE)
        )  # fmt: skip
        rows = (await connection.execute(page)).all()
        for _, code, language, country, state, reason, sent_at, answer, recall in rows:
            yield Line(code or "", language, country or "", state, reason or "", sent_at, answer or "", recall or "")
        last = rows[-1][0] if rows else last
        if len(rows) < A_PAGE:
            return
