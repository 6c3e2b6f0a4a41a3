"""Which files Telegram has already."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import Upload


async def file_id(session: AsyncSession, digest: str) -> str | None:
    """Telegram's id of a file by the digest of its bytes; None for one that was never uploaded."""
    found = await session.get(Upload, digest)
    return found.file_id if found is not None else None


async def keep(session: AsyncSession, digest: str, file_id: str, *, now: datetime) -> None:
    """Remember what Telegram calls a file; the last id counts."""
    await session.merge(Upload(digest=digest, file_id=file_id, uploaded_at=now))
