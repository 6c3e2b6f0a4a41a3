"""What is left of the day when a plan, or the times of one's day, change; and when somebody leaves and comes back."""

from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.test_reminders import states
from tests.dialogues.test_restraint import given

EXERCISE = "knee_extension"


@on_sqlite
async def test_longer_sitting_hours_keep_the_nudges_of_the_afternoon(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=4, minutes=20)
    await ana.says("/settings")
    await ana.taps("Sitting hours")
    await ana.says("09:00-18:30")
    await stage.passes(hours=6)
    assert [state for state, _ in await states(stage, "nudge")] == [*["expired"] * 9, "sent"]


@on_sqlite
async def test_the_time_that_stays_when_another_is_taken_out_comes_today_too(stage: Stage, ana: Phone) -> None:
    await given(stage, Line(Kind.EXERCISE, {"times": ["09:30", "15:00"]}, EXERCISE))
    await stage.passes(hours=1)
    await given(stage, Line(Kind.EXERCISE, {"times": ["15:00"]}, EXERCISE))
    ana.looks_away()
    await stage.passes(hours=7)
    assert ana.sees().count("Time for your exercise") == 1
