"""Trend rules report by themselves only where the deployment says so."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot.models import Incident, Occurrence, TrendFinding
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite


async def answers_for_days(stage: Stage, ana: Phone, *numbness: int) -> None:
    for number in numbness:
        await ana.says("/checkin")
        for label in ("None of these", str(number), "2", "about the same"):
            await ana.taps(label)
        await stage.jumps(days=1)


def turns(stage: Stage, *, on: bool) -> None:
    """The switch of a deployment, without a restart."""
    content = replace(stage.app.content, policy=replace(stage.app.content.policy, trend_rules=on))
    stage.app.receiver._door._content = stage.app.delivery._content = content


@pytest.mark.parametrize("on", [True, False])
async def test_numbness_that_rises_within_days_is_urgent(stage: Stage, ana: Phone, tom: Phone, on: bool) -> None:
    turns(stage, on=on)
    await answers_for_days(stage, ana, 1, 1, 1, 4, 4, 4)
    assert ("URGENT" in tom.screen()) is on
    async with stage.database() as session:
        found = (await session.exec(select(TrendFinding).where(TrendFinding.rule == "T2"))).all()
        sources = (await session.exec(select(Incident.source))).all()
    assert [(row.tier, row.evidence) for row in found] == (
        [("urgent", {"scale": "numbness", "now": 4, "before": 1})] if on else []
    )
    assert sources == (["trend"] if on else [])


@pytest.mark.parametrize("on", [True, False])
async def test_an_exercise_that_made_it_worse_twice_is_not_sent_again(
    stage: Stage, ana: Phone, tom: Phone, on: bool
) -> None:
    turns(stage, on=on)
    await stage.jumps(hours=3, minutes=30)
    for _ in range(2):
        await ana.taps("made it worse")
        said = ana.sees()
        await stage.jumps(days=1)
    assert ("until your therapist has changed it" in said) is on
    assert "new weakness" in said
    async with stage.database() as session:
        found = select(Occurrence.state, Occurrence.reason).where(
            Occurrence.kind == "exercise", Occurrence.due_at <= stage.clock.now()
        )
        rows = (await session.exec(found.order_by(Occurrence.due_at))).all()  # type: ignore[arg-type]
    last = ("suppressed", "made_worse") if on else ("sent", None)
    assert [tuple(row) for row in rows] == [("worse", None), ("worse", None), last]
    await tom.says("/patients")
    assert "an exercise made it worse" in tom.sees()
