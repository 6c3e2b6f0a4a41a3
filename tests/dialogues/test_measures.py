"""What changes over weeks: offered after a check-in, in the patient's own words, never while a case is open."""

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
    await tom.taps("Chair stand")
    assert "Ana is not asked for the chair stand" in tom.sees()
    assert "I don't know their balance" in tom.sees()
    await tom.taps("Ask for it")
    assert "Ana is asked for the chair stand" in tom.sees()
    await ana.says("/measures")
    assert "🪑 Standing up, one minute" in ana.buttons()
    await tom.taps("Stop asking")
    await ana.taps("Standing up")
    assert "There is nothing to answer just now" in ana.sees()
