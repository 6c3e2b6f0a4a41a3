"""Whether a running plan still suits its patient: what their facts have come to rule out is not sent any more.

A line with a therapist's reason goes on. Source: exercises.md, caution codes.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html
from bot.domain import cautions
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.message import Button, Message
from bot.domain.profile import Said
from bot.models import Patient, Person, PlanItem, ProfileFact
from bot.services import alerts, care, cases, outbox, plans, profiles, trends


async def stopped(
    session: AsyncSession, content: Content, lines: Collection[tuple[int, PlanItem]], *, now: datetime
) -> dict[int, Reason]:
    """Of these lines, each with its patient's Person.id, those that are not sent any more: their ids, and why."""
    moving = [(id_, item) for id_, item in lines if item.exercise]
    unsuited = await ruled_out(session, content, moving, now=now)
    worse = await trends.stopped(session, content, {item.id for _, item in moving})
    return dict.fromkeys(unsuited, Reason.RULED_OUT) | dict.fromkeys(worse, Reason.MADE_WORSE)


async def ruled_out(
    session: AsyncSession, content: Content, lines: Collection[tuple[int, PlanItem]], *, now: datetime
) -> set[int]:
    """Of these lines, each with its patient's Person.id, those that a known fact rules out; their ids."""
    open_ones = [(id_, item) for id_, item in lines if item.override is None and _codes(content, item)]
    said = await _said(session, {id_ for id_, _ in open_ones})
    return {item.id for id_, item in open_ones if cautions.against(_codes(content, item), said[id_], now=now)}


def _codes(content: Content, item: PlanItem) -> tuple[str, ...]:
    exercise = content.exercises.get(item.exercise or "")
    return exercise.data.cautions if exercise is not None else ()


async def _said(session: AsyncSession, ids: Iterable[int]) -> Mapping[int, dict[str, tuple[str, datetime]]]:
    """patient -> the facts that hold or held, with when they were said."""
    found = select(ProfileFact).where(col(ProfileFact.patient_id).in_(ids), ProfileFact.said == Said.YES)
    said: dict[int, dict[str, tuple[str, datetime]]] = defaultdict(dict)
    for row in (await session.exec(found)).all():
        said[row.patient_id][row.fact] = (row.said, row.set_at)
    return said


async def say(
    session: AsyncSession, content: Content, patient: Patient, fact: str, said: Said, by: Person, *, now: datetime
) -> None:
    """Keep what somebody says of a fact. What it rules out of the running plan is said to the patient and to whoever
    answers for them. Raises ValueError for a fact that there is not.
    """
    plan = await plans.current(session, patient.person_id)
    lines = [(patient.person_id, item) for item in await plans.items(session, plan.id)] if plan is not None else []
    before = await ruled_out(session, content, lines, now=now)
    await profiles.say(session, patient, fact, said, by, now=now)
    out = await ruled_out(session, content, lines, now=now) - before
    exercises = [item.exercise for _, item in lines if item.id in out and item.exercise is not None]
    if exercises:
        await _tell(session, content, patient, fact, list(dict.fromkeys(exercises)), now=now)


async def _tell(
    session: AsyncSession, content: Content, patient: Patient, fact: str, exercises: list[str], *, now: datetime
) -> None:
    person = await cases.person_of(session, patient.person_id)
    theirs = content.say(person.language)("suiting.patient", names=_names(content, person.language, exercises))
    to = outbox.Address(person.telegram_id, person.id)
    await outbox.queue(session, to, Kind.REPLY, Message(theirs, silent=True), now=now)
    carers = {carer.id for carer in await care.carers(session, patient, now=now)}
    for member in await alerts.team_of(session, patient, now=now):
        say, names = content.say(member.language), _names(content, member.language, exercises)
        words = say("suiting.team", code=patient.code, fact=say.label(f"profile.fact.{fact}"), names=names)
        edit = ((Button(say.label("planedit.button.edit"), "plan.edit", (str(patient.person_id),)),),)
        message = Message(words, edit if member.id in carers else (), silent=True, protected=True)
        await outbox.queue(session, outbox.Address(member.telegram_id), Kind.REPLY, message, now=now)


def _names(content: Content, language: str, exercises: list[str]) -> Html:
    return Html(", ".join(content.exercises[one].text(language).name for one in exercises))
