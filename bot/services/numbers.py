"""Emergency numbers that a clinic sets itself: proposed by one admin, valid when a second one confirms."""

import re
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.models import NumberOverride, Person

NUMBER = re.compile(r"\d{2,6}")
COUNTRY = re.compile(r"[A-Z]{2}")
PENDING = "numbers_to_show"
"""Where a session keeps what this process is to show once its transaction is committed."""


def read(text: str) -> tuple[str, str | None] | None:
    """(country, number) of 'ES 112'; the number is None for 'ES -', which brings the content's back."""
    parts = text.upper().split()
    if len(parts) != 2 or not COUNTRY.fullmatch(parts[0]):
        return None
    if parts[1] == "-":
        return parts[0], None
    return (parts[0], parts[1]) if NUMBER.fullmatch(parts[1]) and parts[1].isascii() else None


async def propose(
    session: AsyncSession, country: str, number: str | None, by: Person, *, now: datetime
) -> NumberOverride:
    """Put a number forward. Nothing changes until another admin confirms it."""
    row = NumberOverride(country=country, number=number, proposed_by=by.id, proposed_at=now)
    session.add(row)
    await session.flush()
    return row


async def confirm(
    session: AsyncSession, content: Content, row: NumberOverride, by: Person, *, takes: bool, now: datetime
) -> bool:
    """A second admin agrees, or not. False for the proposer, and for what was decided already.

    The number is shown from the commit on: one whose confirmation could not be saved may reach nobody.
    """
    if by.id == row.proposed_by or row.confirmed_at is not None or row.declined_at is not None:
        return False
    if takes:
        row.confirmed_by, row.confirmed_at = by.id, now
    else:
        row.declined_at = now
    await session.flush()
    session.sync_session.info[PENDING] = (content.numbers, await _table(session))
    return True


@event.listens_for(Session, "after_commit")
def _show(session: Session) -> None:
    pending = session.info.pop(PENDING, None)
    if pending is not None:
        numbers, table = pending
        numbers.confirm(table)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.nested is False:
        session.info.pop(PENDING, None)


async def confirmed(session: AsyncSession) -> dict[str, str]:
    """country -> the number that counts there instead of the content's."""
    found = select(NumberOverride).where(col(NumberOverride.confirmed_at).is_not(None))
    rows = (await session.exec(found.order_by(col(NumberOverride.confirmed_at), col(NumberOverride.id)))).all()
    newest = {row.country: row.number for row in rows}
    return {country: number for country, number in newest.items() if number is not None}


async def refresh(session: AsyncSession, content: Content) -> None:
    """Let this process show what is confirmed; another process's confirmation is seen at its next refresh."""
    content.numbers.confirm(await _table(session))


async def _table(session: AsyncSession) -> dict[str, tuple[str, ...]]:
    return {country: (number,) for country, number in (await confirmed(session)).items()}
