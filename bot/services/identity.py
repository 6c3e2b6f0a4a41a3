"""Once a month a patient is asked whether this is still their phone: answers of another person would count as theirs.

A 'no' ends everything but safety, as leaving does, and whoever answers for the patient hears of it. Source: safety.md
H14.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import Instant
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Patient, Person
from bot.services import alerts, hearers, letters, outbox, patients

AT_ONCE = 200
EVERY = timedelta(days=30)


async def ask_all(session: AsyncSession, content: Content, *, now: datetime) -> int:
    """Ask, by day, those who joined or were asked a month ago; how many."""
    due = await hearers.who_can_hear(session, Kind.CHECK_IN, *not_asked(now - EVERY), most=AT_ONCE, now=now)
    for patient, person in due:
        patient.identity_asked_at = now
        to = outbox.Address(person.telegram_id, person.id)
        await outbox.queue(session, to, Kind.CHECK_IN, _question(content, person), now=now)
    return len(due)


def not_asked(since: Instant) -> tuple[ColumnElement[bool], ...]:
    """That a patient had joined by then, and was not asked since."""
    asked = col(Patient.identity_asked_at)
    return col(Patient.enrolled_at) <= since, asked.is_(None) | (asked <= since)


def _question(content: Content, person: Person) -> Message:
    say = content.say(person.language)
    yes = Button(say.label("identity.yes", name=person.first_name), "identity.yes")
    no = Button(say.label("identity.no"), "identity.no")
    return Message(say("identity.ask", name=person.first_name), buttons=((yes,), (no,)))


async def denied(session: AsyncSession, content: Content, patient: Patient, *, now: datetime) -> None:
    """The phone is somebody else's: the patient gets nothing more on it, and the team has to find another way."""
    team = await alerts.team_of(session, patient, now=now)
    await patients.leave(session, patient, now=now)
    await letters.call_off(session, content, patient.person_id, now=now)
    for member in team:
        words = content.say(member.language)("identity.team", code=patient.code)
        to = outbox.Address(member.telegram_id)
        await outbox.queue(session, to, Kind.SAFETY, Message(words, protected=True), now=now)
