"""What the patient and the team read about a case, kept true by rewriting one message each."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import ladder
from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import Alert, FollowUp, Incident, IncidentState, OutboxRow, OutboxState, Person, Rung
from bot.services import cases, outbox, urgent_words
from bot.services.outbox import Address
from bot.services.urgent_words import NEWER, Seen

KEPT_TRUE = ("emergency", "urgent")
REWRITTEN = (*KEPT_TRUE, "crisis")
LABELS = ("breached", "untold", "lost", "unconfirmed", "handed")


async def rewrite(session: AsyncSession, to: Address, shown: int, message: Message, *, now: datetime) -> int:
    """Make a message that was owed or sent say something else; gives the row that shows it from now on.

    One that has not left yet is changed in place. Otherwise an edit is owed; where the message is gone, delivery
    sends it anew, and later edits follow the new one.
    """
    row = (await session.exec(select(OutboxRow).where(OutboxRow.id == shown))).one()
    if Message.read(row.body) == message:
        return shown
    waiting = update(OutboxRow).where(col(OutboxRow.id) == shown, col(OutboxRow.state) == OutboxState.QUEUED)
    changed = await session.exec(waiting.values(body=message.document()))
    if changed.rowcount:
        await session.refresh(row)
        return shown
    return (await outbox.queue(session, to, Kind.SAFETY, message, edits_id=shown, now=now)).id


async def seen_of(session: AsyncSession, incident: Incident) -> Seen:
    """The truth about who knows of the last alarm."""
    if incident.acknowledged_by is not None:
        return await cases.seen_by(session, incident)
    found = select(Alert).where(Alert.incident_id == incident.id, Alert.round == incident.round)
    alive = [alert for alert in (await session.exec(found)).all() if alert.failed_at is None]
    if not alive:
        return Seen("nobody")
    patient = await cases.patient_of(session, incident.patient_id)
    alone = all(alert.recipient_id == patient.therapist_id for alert in alive)
    arrived = min((alert.delivered_at for alert in alive if alert.delivered_at is not None), default=None)
    return Seen("therapist" if alone else "team", at=arrived, late=await _late(session, incident))


async def _late(session: AsyncSession, incident: Incident) -> bool:
    climbed = select(Rung.due_at, Rung.climbed_at).where(Rung.incident_id == incident.id, Rung.round == incident.round)
    times = [(due, at) for due, at in (await session.exec(climbed)).all()]
    return incident.raised_at is not None and ladder.overdue(incident.raised_at, times)


async def rewrite_patient(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> None:
    """Let the patient's newest urgent message say who has seen it. The words of other tiers are not rewritten."""
    if incident.tier in REWRITTEN:
        await _rewrite_shown(session, content, incident, await seen_of(session, incident), now=now)


async def point_to_newer(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> None:
    """Before the urgent words come again: let the message that said who has seen it say that a newer one does."""
    if incident.alarm_tier in KEPT_TRUE:
        await _rewrite_shown(session, content, incident, NEWER, now=now)


async def _rewrite_shown(
    session: AsyncSession, content: Content, incident: Incident, seen: Seen, *, now: datetime
) -> None:
    shown = incident.shown_outbox_id or incident.told_outbox_id
    if shown is None:
        return
    person = await cases.person_of(session, incident.patient_id)
    case = await cases.case_of(session, content, incident)
    question = (await session.exec(select(FollowUp).where(FollowUp.outbox_id == shown))).first()
    if question is None:
        message = urgent_words.to_patient(content, person.language, case, seen)
    else:
        message = urgent_words.asking(content, person.language, case, question.id, seen=seen)
    to = Address(person.telegram_id, person.id)
    incident.shown_outbox_id = await rewrite(session, to, shown, message, now=now)
    if question is not None:
        question.outbox_id = incident.shown_outbox_id


async def ask(
    session: AsyncSession, content: Content, incident: Incident, question: FollowUp, *, again: bool, now: datetime
) -> None:
    """Owe the patient a question about care. With the urgent words `again` before it, it is what is kept true."""
    if again:
        await point_to_newer(session, content, incident, now=now)
    person = await cases.person_of(session, incident.patient_id)
    case = await cases.case_of(session, content, incident)
    seen = await seen_of(session, incident) if again else None
    message = urgent_words.asking(content, person.language, case, question.id, seen=seen)
    row = await outbox.queue(session, Address(person.telegram_id, person.id), Kind.SAFETY, message, now=now)
    question.outbox_id = row.id
    if again:
        incident.shown_outbox_id = row.id


async def alert_text(session: AsyncSession, content: Content, incident: Incident, language: str) -> Message:
    """The alert about a case as it stands now."""
    case = await cases.case_of(session, content, incident)
    return urgent_words.to_team(
        content,
        language,
        case,
        says=incident.patient_says,
        seen=await cases.seen_by(session, incident),
        labels=labels(incident),
        closed=incident.state == IncidentState.CLOSED,
    )


def labels(incident: Incident) -> tuple[str, ...]:
    """What has to be said about a case besides what was reported."""
    return tuple(label for label in LABELS if getattr(incident, f"{label}_at") is not None)


async def rewrite_alerts(session: AsyncSession, content: Content, incident: Incident, *, now: datetime) -> None:
    """Let every alert about a case say what holds now."""
    shown: dict[int, int] = {}
    texts: dict[str, Message] = {}
    for alert, member in await cases.alerts_of(session, incident):
        if alert.failed_at is not None:
            continue
        newest = alert.shown_outbox_id or alert.outbox_id
        if newest not in shown:
            if member.language not in texts:
                texts[member.language] = await alert_text(session, content, incident, member.language)
            to = Address(member.telegram_id)
            shown[newest] = await rewrite(session, to, newest, texts[member.language], now=now)
        alert.shown_outbox_id = shown[newest]
    await session.flush()


async def tell(
    session: AsyncSession,
    content: Content,
    incident: Incident,
    team: Iterable[Person],
    *,
    rung: Rung | None = None,
    now: datetime,
) -> None:
    """Owe each of these people the alert as a new message, and write down that it was owed."""
    for member in team:
        message = await alert_text(session, content, incident, member.language)
        row = await outbox.queue(session, Address(member.telegram_id), Kind.SAFETY, message, now=now)
        session.add(
            Alert(
                incident_id=incident.id,
                recipient_id=member.id,
                rung_id=rung.id if rung else None,
                round=incident.round,
                outbox_id=row.id,
                raised_at=now,
            )
        )
    await session.flush()
