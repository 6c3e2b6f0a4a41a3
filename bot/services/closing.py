"""Ending a case: the release list, the named therapist, the reason; and the exercises after it."""

from collections.abc import Collection
from datetime import datetime

from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Content
from bot.domain import followups, release
from bot.domain.release import Refusal
from bot.domain.triage import Tier
from bot.models import Incident, IncidentState, Person, ReleaseTick
from bot.models.person import Role
from bot.services import audit, cases, planning, told

BY_ITSELF = "by_itself"


async def ticked(session: AsyncSession, incident: Incident) -> dict[str, ReleaseTick]:
    """item -> who ticked it and when."""
    found = select(ReleaseTick).where(ReleaseTick.incident_id == incident.id)
    return {row.item: row for row in (await session.exec(found)).all()}


async def tick(
    session: AsyncSession, incident: Incident, item: str, by: Person, roles: Collection[Role], *, now: datetime
) -> Refusal | None:
    """Tick a point of the list, or take the tick back; or why this person may not."""
    closed = incident.state == IncidentState.CLOSED
    refusal = release.refuses_tick(therapist=Role.THERAPIST in roles, closed=closed)
    if refusal is not None:
        return refusal
    row = await session.get(ReleaseTick, (incident.id, item))
    if row is None:
        session.add(ReleaseTick(incident_id=incident.id, item=item, ticked_by=by.id, ticked_at=now))
    else:
        await session.delete(row)
    await session.flush()
    return None


async def forget_ticks(session: AsyncSession, incident: Incident) -> None:
    """A new alarm makes the list new: what was looked at was looked at before it."""
    await session.exec(delete(ReleaseTick).where(col(ReleaseTick.incident_id) == incident.id))


async def refusal(
    session: AsyncSession, content: Content, incident: Incident, roles: Collection[Role]
) -> Refusal | None:
    """Why somebody with these roles may not close a case yet; None when they may."""
    return release.refuses_close(
        therapist=Role.THERAPIST in roles,
        closed=incident.state == IncidentState.CLOSED,
        acknowledged=incident.state == IncidentState.ACKNOWLEDGED,
        ticked=await ticked(session, incident),
        needed=content.release if incident.tier != Tier.ROUTINE.word else (),
    )


async def close(
    session: AsyncSession, content: Content, incident: Incident, by: Person | None, reason: str, *, now: datetime
) -> bool:
    """End a case with a reason; the hold ends with the last one. True when reminders come again."""
    incident.state, incident.closed_by, incident.closed_at = IncidentState.CLOSED, by.id if by else None, now
    incident.close_reason, incident.next_rung_at = reason, None
    await session.flush()
    whom, what = audit.about(incident.patient_id), f"incident:{incident.id} {reason}"
    audit.record(session, actor_id=by.id if by else None, action="case_closed", subject=whom, reason=what, now=now)
    await told.rewrite_alerts(session, content, incident, now=now)
    patient = await cases.patient_of(session, incident.patient_id)
    if await cases.gravest_open(session, patient.person_id) is not None:
        return False
    held, patient.held_since = patient.held_since is not None, None
    person = await cases.person_of(session, patient.person_id)
    await planning.write_ahead(session, patient, zone=person.zone or "UTC", now=now)
    return held


async def close_answered(session: AsyncSession, content: Content, *, now: datetime) -> None:
    """End the routine cases whose patient said long ago that a visit is booked or was had. Nothing else ends so."""
    found = select(Incident).where(
        Incident.state != IncidentState.CLOSED,
        Incident.tier == "routine",
        col(Incident.patient_says_at) <= now - followups.ENDS_AFTER,
    )
    for incident in (await session.exec(found)).all():
        said = incident.patient_says
        if followups.ends_by_itself(incident.tier, said, incident.patient_says_at, now=now):
            await close(session, content, incident, None, BY_ITSELF, now=now)
