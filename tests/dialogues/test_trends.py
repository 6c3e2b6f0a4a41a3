"""Trend rules report by themselves only where the deployment says so."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot.models import Incident, Occurrence, ProfileFact, TrendFinding
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import releases, reports

pytestmark = on_sqlite


async def answers_for_days(stage: Stage, ana: Phone, *numbness: int) -> None:
    for number in numbness:
        await ana.says("/checkin")
        for label in ("None of these", str(number), "2", "about the same"):
            await ana.taps(label)
        await stage.jumps(days=1)


async def answers_for_eight_days(stage: Stage, ana: Phone) -> None:
    """On the first and the last three of them: as few as say anything of a week."""
    await answers_for_days(stage, ana, 2)
    await stage.jumps(days=4)
    await answers_for_days(stage, ana, 2, 2, 2)


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


async def test_a_rise_of_two_points_is_routine_and_the_therapist_hears_that_day(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    turns(stage, on=True)
    tom.looks_away()
    await answers_for_days(stage, ana, 1, 1, 1, 3, 3, 3)
    async with stage.database() as session:
        found = (await session.exec(select(TrendFinding).where(TrendFinding.rule == "T2"))).all()
    assert [row.tier for row in found] == ["routine"]
    assert "it is getting worse" in tom.sees()


async def findings(stage: Stage, rule: str) -> list[tuple[str, dict[str, float | int | str]]]:
    async with stage.database() as session:
        found = (await session.exec(select(TrendFinding).where(TrendFinding.rule == rule))).all()
    return [(row.tier, row.evidence) for row in found]


async def compares(ana: Phone, change: str) -> None:
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", change):
        await ana.taps(label)


@pytest.mark.parametrize("on", [True, False])
async def test_the_third_worse_of_seven_answered_days_reaches_the_therapist_at_once(
    stage: Stage, ana: Phone, tom: Phone, on: bool
) -> None:
    turns(stage, on=on)
    for change, days in (("worse", 2), ("about the same", 1), ("worse", 3), ("about the same", 1)):
        await compares(ana, change)
        await stage.jumps(days=days)
    tom.looks_away()
    assert await findings(stage, "T3") == []
    await compares(ana, "worse")
    assert await findings(stage, "T3") == ([("routine", {"worse_days": 3, "answered": 5})] if on else [])
    assert ("it is getting worse" in tom.sees()) is on
    await stage.jumps(days=1)
    await compares(ana, "worse")
    assert len(await findings(stage, "T3")) == (1 if on else 0), "said once a week"


async def test_a_yes_to_worse_in_the_weekly_list_counts_among_the_seven(stage: Stage, ana: Phone, tom: Phone) -> None:
    turns(stage, on=True)
    for _ in range(2):
        await compares(ana, "worse")
        await stage.jumps(days=1)
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", "about the same"):
        await ana.taps(label)
    assert await findings(stage, "T3") == []
    await ana.taps("Skip for today")
    await ana.taps("Start")
    for item in stage.app.content.weekly_items():
        if not item.after:
            await ana.taps("Yes" if item.flag == "worse" else "No")
    assert await findings(stage, "T3") == [("routine", {"worse_days": 3, "answered": 3})]
    assert "it is getting worse" in tom.sees()


async def test_numbness_that_stays_is_named_after_a_week_and_again_after_four(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    turns(stage, on=True)
    await answers_for_eight_days(stage, ana)
    assert await findings(stage, "T1") == []
    await answers_for_days(stage, ana, 2)
    assert [tier for tier, _ in await findings(stage, "T1")] == ["routine"]
    assert "book a visit" in ana.sees()
    assert stage.app.content.red_flags["persist"].text("en").first_line in ana.sees()
    await stage.jumps(days=24)
    await answers_for_days(stage, ana, 2, 2, 2)
    assert len(await findings(stage, "T1")) == 1
    await answers_for_days(stage, ana, 2)
    assert len(await findings(stage, "T1")) == 2


async def test_walking_that_has_halved_is_named_and_two_answers_say_nothing(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    turns(stage, on=True)
    await stage.jumps(days=3)
    await ana.says("/measures")
    await ana.taps("Three activities")
    for answered, minutes in enumerate(("60", "60", "30")):
        assert await findings(stage, "T5") == [], answered
        await ana.says("/measures")
        await ana.taps("Two questions about walking")
        await ana.taps("0 falls")
        await ana.taps(minutes)
        await stage.jumps(days=6)
    assert [tier for tier, _ in await findings(stage, "T5")] == ["routine"]


@pytest.mark.parametrize("on", [True, False])
async def test_an_exercise_that_made_it_worse_twice_is_not_sent_again(
    stage: Stage, ana: Phone, tom: Phone, on: bool
) -> None:
    turns(stage, on=on)
    await stage.jumps(hours=3, minutes=30)
    for _ in range(2):
        await ana.taps("made it worse")
        said = ana.sees()
        await stage.jumps(hours=23, minutes=40)
        await stage.passes(minutes=20)
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


@pytest.mark.parametrize(("on", "weak"), [(True, True), (True, False), (False, True)])
async def test_two_falls_are_routine_and_urgent_with_new_weakness(
    stage: Stage, ana: Phone, tom: Phone, on: bool, weak: bool
) -> None:
    turns(stage, on=on)
    await stage.jumps(days=3)
    if weak:
        await reports(ana, "Leg weaker")
        await tom.taps("I have seen it")
        await releases(tom)
    await ana.says("/measures")
    await ana.taps("Three activities")
    await ana.says("/measures")
    await ana.taps("Two questions about walking")
    tom.looks_away()
    await ana.taps("2 falls")
    async with stage.database() as session:
        found = (await session.exec(select(TrendFinding))).all()
        sources = (await session.exec(select(Incident.source).order_by(Incident.id))).all()  # type: ignore[arg-type]
    tier = "urgent" if weak else "routine"
    assert [(row.rule, row.tier, row.evidence) for row in found] == ([("T5", tier, {"falls": 2})] if on else [])
    assert sources == [*(["urgent"] if weak else []), *(["trend"] if on else [])]
    assert ("URGENT" in tom.sees()) is (on and weak)
    assert "is any of it new or worse" in ana.screen(), "with the rules or without"


async def test_a_question_about_walking_that_is_left_out_is_never_a_none(stage: Stage, ana: Phone) -> None:
    turns(stage, on=True)
    await stage.jumps(days=3)
    await ana.says("/measures")
    await ana.taps("Three activities")
    await ana.says("/measures")
    await ana.taps("Two questions about walking")
    for _ in range(2):
        await ana.taps("Skip")
    await ana.says("/measures")
    assert "0 falls" not in ana.sees()
    async with stage.database() as session:
        assert (await session.exec(select(TrendFinding))).all() == []
        assert (await session.exec(select(ProfileFact))).all() == []


async def test_pain_that_jumps_within_a_day_brings_the_questions(stage: Stage, ana: Phone) -> None:
    turns(stage, on=True)
    await answers_for_days(stage, ana, 3)
    await ana.says("/checkin")
    for label in ("None of these", "3", "6", "about the same"):
        await ana.taps(label)
    assert "Did it come on suddenly?" in ana.sees()


async def test_a_therapist_sets_after_how_many_weeks_numbness_is_named(stage: Stage, ana: Phone, tom: Phone) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("What needs a look")
    assert "Numb for more than" not in tom.sees()
    turns(stage, on=True)
    await tom.taps("What needs a look")
    assert "Numb for more than 1 week and never looked at" in tom.sees()
    await tom.taps("6 wk")
    await answers_for_eight_days(stage, ana)
    await answers_for_days(stage, ana, 2)
    async with stage.database() as session:
        assert (await session.exec(select(TrendFinding))).all() == []
