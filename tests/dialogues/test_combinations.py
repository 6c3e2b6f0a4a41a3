"""Combination rules as people meet them: what weighs more together, what hurries the alert, what is added."""

import pytest
from sqlmodel import select

from bot.models import Judgement
from bot.models.person import Role
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import BEA, backs_up, case, joins, reports

pytestmark = on_sqlite


async def knows(tom: Phone, fact: str) -> None:
    await tom.says("/patients")
    for label in ("Ana", "Health and known", fact):
        await tom.taps(label)


async def rules(stage: Stage) -> set[str]:
    async with stage.database() as session:
        return {rule for row in (await session.exec(select(Judgement))).all() for rule in row.rules}


@pytest.mark.parametrize(
    ("first", "second", "rule"),
    [
        ("Numbness came on suddenly", "Hard to walk", "C1"),
        ("Leg weaker", "Numbness is moving up", "C4"),
        ("One leg newly swollen", "Chest pain", "C5"),
        ("Fever, shivers", "Leg weaker", "C6"),
        ("Hard to walk", "Leg weaker", "C8"),
        ("Numbness is moving up", "Hard to walk", "C9"),
    ],
)
async def test_two_signs_on_two_days_are_judged_together(
    stage: Stage, ana: Phone, tom: Phone, first: str, second: str, rule: str
) -> None:
    await reports(ana, first)
    assert "get medical advice today" in ana.sees()
    await stage.jumps(hours=30)
    tom.looks_away()
    await reports(ana, second)
    assert rule in await rules(stage)
    emergency = rule != "C8"
    assert ("call 112 now" in ana.sees()) is emergency
    assert ("EMERGENCY" if emergency else "URGENT") in tom.sees()


async def test_a_blow_to_the_head_in_a_small_fall_is_an_emergency(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", "about the same", "Skip for today", "Start"):
        await ana.taps(label)
    for item in stage.app.content.weekly_items():
        if item.flag == "head_injury":
            break
        if not item.after:
            await ana.taps("A small fall" if item.flag == "trauma" else "No")
    assert "EMERGENCY" not in tom.screen()
    await ana.taps("Yes")
    assert "C3" in await rules(stage)
    assert "EMERGENCY" in tom.screen()


@pytest.mark.parametrize(
    ("fact", "line"),
    [("Operation lately", "about your operation"), ("Pregnant or new baby", "pregnant or have had a baby")],
)
async def test_what_the_doctor_has_to_know_is_added_and_the_tier_stays(
    stage: Stage, ana: Phone, tom: Phone, fact: str, line: str
) -> None:
    await knows(tom, fact)
    await reports(ana, "Leg weaker")
    assert line in ana.sees()
    assert "get medical advice today" in ana.sees()
    await reports(ana, "Trouble peeing")
    assert line in ana.sees()
    assert "call 112 now" in ana.sees()


@pytest.mark.parametrize("both", [False, True])
async def test_two_urgent_signs_reach_the_backup_within_an_hour(
    stage: Stage, ana: Phone, tom: Phone, both: bool
) -> None:
    """One alone has two hours of the clinic's working time."""
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    await backs_up(stage, tom, bea)
    await reports(ana, "One leg newly swollen")
    if both:
        await reports(ana, "Strong foot pain")
    assert (await case(stage)).priority == ("high" if both else None)
    await stage.passes(minutes=59)
    assert bea.sees() == ""
    await stage.passes(minutes=2)
    assert ("URGENT" in bea.sees()) is both


async def test_words_against_a_tapped_none_are_asked_about_once_and_the_team_reads_that_they_differ(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await ana.says("/checkin")
    await ana.taps("None of these")
    await ana.says("my leg is much weaker today and it gives way")
    assert "get medical advice today" in ana.sees()
    assert ana.sees().count("Is this happening now?") == 1
    assert "Contradictory" in tom.sees()
    assert "C14" in await rules(stage)
    assert (await case(stage)).contradictory
