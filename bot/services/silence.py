"""A patient who has said nothing for a week is asked, once, whether the bot should pause, and the team hears of it.

Source: safety.md S1.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import col, exists
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.db import Instant
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.models import CheckIn, CheckInState, Occurrence, Patient
from bot.services import alerts, hearers, outbox

AT_ONCE = 200
SILENT_FOR = timedelta(days=7)
A_DAY = timedelta(days=1)
PAUSES = (3, 7, 14)


async def ask_all(session: AsyncSession, content: Content, *, now: datetime) -> int:
    """Ask those who have been silent for a week, by day and only once until they are heard from; how many."""
    about = [now - SILENT_FOR - A_DAY, now - SILENT_FOR, now - SILENT_FOR + A_DAY]
    silent = await hearers.who_can_hear(session, Kind.CHECK_IN, *said_nothing(*about), most=AT_ONCE, now=now)
    for patient, person in silent:
        patient.silence_asked_at = now
        to = outbox.Address(person.telegram_id, person.id)
        await outbox.queue(session, to, Kind.CHECK_IN, _question(content, person.language), now=now)
        await _tell_team(session, content, patient, now=now)
    return len(silent)


def said_nothing(before: Instant, since: Instant, after: Instant) -> tuple[ColumnElement[bool], ...]:
    """That a patient has been silent since an instant and was not asked why; a check-in came in the days around it."""
    checked_in = exists().where(
        col(CheckIn.patient_id) == Patient.person_id,
        col(CheckIn.state) == CheckInState.DONE,
        col(CheckIn.finished_at) > since,
    )
    answered = exists().where(col(Occurrence.patient_id) == Patient.person_id, col(Occurrence.answered_at) > since)
    asked_all_week = exists().where(
        col(Occurrence.patient_id) == Patient.person_id,
        col(Occurrence.kind) == Kind.CHECK_IN,
        col(Occurrence.sent_at).between(before, after),
    )
    return (
        col(Patient.enrolled_at) <= since,
        col(Patient.silence_asked_at).is_(None),
        asked_all_week,
        ~checked_in,
        ~answered,
    )


async def _tell_team(session: AsyncSession, content: Content, patient: Patient, *, now: datetime) -> None:
    """The low alert: one message without a ladder. Nothing was reported, which is not the same as nothing wrong."""
    for member in await alerts.team_of(session, patient, now=now):
        say = content.say(member.language)
        card = Button(say.label("digest.open"), "patients.list", ("0",))
        message = Message(say("silence.team", code=patient.code), buttons=((card,),))
        await outbox.queue(session, outbox.Address(member.telegram_id), Kind.REPLY, message, now=now)


def _question(content: Content, language: str) -> Message:
    say = content.say(language)
    rows = tuple((Button(say.label("pause.days", n=days), "pause.days", (str(days),)),) for days in PAUSES)
    return Message(say("silence.ask"), buttons=(*rows, (Button(say.label("silence.go_on"), "pause.not_now"),)))
