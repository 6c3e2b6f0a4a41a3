"""Once a month a patient is asked whether this is still their phone: answers of another person would count as theirs.

A 'no' ends everything but safety, as leaving does, and whoever answers for the patient hears of it. Source: safety.md
H14.
"""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import gate
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Patient, Person
from bot.services import alerts, letters, outbox, patients

AT_ONCE = 200
EVERY = timedelta(days=30)


async def ask_all(session: AsyncSession, content: Content, *, now: datetime) -> int:
    """Ask, by day, those who joined or were asked a month ago; how many."""
    due = select(Patient, Person).where(
        Person.id == Patient.person_id,
        col(Patient.enrolled_at) <= now - EVERY,
        col(Patient.identity_asked_at).is_(None) | (col(Patient.identity_asked_at) <= now - EVERY),
        col(Patient.left_at).is_(None),
        col(Patient.paused_until).is_(None) | (col(Patient.paused_until) <= now),
        col(Person.unreachable_since).is_(None),
    )
    asked = 0
    found = (await session.exec(due.order_by(col(Patient.person_id)).limit(AT_ONCE))).all()
    crises = await patients.in_crisis(session, [patient.person_id for patient, _ in found])
    for patient, person in found:
        standing = patients.standing(patient, person, crisis=patient.person_id in crises)
        if gate.refuses(standing, Kind.CHECK_IN, now=now) is None:
            patient.identity_asked_at = now
            to = outbox.Address(person.telegram_id, person.id)
            await outbox.queue(session, to, Kind.CHECK_IN, _question(content, person), now=now)
            asked += 1
    return asked


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
