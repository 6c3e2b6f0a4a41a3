"""From a plan's lines to the coming days' occurrences."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import and_, col, func, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.db import insert_new
from bot.domain import lateness, wall
from bot.domain.gate import Reason
from bot.domain.lanes import Kind
from bot.domain.recurrence import NUDGES_A_DAY, Rule, instants
from bot.models import Occurrence, OccurrenceState, Patient, Person, Plan, PlanItem
from bot.services import occurrences

AHEAD = 1
"""Days after today for which occurrences are written down."""
AT_ONCE = 200
"""Patients whose days one transaction writes down."""
PUSHED_OUT = frozenset({Reason.MOVED, Reason.PUT_OFF, Reason.MEETING})


async def write_ahead(session: AsyncSession, patient: Patient, *, zone: str, now: datetime) -> None:
    """Write down what is still to come today and tomorrow, in the zone that the reminders keep.

    Running it again adds nothing. What a line's predecessor has sent today is not sent again.
    """
    zone = patient.home_zone or zone
    today = wall.local(now, zone).date()
    found = select(PlanItem).where(PlanItem.plan_id == Plan.id, Plan.patient_id == patient.person_id)
    items = {item.id: item for item in (await session.exec(found.order_by(col(PlanItem.id)))).all()}
    known = await _of_day(session, patient.person_id, today)
    asked = any(one.kind == Kind.CHECK_IN and occurrences.was_shown(one) for one in known)
    rows = [
        row
        for item in items.values()
        if item.ended_by is None
        for row in _rows(item, patient.person_id, zone, today, now, _before(item, items, known), asked=asked)
    ]
    await insert_new(session, Occurrence, rows)
    patient.planned_until = today + timedelta(days=AHEAD)


async def _of_day(session: AsyncSession, patient_id: int, day: date) -> Sequence[Occurrence]:
    found = select(Occurrence).where(Occurrence.patient_id == patient_id, Occurrence.local_date == day)
    return (await session.exec(found)).all()


def _before(item: PlanItem, items: Mapping[int, PlanItem], known: Sequence[Occurrence]) -> list[Occurrence]:
    """The day's occurrences of the lines whose place this one took."""
    before = items.get(item.replaces_id or 0)
    if before is None:
        return []
    return [*(one for one in known if one.item_id == before.id), *_before(before, items, known)]


def _rows(
    item: PlanItem,
    patient_id: int,
    zone: str,
    today: date,
    now: datetime,
    before: Sequence[Occurrence],
    *,
    asked: bool,
) -> list[dict[str, Any]]:
    rule = Rule.read(item.rule)
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD + 1)]
    moments = {day: [(slot, at) for slot, at in instants(rule, zone, day) if at > now] for day in days}
    once = asked and item.kind == Kind.CHECK_IN
    moments[today] = _left_of_today(rule, moments[today], before, once=once, now=now)
    return [
        {
            "item_id": item.id,
            "patient_id": patient_id,
            "kind": item.kind,
            "exercise": item.exercise,
            "local_date": day,
            "slot": slot,
            "due_at": at,
            "expires_at": lateness.expires(Kind(item.kind), at, zone),
            "state": OccurrenceState.DUE,
            "changed_at": now,
            "snoozes": 0,
        }
        for day, found in moments.items()
        for slot, at in found
    ]


def _left_of_today(
    rule: Rule, moments: Sequence[tuple[int, datetime]], before: Sequence[Occurrence], *, once: bool, now: datetime
) -> list[tuple[int, datetime]]:
    """The moments ahead that stay after what the line's predecessors have done of the day: what they would still have
    done at the same instant, and a slot that they have not come to. With `once` the former alone: it has come today.
    """
    owed = {one.due_at for one in before if one.state == OccurrenceState.CANCELLED and one.sent_at is None}
    if once:
        return [(slot, at) for slot, at in moments if at in owed]
    spent = [one for one in before if _is_spent(one)]
    if rule.every_minutes:
        spent = [one for one in spent if not _had_no_room(one, now=now)]
        every = timedelta(minutes=rule.every_minutes)
        since = max((one.due_at for one in spent), default=None)
        apart = [(slot, at) for slot, at in moments if since is None or at >= since + every]
        return apart[: max(NUDGES_A_DAY - len(spent), 0)]
    done = {one.slot for one in spent}
    return [(slot, at) for slot, at in moments if at in owed or slot not in done]


def _is_spent(one: Occurrence) -> bool:
    """Whether it has come or is on its way, or ended otherwise than by a change of the plan."""
    unspent = (OccurrenceState.DUE, OccurrenceState.SNOOZED, OccurrenceState.CANCELLED)
    return one.sent_at is not None or one.state not in unspent


def _had_no_room(one: Occurrence, *, now: datetime) -> bool:
    """Whether what the patient reported has pushed it out of the hours: longer ones may have room again."""
    pushed = one.state == OccurrenceState.SUPPRESSED and one.reason in PUSHED_OUT
    return pushed and one.sent_at is None and one.due_at > now


async def realign(session: AsyncSession, patient: Patient, *, zone: str, now: datetime) -> None:
    """Move what is still to come to another zone. A slot that has been sent is not sent again, wherever one is; one
    whose moment has just been flown over comes at its old instant, so that no day goes without it.
    """
    waiting = select(Occurrence, PlanItem).where(
        Occurrence.patient_id == patient.person_id,
        Occurrence.state == OccurrenceState.DUE,
        PlanItem.id == Occurrence.item_id,
    )
    for occurrence, item in (await session.exec(waiting)).all():
        at = planned_at(occurrence, item, zone)
        if at is not None and at > now:
            move(occurrence, at, zone=zone, now=now)
    await session.flush()
    await write_ahead(session, patient, zone=zone, now=now)


async def write_ahead_all(session: AsyncSession, *, now: datetime) -> bool:
    """Write down the coming days of patients whose plan does not reach over their own tomorrow; True when more are
    left. Midnight comes zone by zone, so each zone is asked for by itself: none waits behind another's patients.
    """
    zone = func.coalesce(Patient.home_zone, Person.zone, "UTC")
    here = (
        Person.id == Patient.person_id,
        col(Patient.left_at).is_(None),
        col(Patient.enrolled_at).is_not(None),
    )
    zones = (await session.exec(select(zone).where(*here).distinct())).all()
    short = [
        and_(zone == name, or_(col(Patient.planned_until).is_(None), col(Patient.planned_until) < _reach(name, now)))
        for name in zones
    ]
    if not short:
        return False
    found = select(Patient, zone).where(*here, or_(*short)).limit(AT_ONCE)
    rows = (await session.exec(found)).all()
    for patient, name in rows:
        await write_ahead(session, patient, zone=name, now=now)
    return len(rows) == AT_ONCE


def _reach(zone: str, now: datetime) -> date:
    """The last local date that has to be written down by now."""
    return wall.local(now, zone).date() + timedelta(days=AHEAD)


def move(occurrence: Occurrence, at: datetime, *, zone: str, now: datetime) -> None:
    """Give a waiting occurrence another instant."""
    occurrence.due_at, occurrence.changed_at = at, now
    occurrence.expires_at = lateness.expires(Kind(occurrence.kind), at, zone)


def planned_at(occurrence: Occurrence, item: PlanItem, zone: str) -> datetime | None:
    """When the rule has an occurrence in a zone; None when it no longer names its slot."""
    return dict(instants(Rule.read(item.rule), zone, occurrence.local_date)).get(occurrence.slot)
