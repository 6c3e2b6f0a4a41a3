"""A therapist's morning summary: who needs a look, in words. On a morning without anything to look at it is silent."""

from datetime import datetime

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, lines, paragraphs
from bot.domain import wall
from bot.domain.attention import LAST
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Digest, Person
from bot.models.person import Role
from bot.services import caseload, outbox, people, step_offers, step_words

MOST = 10
NEED_NO_LOOK = {"paused", "joining"}


async def of(session: AsyncSession, person_id: int) -> Digest | None:
    return await session.get(Digest, person_id)


async def set_time(session: AsyncSession, person: Person, at: str, *, now: datetime) -> None:
    """From now on at this time of the person's day; the one of today is over when the time has passed."""
    here = wall.local(now, person.zone or "UTC")
    last_on = here.date() if here.time() >= wall.parse(at) else None
    await session.merge(Digest(person_id=person.id, at=at, last_on=last_on))
    await session.flush()


async def stop(session: AsyncSession, person_id: int) -> None:
    row = await of(session, person_id)
    if row is not None:
        await session.delete(row)


async def send_due(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Make the summaries whose time has come; each once a local day, also after an outage."""
    found = select(Digest, Person).where(Person.id == Digest.person_id)
    for digest, person in (await session.exec(found)).all():
        here = wall.local(now, person.zone or "UTC")
        if digest.last_on == here.date() or here.time() < wall.parse(digest.at):
            continue
        digest.last_on = here.date()
        if Role.THERAPIST not in await people.granted(session, person.id):
            continue
        message = await _message(session, content, person, now=now)
        if message is not None:
            to = outbox.Address(person.telegram_id)
            key = f"digest:{person.id}:{here.date()}"
            await outbox.queue(session, to, Kind.REPLY, message, key=key, now=now)


async def _message(session: AsyncSession, content: Content, person: Person, *, now: datetime) -> Message | None:
    rows = await caseload.answered_for(session, person.id, now=now)
    worth = [row for row in rows if row.place.rank < LAST and row.place.reason not in NEED_NO_LOOK]
    offers = await step_offers.due(session, content, [row.person_id for row in rows], now=now)
    if not worth and not offers:
        return None
    say = content.say(person.language)
    text = paragraphs(
        say("digest.head", n=len(worth), all=len(rows)) if worth else None,
        lines(*(_line(content, person.language, row) for row in worth[:MOST])),
        say("digest.more", n=len(worth) - MOST) if len(worth) > MOST else None,
        step_words.summary(content, person.language, {row.person_id: row.code for row in rows}, offers),
    )
    opening = Button(say.label("digest.open"), "patients.list", ("0",))
    cards = step_words.cards(say, {row.person_id: row.code for row in rows}, offers)
    return Message(text, buttons=((opening,), *cards), silent=True, protected=True)


def _line(content: Content, language: str, row: caseload.Row) -> Html:
    say = content.say(language)
    reason = say(f"patients.reason.{row.place.reason}")
    return say("digest.line", code=row.code, reason=reason)
