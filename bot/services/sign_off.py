"""Clinical content that no clinician has signed: said to the admins, once a version."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models.person import Role
from bot.services import outbox, people


async def tell_admins(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Owe one message a version to every admin who has spoken to the bot; others cannot be written to."""
    if not content.unsigned:
        return
    for admin in await people.with_role(session, Role.ADMIN):
        if admin.menu is None:
            continue
        words = content.say(admin.language)(
            "signing.unsigned", items=len(content.unsigned), version=content.rules_version
        )
        key = f"unsigned:{content.rules_version}:{len(content.unsigned)}:{admin.id}"
        await outbox.queue(session, outbox.Address(admin.telegram_id), Kind.REPLY, Message(words), now=now, key=key)
