"""Trend rules report by themselves only where the deployment says so."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot.models import Incident, TrendFinding
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite


async def answers_for_days(stage: Stage, ana: Phone, *numbness: int) -> None:
    for number in numbness:
        await ana.says("/checkin")
        for label in ("None of these", str(number), "2", "about the same"):
            await ana.taps(label)
        await stage.jumps(days=1)


@pytest.mark.parametrize("on", [True, False])
async def test_numbness_that_rises_within_days_is_urgent(stage: Stage, ana: Phone, tom: Phone, on: bool) -> None:
    door = stage.app.receiver._door  # the switch of a deployment, turned without a restart
    door._content = replace(stage.app.content, policy=replace(stage.app.content.policy, trend_rules=on))
    await answers_for_days(stage, ana, 1, 1, 1, 4, 4, 4)
    assert ("URGENT" in tom.screen()) is on
    async with stage.database() as session:
        found = (await session.exec(select(TrendFinding).where(TrendFinding.rule == "T2"))).all()
        sources = (await session.exec(select(Incident.source))).all()
    assert [(row.tier, row.evidence) for row in found] == (
        [("urgent", {"scale": "numbness", "now": 4, "before": 1})] if on else []
    )
    assert sources == (["trend"] if on else [])
