"""Asking for a second admin's word on a large broadcast."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, lines
from bot.domain.audience import Audience
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Broadcast, Person
from bot.models.person import Role
from bot.services import broadcast_words, broadcasts, outbox, people, segments


async def ask_others(session: AsyncSession, content: Content, row: Broadcast, by: Person, *, now: datetime) -> None:
    """Every other admin sees it as its readers will, and may let it go or send it back. A series asks silently: its
    hour is that of the first reader, wherever the admins sleep.
    """
    texts, silent = await broadcasts.texts(session, row.id), row.series_id is not None
    for admin in await people.with_role(session, Role.ADMIN):
        if admin.id in (by.id, row.created_by):
            continue
        say, to = content.say(admin.language), outbox.Address(admin.telegram_id)
        who = segments.in_words(content, admin.language, Audience.read(row.audience))
        cost = broadcasts.cost(content, row, row.size).stars
        words = lines(
            say("bc.approve.ask", name=by.first_name, n=row.size, who=who),
            say("paid.asked", stars=f"{cost:g}") if cost else None,
        )
        keys = (
            (Button(say.label("bc.approve.yes", n=row.size), "bc.approve", (str(row.id),), style="success"),),
            (Button(say.label("bc.approve.no"), "bc.decline", (str(row.id),)),),
        )
        look = broadcast_words.message(content, row, texts, admin.language)
        for message in (look, Message(words, keys, silent=silent)):
            await outbox.queue(session, to, Kind.REPLY, message, now=now)
