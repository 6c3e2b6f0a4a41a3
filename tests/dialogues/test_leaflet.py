"""The signs that need an ambulance come again: once a month, and once after the plan has changed."""

from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite

AGAIN = "This comes once a month, and when your plan has changed."


async def gives(tom: Phone, plan: str) -> None:
    await tom.says("/patients")
    for label in ("Ana", "Give a plan", plan, "Give this plan"):
        await tom.taps(label)


def times(ana: Phone) -> int:
    return ana.screen().count(AGAIN)


async def test_at_enrolment_and_then_once_a_month_with_the_number_and_the_way_to_the_list(
    stage: Stage, ana: Phone
) -> None:
    assert "Please remember: call 112" in ana.screen()
    await stage.jumps(days=29)
    assert times(ana) == 0
    await stage.jumps(days=1, minutes=5)
    assert times(ana) == 1
    shown = next(message for message in ana.chat.messages if AGAIN in message.text)
    assert "call 112" in shown.text
    assert "Numbness between the legs" in shown.text
    await ana.taps("Something is wrong", message=AGAIN)
    assert "Is any of this new or worse?" in ana.sees()
    await stage.jumps(days=29)
    assert times(ana) == 1


async def test_after_a_change_of_the_plan_it_comes_once_and_never_at_night(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await stage.jumps(days=2, hours=13)
    for plan in ("Desk", "Circulation"):
        await gives(tom, plan)
    await stage.passes(minutes=30)
    assert "Tom has changed your plan" not in ana.screen(), "it is night for her"
    assert times(ana) == 0
    await stage.passes(hours=11)
    assert ana.screen().count("Tom has changed your plan") == 2
    assert times(ana) == 1
    await gives(tom, "Gentle mobility")
    await stage.passes(hours=3)
    assert times(ana) == 1, "once a day at most"
    await stage.passes(hours=24)
    assert times(ana) == 2


async def test_not_on_a_pause(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.jumps(days=2)
    await ana.says("/pause")
    await ana.taps("3 days")
    await gives(tom, "Desk")
    await stage.jumps(days=2)
    assert times(ana) == 0
    await stage.jumps(days=2)
    assert times(ana) == 1
