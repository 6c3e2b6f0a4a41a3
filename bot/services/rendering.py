"""Reminders put into words at the moment they leave, in the language that the patient has now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, paragraphs
from bot.domain.audience import facts_against
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import (
    Broadcast,
    BroadcastRecipient,
    CheckIn,
    CheckInState,
    Incident,
    IncidentState,
    Occurrence,
    OutboxRow,
    Patient,
    Person,
    PlanItem,
)
from bot.services import broadcast_words, checkin_words, checkins, profiles, putting_off, reminder_words, suiting


@dataclass(frozen=True)
class Leaving:
    """A claimed reminder with all that its words need."""

    row: OutboxRow
    occurrence: Occurrence
    item: PlanItem
    patient: Patient
    person: Person

    @property
    def follows_up(self) -> bool:
        return self.row.kind == Kind.FOLLOW_UP


async def messages(
    session: AsyncSession, content: Content, leaving: Sequence[Leaving], *, now: datetime
) -> dict[int, Message | Reason]:
    """outbox id -> its message, or the reason why there are no words for it."""
    tips = await _tips(session, content, [one for one in leaving if one.occurrence.kind == Kind.TIP], now=now)
    stopped = await suiting.stopped(session, content, [(one.patient.person_id, one.item) for one in leaving], now=now)
    found: dict[int, Message | Reason] = {}
    for one in leaving:
        language, occurrence = one.person.language, one.occurrence
        if one.follows_up:
            found[one.row.id] = reminder_words.follow_up(content, language)
        elif occurrence.kind == Kind.CHECK_IN:
            found[one.row.id] = await _check_in(session, content, one, now=now)
        elif occurrence.kind == Kind.TIP:
            found[one.row.id] = _tip(content, one, tips[one.patient.person_id])
        elif one.item.id in stopped:
            found[one.row.id] = stopped[one.item.id]
        elif occurrence.exercise is not None and occurrence.exercise not in content.exercises:
            found[one.row.id] = Reason.GONE
        else:
            found[one.row.id] = _reminder(content, one, now=now)
    people = {one.row.id: one for one in leaving}
    return {row: _shown(content, people[row], said) for row, said in found.items()}


def _reminder(content: Content, one: Leaving, *, now: datetime) -> Message:
    return reminder_words.reminder(content, one.person.language, one.occurrence, one.item, _later(one, now=now))


def _later(one: Leaving, *, now: datetime) -> tuple[str, ...]:
    """To what it can be put off now."""
    return tuple(putting_off.working(one.occurrence, one.item, one.patient, zone=one.person.zone or "UTC", now=now))


def _shown(content: Content, one: Leaving, said: Message | Reason) -> Message | Reason:
    """As it may lie on a lock screen: Telegram keeps the words of a spoiler out of notifications."""
    if isinstance(said, Reason):
        return said
    said = replace(said, protected=one.occurrence.kind != Kind.TIP)
    if not one.patient.discreet:
        return said
    head = content.say(one.person.language)("discreet.head")
    return replace(said, text=paragraphs(head, Html(f"<tg-spoiler>{said.text}</tg-spoiler>")))


async def _check_in(session: AsyncSession, content: Content, one: Leaving, *, now: datetime) -> Message:
    """A message that comes again asks the same check-in, with what was answered; one without an answer can be put
    off, and is about the time at which it comes.
    """
    before = select(CheckIn).where(CheckIn.occurrence_id == one.occurrence.id, CheckIn.state == CheckInState.OPEN)
    check_in = (await session.exec(before)).first()
    if check_in is None:
        check_in = await checkins.open_one(session, one.patient.person_id, occurrence_id=one.occurrence.id, now=now)
    answers = await checkins.answers(session, check_in.id)
    message = checkin_words.screen(
        content, one.person.language, check_in.id, answers, urgent=False, country=one.patient.country
    )
    assert message is not None
    if answers:
        return message
    check_in.opened_at = now
    later = reminder_words.later_rows(content.say(one.person.language), one.occurrence, _later(one, now=now))
    return replace(message, buttons=(*message.buttons, *later))


async def _tips_seen(session: AsyncSession, leaving: Sequence[Leaving]) -> dict[int, frozenset[str]]:
    """patient -> the tips that they have had, by their plan or from an admin."""
    ids = {one.patient.person_id for one in leaving}
    planned = select(Occurrence.patient_id, Occurrence.tip).where(
        col(Occurrence.patient_id).in_(ids), col(Occurrence.tip).is_not(None)
    )
    sent = select(BroadcastRecipient.person_id, Broadcast.tip).where(
        col(BroadcastRecipient.person_id).in_(ids),
        col(BroadcastRecipient.taken_at).is_not(None),
        Broadcast.id == BroadcastRecipient.broadcast_id,
    )
    rows = [*(await session.exec(planned)).all(), *(await session.exec(sent)).all()]
    return {id_: frozenset(tip for patient, tip in rows if patient == id_ and tip) for id_ in ids}


async def _tips(
    session: AsyncSession, content: Content, leaving: Sequence[Leaving], *, now: datetime
) -> dict[int, list[str]]:
    """patient -> the tips that they have not had and that suit them: what speaks against a tip in their profile counts,
    and nobody with an open case is asked to move.
    """
    ids = {one.patient.person_id for one in leaving}
    if not ids:
        return {}
    seen, health = await _tips_seen(session, leaving), await profiles.known_of(session, ids, now=now)
    cases = select(Incident.patient_id).where(col(Incident.patient_id).in_(ids), Incident.state != IncidentState.CLOSED)
    in_case = set((await session.exec(cases)).all())
    return {
        id_: [
            tip
            for tip, item in content.tips.items()
            if tip not in seen.get(id_, frozenset())
            and not facts_against(item.data.not_when) & health.get(id_, set())
            and not (item.data.exercise_advice and id_ in in_case)
        ]
        for id_ in ids
    }


def _tip(content: Content, one: Leaving, fitting: Sequence[str]) -> Message | Reason:
    """The next tip; the same one again for a message that goes again."""
    fresh = one.occurrence.tip or next(iter(fitting), None)
    if fresh is None or fresh not in content.tips:
        return Reason.NO_NEW_TIP
    one.occurrence.tip = fresh
    return Message(broadcast_words.of_tip(content, fresh, one.person.language), silent=True)
