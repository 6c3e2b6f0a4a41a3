"""Single-use links by which a therapist brings a patient in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import col, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Invite

SECRET_BYTES = 18
"""144 bits in 24 characters that a deep link may carry."""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


async def create(session: AsyncSession, therapist_id: int, *, lasts: timedelta, now: datetime) -> str:
    """A new link's secret. Only its hash is stored: it can be shown now and never again."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    session.add(Invite(token_sha256=_hash(secret), therapist_id=therapist_id, created_at=now, expires_at=now + lasts))
    return secret


async def use(session: AsyncSession, secret: str, person_id: int, *, now: datetime) -> bool:
    """Spend a link on a person: True once, for whoever comes first before it expires, and again for them."""
    mine = await session.get(Invite, _hash(secret))
    if mine is not None and mine.used_by == person_id:
        return True
    unused = update(Invite).where(
        col(Invite.token_sha256) == _hash(secret),
        col(Invite.used_at).is_(None),
        col(Invite.expires_at) > now,
        col(Invite.therapist_id) != person_id,
    )
    spent = await session.exec(unused.values(used_at=now, used_by=person_id))
    return bool(spent.rowcount == 1)
