"""Answers about mood that come to a sum from which somebody should talk with the patient. It is no finding.

The patient gets the soft words at once, with real numbers; the team one message of the least data. Nothing stops for
it, and no case is opened: what somebody writes about self-harm is `crisis`. Source: safety.md §3.2, §6.
"""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import Measuring, Patient, Person
from bot.services import alerts, crisis_words, outbox, urgent_words


async def low(
    session: AsyncSession, content: Content, patient: Patient, person: Person, measuring: Measuring, *, now: datetime
) -> None:
    """Owe the words and the message, once for each time that it was asked."""
    team = await alerts.team_of(session, patient, now=now)
    say = content.say(person.language)
    words = crisis_words.soft(
        content, say, call=urgent_words.call(content, say, patient.country), country=patient.country, told=bool(team)
    )
    to = outbox.Address(person.telegram_id, person.id)
    await outbox.queue(session, to, Kind.SAFETY, Message(words), now=now, key=f"mood:{measuring.id}")
    for member in team:
        theirs = Message(content.say(member.language)("mood.team", code=patient.code), protected=True)
        key = f"mood:{measuring.id}:{member.id}"
        await outbox.queue(session, outbox.Address(member.telegram_id), Kind.SAFETY, theirs, now=now, key=key)
