"""What a therapist sees before a plan is given."""

from sqlmodel import select

from bot.models import Plan
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite


@on_sqlite
async def test_a_plan_is_seen_before_it_is_given(stage: Stage, ana: Phone, tom: Phone) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Give a plan")
    await tom.taps("Desk")
    sees = tom.sees()
    assert "Ana: the next 14 days" in sees
    assert "From “Desk”:" in sees
    assert "Times as in Madrid" in sees
    assert "Stand up 09:45–16:30 (10 times)" in sees
    assert "Ankle pumps 11:00, 15:00" in sees
    assert "Stand up: 100" in sees
    assert "Compared with the plan now: 58 more, 0 fewer, 0 at another time." in sees
    assert "Nothing is saved yet." in sees
    await tom.taps("Back")
    assert "Which plan for Ana?" in tom.screen()
    async with stage.database() as session:
        assert [plan.starter for plan in (await session.exec(select(Plan))).all()] == ["starter"]


@on_sqlite
async def test_what_falls_into_quiet_hours_is_said(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Quiet hours")
    await ana.says("18:00-08:00")
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Give a plan")
    await tom.taps("Gentle mobility")
    assert "14 fall into the quiet hours, 18:00 to 08:00: they would not be sent." in tom.sees()
