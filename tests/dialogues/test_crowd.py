"""Many patients in quiet hours keep nobody else from being asked."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import insert
from sqlmodel import select

from bot.models import Occurrence, OutboxRow, Patient, Person, Plan, PlanItem
from schedules import ask_again
from tests.cast import Stage

CROWD = 450
ALL_DAY = {"quiet_from": "00:00", "quiet_until": "23:59"}
AT_NIGHT = {"quiet_from": "21:00", "quiet_until": "07:00"}
WORDS = {"identity": "Is this still Nell's phone?", "silence": "I have not heard from you for a week"}


async def crowd(stage: Stage) -> int:
    """Patients who were silent for a week. It is quiet for all of them but the last, whose number it gives."""
    now, ids = stage.clock.now(), range(1001, 1001 + CROWD + 1)
    nell = ids[-1]
    long_ago, last_week = now - timedelta(days=40), now - timedelta(days=7)
    people: list[dict[str, Any]] = [
        {"id": id_, "telegram_id": id_, "first_name": "Nell", "language": "en", "zone": "UTC", "created_at": long_ago}
        for id_ in ids
    ]
    patients = [
        {"person_id": id_, "code": f"X{id_}", "enrolled_at": long_ago} | (AT_NIGHT if id_ == nell else ALL_DAY)
        for id_ in ids
    ]
    sent = [
        {
            "item_id": 1, "patient_id": id_, "kind": "check_in", "local_date": date(2026, 2, 23), "slot": id_,
            "due_at": last_week, "sent_at": last_week, "changed_at": last_week, "state": "expired", "snoozes": 0,
        }
        for id_ in ids
    ]  # fmt: skip
    async with stage.database() as session:
        connection = await session.connection()
        await connection.execute(insert(Person), people)
        await connection.execute(insert(Patient), patients)
        session.add(Plan(id=1, patient_id=nell, starter="", assigned_at=long_ago))
        await session.flush()
        session.add(PlanItem(id=1, plan_id=1, kind="check_in"))
        await session.flush()
        await connection.execute(insert(Occurrence), sent)
    return nell


@pytest.mark.parametrize("what", WORDS)
async def test_nobody_waits_behind_the_quiet_hours_of_others(stage: Stage, what: str) -> None:
    nell = await crowd(stage)
    async with stage.database() as session:
        assert await ask_again.run(session, stage.app.content, stage.clock.now()) is False
    async with stage.database() as session:
        owed = (await session.exec(select(OutboxRow.chat_id, OutboxRow.body))).all()
    assert [chat for chat, body in owed if WORDS[what] in str(body)] == [nell]
