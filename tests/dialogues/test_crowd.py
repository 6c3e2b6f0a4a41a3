"""Many patients who cannot be asked now keep nobody else from being asked."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import select

from bot.models import Incident, Occurrence, OutboxRow, Patient, Person, Plan, PlanItem
from schedules import ask_again
from tests.cast import Stage

CROWD = 450
ALL_DAY = {"quiet_from": "00:00", "quiet_until": "23:59"}
AT_NIGHT = {"quiet_from": "21:00", "quiet_until": "07:00"}
WORDS = {
    "leaflet": "This comes once a month",
    "identity": "Is this still Nell's phone?",
    "silence": "I have not heard from you for a week",
}


async def crowd(stage: Stage, kept_by: str) -> int:
    """Patients who were silent for a week, and may not be asked now but for the last, whose number it gives."""
    now, ids = stage.clock.now(), range(1001, 1001 + CROWD + 1)
    nell = ids[-1]
    long_ago, last_week = now - timedelta(days=40), now - timedelta(days=7)
    people: list[dict[str, Any]] = [
        {"id": id_, "telegram_id": id_, "first_name": "Nell", "language": "en", "zone": "UTC", "created_at": long_ago}
        for id_ in ids
    ]
    patients = [
        {"person_id": id_, "code": f"X{id_}", "enrolled_at": long_ago}
        | (ALL_DAY if kept_by == "quiet" and id_ != nell else AT_NIGHT)
        for id_ in ids
    ]
    sent = [
        {
            "item_id": 1, "patient_id": id_, "kind": "check_in", "local_date": date(2026, 2, 23), "slot": id_,
            "due_at": last_week, "sent_at": last_week, "changed_at": last_week, "state": "expired", "snoozes": 0,
        }
        for id_ in ids
    ]  # fmt: skip
    crises = [
        {
            "patient_id": id_, "tier": "crisis", "source": "text", "rules_version": "1", "opened_at": now,
            "state": "open",
        }
        for id_ in ids[:-1]
    ]  # fmt: skip
    async with stage.database() as session:
        connection = await session.connection()
        await connection.execute(insert(Person), people)
        await connection.execute(insert(Patient), patients)
        if kept_by == "crisis":
            await connection.execute(insert(Incident), crises)
        session.add(Plan(id=1, patient_id=nell, starter="", assigned_at=long_ago))
        await session.flush()
        session.add(PlanItem(id=1, plan_id=1, kind="check_in"))
        await session.flush()
        await connection.execute(insert(Occurrence), sent)
    return nell


@pytest.mark.parametrize("kept_by", ["quiet", "crisis"])
@pytest.mark.parametrize("what", WORDS)
async def test_nobody_waits_behind_others_who_have_to_wait(stage: Stage, what: str, kept_by: str) -> None:
    nell = await crowd(stage, kept_by)
    async with stage.database() as session:
        assert await ask_again.run(session, stage.app.content, stage.clock.now()) is False
    async with stage.database() as session:
        owed = (await session.exec(select(OutboxRow.chat_id, OutboxRow.body))).all()
    assert [chat for chat, body in owed if WORDS[what] in str(body)] == [nell]
