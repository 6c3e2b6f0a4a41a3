"""Who did what to whom: written down with the deed, in one chain, and verified from end to end."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlmodel import col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import chain
from bot.models import AuditEntry, AuditHead

PENDING, SEAL = "audit_pending", "audit_seal"
A_PAGE = 500


def record(
    session: AsyncSession, *, actor_id: int | None, action: str, subject: str, reason: str = "", now: datetime
) -> None:
    """Write a deed down with this transaction. `actor_id` is a Person.id, None for the bot itself.

    No health words and no names: ids, codes, ids of red flags. It enters the chain as the transaction's last act,
    so that its writers wait for each other shortly, and never for each other's rows.
    """
    deed = {"at": now, "actor_id": actor_id, "action": action, "subject": subject, "reason": reason}
    session.sync_session.info.setdefault(PENDING, []).append(deed)


def about(person_id: int) -> str:
    """The subject of a deed that concerns a person."""
    return f"person:{person_id}"


@event.listens_for(Session, "before_commit")
def _chain_up(session: Session) -> None:
    deeds: list[dict[str, Any]] = session.info.pop(PENDING, [])
    if not deeds:
        return
    session.flush()
    head = session.execute(
        select(AuditHead).where(AuditHead.id == 1).with_for_update().execution_options(populate_existing=True)
    ).scalar_one()
    key: bytes | None = session.info.get(SEAL)
    for deed in deeds:
        bound = chain.Record(number=head.last + 1, before=head.hash, **deed)
        head.last, head.hash = bound.number, chain.link(bound)
        seal = chain.seal(key, head.hash) if key else None
        session.add(AuditEntry(id=bound.number, before=bound.before, hash=head.hash, seal=seal, **deed))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.nested is False:
        session.info.pop(PENDING, None)


async def latest(
    session: AsyncSession, *, person_id: int | None = None, skip: int = 0, most: int = 10
) -> list[AuditEntry]:
    """The newest entries; with a person, those that they did or that concern them."""
    found = select(AuditEntry).order_by(col(AuditEntry.id).desc())
    if person_id is not None:
        found = found.where(or_(AuditEntry.actor_id == person_id, AuditEntry.subject == about(person_id)))
    return list((await session.exec(found.offset(skip).limit(most))).all())


@dataclass
class Verdict:
    """`broken` is the number of the first entry that is not as it was written, and `why` in a word."""

    entries: int = 0
    sealed: int = 0
    broken: int | None = None
    why: str = ""
    _before: str = field(default="", repr=False)


async def verify(session: AsyncSession, key: bytes | None) -> Verdict:
    """Walk the chain from its first entry to its head. With the key, the seals are looked at too."""
    verdict = Verdict()
    async for entry in _every(session):
        why = _wrong(entry, verdict, key)
        if why:
            verdict.broken, verdict.why = verdict.entries + 1, why
            return verdict
        verdict.entries += 1
        verdict.sealed += entry.seal is not None
        verdict._before = entry.hash
    head = await session.get(AuditHead, 1)
    if head is None or (head.last, head.hash) != (verdict.entries, verdict._before):
        verdict.broken, verdict.why = verdict.entries + 1, "missing"
    return verdict


async def _every(session: AsyncSession) -> AsyncIterator[AuditEntry]:
    last = None
    while True:
        found = select(AuditEntry).order_by(col(AuditEntry.id)).limit(A_PAGE)
        page = (await session.exec(found if last is None else found.where(col(AuditEntry.id) > last))).all()
        for entry in page:
            yield entry
        if len(page) < A_PAGE:
            return
        last = page[-1].id


def _wrong(entry: AuditEntry, so_far: Verdict, key: bytes | None) -> str:
    """What is wrong with an entry after those before it; empty when nothing is."""
    if entry.id != so_far.entries + 1:
        return "missing"
    if entry.before != so_far._before:
        return "out of order"
    bound = chain.Record(entry.id, entry.at, entry.actor_id, entry.action, entry.subject, entry.reason, entry.before)
    if chain.link(bound) != entry.hash:
        return "changed"
    if entry.seal is None:
        return "its seal is gone" if so_far.sealed else ""
    return "its seal is wrong" if key is not None and chain.seal(key, entry.hash) != entry.seal else ""
