"""Sending an education tip to all patients: once each, never into quiet hours, with a true account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content, Html, lines
from bot.db import insert_new
from bot.domain import gate
from bot.domain.gate import Reason
from bot.domain.lanes import LANES, Kind
from bot.domain.message import Message
from bot.models import OutboxRow, OutboxState, Patient, Person, TipRun
from bot.services import audit, outbox, patients


@dataclass(frozen=True)
class Account:
    """Where a tip's messages are. `left_out` were not written to: paused, on hold, or without tips."""

    sent: int
    waiting: int
    failed: int
    left_out: int


def message(content: Content, language: str, tip: str) -> Message:
    """A tip in one language."""
    text, say = content.tips[tip].text(language), content.say(language)
    return Message(lines(say("tip.head", title=Html(text.title)), Html(text.text)), silent=True)


async def audience(session: AsyncSession, *, now: datetime) -> int:
    """How many patients a tip would go to now."""
    return len([one for one in await _readers(session) if _refusal(one, now=now) is None])


async def _readers(session: AsyncSession) -> list[tuple[Patient, Person]]:
    found = select(Patient, Person).where(
        Person.id == Patient.person_id,
        col(Patient.enrolled_at).is_not(None),
        col(Patient.left_at).is_(None),
        col(Person.unreachable_since).is_(None),
    )
    return [(patient, person) for patient, person in (await session.exec(found)).all()]


def _refusal(reader: tuple[Patient, Person], *, now: datetime) -> Reason | None:
    """Why a tip may not go to a reader at all; quiet hours only make it wait."""
    refusal = gate.refuses(patients.standing(*reader), Kind.TIP, now=now)
    return None if refusal is Reason.QUIET else refusal


async def start(
    session: AsyncSession, content: Content, tip: str, by: Person, request: str, *, now: datetime
) -> TipRun | None:
    """Owe a tip to every patient who may have it; in quiet hours it waits for their morning.

    `request` names the preview that it was sent from: the same one starts nothing a second time, and gives None.
    """
    before = select(TipRun.id).where(TipRun.request == f"{by.id}:{request}")
    if (await session.exec(before)).first() is not None:
        return None
    run = TipRun(tip=tip, request=f"{by.id}:{request}", sent_by=by.id, started_at=now)
    session.add(run)
    await session.flush()
    audit.record(session, actor_id=by.id, action="tip_sent", subject=f"tip_run:{run.id}", reason=tip, now=now)
    readers = await _readers(session)
    allowed = [one for one in readers if _refusal(one, now=now) is None]
    run.left_out = len(readers) - len(allowed)
    bodies = {language: message(content, language, tip).document() for language in content.languages}
    await insert_new(session, OutboxRow, [_row(run, bodies, *one, now=now) for one in allowed])
    return run


def _row(
    run: TipRun, bodies: dict[str, dict[str, Any]], patient: Patient, person: Person, *, now: datetime
) -> dict[str, Any]:
    standing = patients.standing(patient, person)
    goes_at = standing.quiet.end_after(now, standing.zone)
    lane = LANES[Kind.TIP]
    return {
        "dedupe_key": f"tip:{run.id}:{patient.person_id}",
        "kind": Kind.TIP,
        "priority": lane.priority,
        "chat_id": person.telegram_id,
        "patient_id": patient.person_id,
        "tip_run_id": run.id,
        "body": bodies.get(person.language) or next(iter(bodies.values())),
        "state": OutboxState.QUEUED,
        "attempts": 0,
        "queued_at": now,
        "not_before": goes_at,
        "expires_at": goes_at + lane.late if lane.late else None,
    }


async def account(session: AsyncSession, run: TipRun) -> Account:
    """How far a run is."""
    counted = select(OutboxRow.state, func.count()).where(OutboxRow.tip_run_id == run.id).group_by(OutboxRow.state)
    states = {state: int(number) for state, number in (await session.exec(counted)).all()}
    sent = states.get(OutboxState.SENT, 0)
    waiting = states.get(OutboxState.QUEUED, 0) + states.get(OutboxState.SENDING, 0)
    return Account(sent, waiting, sum(states.values()) - sent - waiting, run.left_out)


def report_key(run_id: int) -> str:
    """The dedupe key of the message that shows a run's progress to the admin."""
    return f"tip-report:{run_id}"


async def report_running(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """Rewrite the progress message of each run that is not finished, and finish those that are."""
    running = select(TipRun, Person).where(col(TipRun.finished_at).is_(None), Person.id == TipRun.sent_by)
    for run, admin in (await session.exec(running)).all():
        told = await session.exec(select(OutboxRow).where(OutboxRow.dedupe_key == report_key(run.id)))
        row, done = told.first(), await account(session, run)
        if done.waiting == 0:
            run.finished_at = now
        text = report(content, admin.language, run, done)
        if row is None or row.body.get("text") == text:
            continue
        row.body = {**row.body, "text": text}
        to = outbox.Address(admin.telegram_id)
        await outbox.queue(session, to, Kind.REPLY, Message(text), edits_id=row.id, now=now)


def report(content: Content, language: str, run: TipRun, account: Account) -> Html:
    """The progress message's words."""
    say = content.say(language)
    title = Html(content.tips[run.tip].text(language).title)
    return lines(
        say("tip.finished" if account.waiting == 0 else "tip.running", title=title),
        say("tip.sent", n=account.sent),
        say("tip.waiting", n=account.waiting) if account.waiting else None,
        say("tip.failed", n=account.failed) if account.failed else None,
        say("tip.left_out", n=account.left_out) if account.left_out else None,
    )
