"""A broadcast as it is written: its texts, whom it is for, how many that is, what it costs, and who has to agree."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import lengths, markup, stars
from bot.domain.audience import Audience, facts_against
from bot.domain.markup import Fault
from bot.domain.stars import Cost
from bot.models import Broadcast, BroadcastText, Person
from bot.services import audiences, audit, broadcast_words
from bot.services.audience_conditions import Choice
from bot.services.audiences import Count


async def draft(
    session: AsyncSession, content: Content, by: Person, *, tip: str | None = None, advice: bool = False, now: datetime
) -> Broadcast:
    """A new draft, empty or with the words of a tip. `advice` says that it asks people to move; a tip always counts so.

    Its other fields may be set at will while it is a draft: `audience`, `buttons`, `photo`, `page`, `paid`, `advice`.
    Raises KeyError for a tip that there is not.
    """
    row = Broadcast(created_by=by.id, created_at=now, audience=Audience().document())
    row.tip, row.advice = tip, advice or tip is not None
    session.add(row)
    await session.flush()
    if tip is not None:
        for language in content.languages:
            words = broadcast_words.of_tip(content, tip, language)
            session.add(BroadcastText(broadcast_id=row.id, language=language, text=words))
        await session.flush()
    return row


async def get(session: AsyncSession, broadcast_id: int) -> Broadcast | None:
    return await session.get(Broadcast, broadcast_id)


async def latest(session: AsyncSession, *, most: int = 10) -> list[Broadcast]:
    """The newest first."""
    found = select(Broadcast).order_by(col(Broadcast.id).desc()).limit(most)
    return list((await session.exec(found)).all())


async def texts(session: AsyncSession, broadcast_id: int) -> dict[str, str]:
    """language -> what it says, as Telegram HTML."""
    found = await session.exec(select(BroadcastText).where(BroadcastText.broadcast_id == broadcast_id))
    return {row.language: row.text for row in found.all()}


async def write(session: AsyncSession, broadcast: Broadcast, language: str, text: str) -> Fault | None:
    """Give a draft its text in one language; gives what is wrong with it, and then keeps nothing."""
    fault = markup.fault(text, limit=room(broadcast))
    if fault is None:
        await session.merge(BroadcastText(broadcast_id=broadcast.id, language=language, text=text))
        await session.flush()
    return fault


def room(broadcast: Broadcast) -> int:
    """How long its text may be, in UTF-16 units."""
    return lengths.limit(under_a_picture=broadcast.photo is not None)


def choice(session: AsyncSession, content: Content, broadcast: Broadcast, *, now: datetime) -> Choice:
    """Whom a broadcast is for, with all that decides over it, for `audiences.count` and `audiences.sample`."""
    return Choice(
        Audience.read(broadcast.audience),
        broadcast.advice,
        tuple(sorted(facts_against(codes_of(content, broadcast)))),
        content.policy.broadcasts_a_week,
        session.get_bind().dialect.name,
        now,
    )


def codes_of(content: Content, broadcast: Broadcast) -> tuple[str, ...]:
    """The caution codes that speak against a broadcast's tip."""
    tip = content.tips.get(broadcast.tip or "")
    return tip.data.not_when if tip is not None else ()


async def count(session: AsyncSession, content: Content, broadcast: Broadcast, *, now: datetime) -> Count:
    """How many would get it now, and how many would be left out and why."""
    return await audiences.count(session, choice(session, content, broadcast, now=now))


async def sample(
    session: AsyncSession, content: Content, broadcast: Broadcast, *, now: datetime
) -> list[tuple[int, str]]:
    """Some of those who would get it: (Person.id, first name)."""
    return await audiences.sample(session, choice(session, content, broadcast, now=now))


def pays(content: Content, broadcast: Broadcast) -> bool:
    """Whether its messages leave for Stars."""
    return broadcast.paid and content.policy.allow_paid_broadcast


def cost(content: Content, broadcast: Broadcast, messages: int) -> Cost:
    """How long so many messages take at least, and what they cost at most."""
    policy, paid = content.policy, pays(content, broadcast)
    return stars.cost(messages, policy.paid_messages_per_second if paid else policy.messages_per_second, paid=paid)


def has_canary(content: Content, size: int) -> bool:
    """Whether a few of so many get it first."""
    return 0 < content.policy.broadcast_canary * 2 < size


class Second(StrEnum):
    """Why a second admin has to agree."""

    SIZE = "size"
    STARS = "stars"


def asks_second(content: Content, broadcast: Broadcast, messages: int) -> Second | None:
    """Why a second admin has to agree to so many messages; None when one's own word is enough, or the words are the
    bot's.
    """
    policy = content.policy
    if broadcast.request is not None:
        return None
    if messages > policy.broadcast_approval_above:
        return Second.SIZE
    dear = cost(content, broadcast, messages).stars > policy.broadcast_approval_above_stars
    return Second.STARS if dear else None


async def locked(session: AsyncSession, broadcast_id: int) -> Broadcast:
    """The row, as it is now and until the transaction ends. Raises NoResultFound for one that there is not."""
    found = select(Broadcast).where(Broadcast.id == broadcast_id).with_for_update()
    return (await session.exec(found.execution_options(populate_existing=True))).one()


def note(session: AsyncSession, row: Broadcast, by: Person, action: str, reason: str = "", *, now: datetime) -> None:
    """Write a verb down in the audit."""
    audit.record(session, actor_id=by.id, action=action, subject=f"broadcast:{row.id}", reason=reason, now=now)
