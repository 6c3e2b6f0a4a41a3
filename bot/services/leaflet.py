"""The list of signs that need an ambulance: at enrolment, then once a month and after each change of the plan.

Who knew the signs went to hospital because of it. Source: safety.md §4.1, HSSIB.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, exists, func
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, Words, paragraphs
from bot.db import Instant
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import Patient, Person, Plan
from bot.services import hearers, outbox, urgent_words

AT_ONCE = 200
EVERY = timedelta(days=30)
RESTS = timedelta(days=1)
"""However often a plan changes, it comes once a day at most."""


def text(content: Content, say: Words, patient: Patient) -> Html:
    """The list, with the number of the patient's country first."""
    return say("leaflet.signs", call=urgent_words.call(content, say, patient.country))


async def send_due(session: AsyncSession, content: Content, *, now: datetime) -> int:
    """Send it, by day, to those whose last one is a month old, or older than their plan; how many."""
    wanted = is_due(now - EVERY, now - RESTS)
    due = await hearers.who_can_hear(session, Kind.CHECK_IN, wanted, most=AT_ONCE, now=now)
    for patient, person in due:
        patient.leaflet_at = now
        to = outbox.Address(person.telegram_id, person.id)
        await outbox.queue(session, to, Kind.CHECK_IN, _again(content, patient, person), now=now)
    return len(due)


def is_due(month_ago: Instant, day_ago: Instant) -> ColumnElement[bool]:
    """Whether a patient's last one is so old, or older than their plan and not of today."""
    last = func.coalesce(Patient.leaflet_at, Patient.enrolled_at)
    changed = exists().where(col(Plan.patient_id) == Patient.person_id, col(Plan.assigned_at) > last)
    return (last <= month_ago) | ((last <= day_ago) & changed)


def _again(content: Content, patient: Patient, person: Person) -> Message:
    say = content.say(person.language)
    wrong = Button(say.label("urgent.button.open"), "urgent.open", style="danger")
    return Message(paragraphs(say("leaflet.again"), text(content, say, patient)), ((wrong,),), silent=True)
