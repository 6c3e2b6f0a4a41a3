"""A patient's plan as a file that a phone's calendar takes in. Its titles are discreet: others may see a calendar."""

import hashlib
from collections import Counter
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content import Words
from bot.domain import wall
from bot.domain.lanes import Kind
from bot.models import Patient, PlanItem
from bot.services import plans

NAME = "stepwell.ics"


async def file(
    session: AsyncSession, patient: Patient, say: Words, *, zone: str, now: datetime
) -> dict[str, Any] | None:
    """What a message says of the file (see delivery.calendar_file); None without a plan."""
    plan = await plans.current(session, patient.person_id)
    if plan is None:
        return None
    return {
        "kind": "calendar",
        "name": NAME,
        "title": say.label("calendar.name"),
        "zone": zone,
        "first": wall.local(now, zone).date().isoformat(),
        "made_at": now.isoformat(),
        "sequence": plan.id,
        "items": _items(await plans.items(session, plan.id), patient.code, say),
    }


def _items(found: list[PlanItem], code: str, say: Words) -> list[dict[str, Any]]:
    """The lines in order, but for tips, which take no time. A `uid` says who, what, and the how many-th of its kind: it
    outlives a plan's versions.
    """
    seen: Counter[tuple[str, str | None]] = Counter()
    items = []
    for item in (one for one in found if one.kind != Kind.TIP):
        what = (item.kind, item.exercise)
        key = f"{code}:{item.kind}:{item.exercise}:{seen[what]}"
        seen[what] += 1
        uid = hashlib.sha256(key.encode()).hexdigest()[:24]
        items.append({"uid": uid, "title": _title(item, say), "rule": item.rule})
    return items


def _title(item: PlanItem, say: Words) -> str:
    if item.kind == Kind.CHECK_IN:
        return say.label("calendar.check_in")
    return say.label("calendar.breaks" if item.kind == Kind.NUDGE else "calendar.move")
