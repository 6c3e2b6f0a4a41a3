"""How many processes of the bot share one database: each leaves a sign of life, and counts the others'."""

from datetime import datetime, timedelta

from sqlmodel import col, delete, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import insert_new
from bot.models import Process

GONE = timedelta(seconds=35)
"""A process that has left no sign for so long is not there any more."""


async def alive(session: AsyncSession, name: str, *, now: datetime) -> int:
    """Leave a sign of life under a name, and forget who left none lately; gives how many are there, this one too."""
    await insert_new(session, Process, [{"name": name, "at": now}])
    await session.exec(update(Process).where(col(Process.name) == name).values(at=now))
    await session.exec(delete(Process).where(col(Process.at) < now - GONE))
    return (await session.exec(select(func.count()).select_from(Process))).one()


async def leave(session: AsyncSession, name: str) -> None:
    """The others need not wait until this one is missed."""
    await session.exec(delete(Process).where(col(Process.name) == name))
