"""Single-use invites by which a therapist brings a patient in: a link to open, or a code to type."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, delete, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import spoken
from bot.models import CodeTry, Invite, RoleGrant
from bot.models.person import Role

SECRET_BYTES = 18
"""144 bits in 24 characters that a deep link may carry."""
COUNTED = timedelta(hours=1)
"""How long a code that was none counts against the person who typed it."""


@dataclass(frozen=True)
class Made:
    """The two secrets of a new invite. Only their hashes are stored: they can be shown now and never again."""

    secret: str
    code: str


def _of_link(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _of_code(code: str) -> str:
    """Slow on purpose: a code is short, and whoever had the table could try all of them against a fast hash."""
    return hashlib.scrypt(code.encode(), salt=b"stepwell invite code", n=2**13, r=8, p=1, dklen=32).hex()


async def create(session: AsyncSession, therapist_id: int, *, lasts: timedelta, now: datetime) -> Made:
    """A new invite; the same code twice, once in 47 million, is the database's to refuse."""
    made = Made(secrets.token_urlsafe(SECRET_BYTES), spoken.made(secrets.choice))
    row = Invite(
        token_sha256=_of_link(made.secret),
        code_scrypt=_of_code(made.code),
        therapist_id=therapist_id,
        created_at=now,
        expires_at=now + lasts,
    )
    session.add(row)
    return made


async def use(session: AsyncSession, secret: str, person_id: int, *, now: datetime) -> Invite | None:
    """Spend a link on a person; None when it is unknown, too old, spent, or their own."""
    return await _spend(session, col(Invite.token_sha256) == _of_link(secret), person_id, now=now)


async def use_code(session: AsyncSession, code: str, person_id: int, *, now: datetime) -> Invite | None:
    """Spend an invite by its code, in the same way. A code that is none counts as a try."""
    found = await _spend(session, col(Invite.code_scrypt) == _of_code(code), person_id, now=now)
    if found is None:
        await session.exec(delete(CodeTry).where(col(CodeTry.tried_at) <= now - COUNTED))
        session.add(CodeTry(person_id=person_id, tried_at=now))
        await session.flush()
    return found


async def _spend(session: AsyncSession, which: Any, person_id: int, *, now: datetime) -> Invite | None:
    """For whoever comes first before it expires, and again for them; an invite of a former therapist is none."""
    unused = update(Invite).where(
        which,
        col(Invite.used_at).is_(None),
        col(Invite.expires_at) > now,
        col(Invite.therapist_id) != person_id,
        col(Invite.therapist_id).in_(select(RoleGrant.person_id).where(RoleGrant.role == Role.THERAPIST)),
    )
    await session.exec(unused.values(used_at=now, used_by=person_id))
    return (await session.exec(select(Invite).where(which, Invite.used_by == person_id))).first()


async def may_try(session: AsyncSession, person_id: int, *, most: int, now: datetime) -> bool:
    """Whether a person has tries left: so many codes that were none in an hour, then no code is looked at."""
    tried = select(func.count()).where(CodeTry.person_id == person_id, col(CodeTry.tried_at) > now - COUNTED)
    return (await session.exec(tried)).one() < most
