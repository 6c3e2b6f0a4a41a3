"""What changes over weeks: offered after a check-in, in the patient's own words, never while a case is open."""

import pytest
from sqlmodel import select

from bot.models import ProfileFact
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite


async def quiet_check_in(ana: Phone) -> None:
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", "about the same"):
        await ana.taps(label)


async def test_three_activities_are_named_once_and_rated_every_two_weeks(stage: Stage, ana: Phone) -> None:
    await quiet_check_in(ana)
    assert "Three activities" not in ana.sees()
    await stage.jumps(days=1)
    await quiet_check_in(ana)
    await ana.taps("Three activities")
    for words in ("walking to the shop", "x" * 61, "stairs", "standing  in a queue"):
        await ana.says(words)
        if words.startswith("x"):
            assert "at most 60 letters" in ana.sees()
    for words, value in (("walking to the shop", "4"), ("stairs", "5"), ("standing in a queue", "6")):
        assert words in ana.sees()
        assert "How well can you do it today?" in ana.sees()
        await ana.taps(value)
    assert "Thank you, noted." in ana.sees()
    await ana.says("/measures")
    assert "Tue, 3 Mar: 5" in ana.sees()
    assert "walking to the shop, stairs, standing in a queue" in ana.sees()
    await stage.jumps(days=14)
    await quiet_check_in(ana)
    await ana.taps("Three activities")
    assert "walking to the shop" in ana.sees()


@on_sqlite
async def test_after_a_month_one_question_about_the_whole(stage: Stage, ana: Phone) -> None:
    await stage.jumps(days=30)
    await ana.says("/measures")
    await ana.taps("Three activities")
    await ana.says("/measures")
    await ana.taps("One question about the last month")
    await ana.taps("A little better")
    await ana.taps_old("Much worse")
    assert "A little better" not in ana.sees()
    await ana.says("/measures")
    assert "A little better" in ana.sees()


@on_sqlite
async def test_nothing_is_measured_while_a_case_is_open(stage: Stage, ana: Phone) -> None:
    await stage.jumps(days=1)
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    await ana.says("/measures")
    assert "Three activities" not in ana.sees()


@on_sqlite
async def test_other_activities_can_be_chosen(stage: Stage, ana: Phone) -> None:
    await stage.jumps(days=1)
    await ana.says("/measures")
    await ana.taps("Three activities")
    for words in ("stairs", "shopping", "dancing"):
        await ana.says(words)
    for value in ("1", "2", "3"):
        await ana.taps(value)
    await ana.says("/measures")
    await ana.taps("Choose other activities")
    await stage.jumps(days=14)
    await ana.says("/measures")
    assert "Your own activities:" not in ana.sees()
    await ana.taps("Three activities")
    assert "number 1 of 3" in ana.sees()


@on_sqlite
async def test_the_chair_stand_waits_for_a_therapists_wish(stage: Stage, ana: Phone, tom: Phone) -> None:
    await quiet_check_in(ana)
    assert "Standing up" not in ana.sees()
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Measures")
    assert "Ana is not asked for the chair stand" in tom.sees()
    assert "Nothing is known of their balance yet" in tom.sees()
    await tom.taps("Ask for it")
    assert "Ana is asked for the chair stand" in tom.sees()
    await ana.says("/measures")
    assert "🪑 Standing up, one minute" in ana.buttons()
    await tom.taps("Stop asking")
    await ana.taps("Standing up")
    assert "There is nothing to answer just now" in ana.sees()


@on_sqlite
@pytest.mark.parametrize(("label", "said"), [("Yes", "yes"), ("Prefer not to say", "untold")])
async def test_without_a_no_to_poor_balance_nobody_stands_up_and_down(
    stage: Stage, ana: Phone, tom: Phone, label: str, said: str
) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Measures")
    await tom.taps("Ask for it")
    await ana.says("/measures")
    await ana.taps("Standing up")
    assert "Is your balance poor, or have you fallen" in ana.sees()
    await ana.taps(label)
    assert "Then leave this one out" in ana.sees()
    assert "firm chair" not in ana.screen()
    async with stage.database() as session:
        fact = (await session.exec(select(ProfileFact))).one()
    assert (fact.fact, fact.said) == ("poor_balance", said)


@on_sqlite
async def test_a_fall_brings_the_list_and_rules_out_what_needs_balance(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.jumps(days=3)
    await ana.says("/measures")
    await ana.taps("Three activities")
    await ana.says("/measures")
    await ana.taps("Two questions about walking")
    await ana.taps("1 fall")
    assert "is any of it new or worse" in ana.sees()
    assert "Stand-up break" in ana.sees()
    assert "Poor balance or a fall" in tom.sees()
    assert "rules out: Stand-up break" in tom.sees()
    await ana.taps("20", message="How many minutes")
    await ana.says("/measures")
    assert "Thu, 5 Mar: 20 min a day · 1 fall" in ana.sees()
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Measures")
    assert "20 min a day · 1 fall" in tom.sees()
    assert "Poor balance or a fall is known" in tom.sees()
    await tom.taps("Ask for it")
    await ana.says("/measures")
    assert "Standing up" not in str(ana.buttons())
    await stage.passes(hours=2)
    assert "stand up" not in ana.sees()
    await ana.says("/why")
    assert "your health facts speak against it" in ana.sees()
