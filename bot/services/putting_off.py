"""Putting a reminder off: to a time that works, or with the times that do."""

from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.domain import snoozing, wall
from bot.domain.lanes import Kind
from bot.domain.recurrence import Rule
from bot.models import Occurrence, OccurrenceState, Patient, PlanItem
from bot.services import occurrences, planning, sitting

OPEN = (OccurrenceState.QUEUED, OccurrenceState.SENT, OccurrenceState.SNOOZED)
MIDNIGHT = wall.parse("0:00")


def may(occurrence: Occurrence) -> bool:
    """Whether it can be put off: it has come, and a check-in has no end yet."""
    ended = occurrence.kind == Kind.CHECK_IN and occurrence.state not in OPEN
    return occurrences.was_shown(occurrence) and not ended


async def choices(
    session: AsyncSession, occurrence: Occurrence, patient: Patient, *, zone: str, now: datetime
) -> dict[str, datetime]:
    """The choices that keep a reminder inside its window and out of the quiet hours, with their instants."""
    item = await session.get_one(PlanItem, occurrence.item_id)
    return working(occurrence, item, patient, zone=zone, now=now)


def working(
    occurrence: Occurrence, item: PlanItem, patient: Patient, *, zone: str, now: datetime
) -> dict[str, datetime]:
    """The same of a line that is at hand."""
    home = patient.home_zone or zone
    rule = Rule.read(item.rule)
    tomorrow = occurrence.local_date + timedelta(days=1)
    end = wall.instant(tomorrow, MIDNIGHT, home)
    if rule.every_minutes:
        end = wall.instant(occurrence.local_date, wall.parse(rule.end), home)
    if occurrence.kind == Kind.CHECK_IN:
        end = min(end, occurrence.expires_at or end)
    quiet = wall.Window.of(patient.quiet_from, patient.quiet_until)
    found = snoozing.choices(snoozing.Room(zone, quiet, end), now=now)
    if occurrence.kind == Kind.NUDGE:
        found.pop(snoozing.EVENING, None)
    return found


async def put_off(
    session: AsyncSession, occurrence: Occurrence, patient: Patient, at: datetime, *, zone: str, now: datetime
) -> None:
    """Let a reminder come again at an instant. However often a check-in is put off, it may be no later for it."""
    latest = occurrence.expires_at
    occurrences.end(occurrence, OccurrenceState.SNOOZED, None, now=now)
    occurrence.snoozes += 1
    planning.move(occurrence, at, zone=patient.home_zone or zone, now=now)
    if occurrence.kind == Kind.CHECK_IN:
        occurrence.expires_at = latest
    await session.flush()
    if occurrence.kind == Kind.NUDGE:
        await sitting.put_off(session, patient, at, zone=zone, now=now)
    await occurrences.heard_from(session, patient.person_id)
