"""What is left of the day when a plan, or the times of one's day, change; and when somebody leaves and comes back."""

from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.test_reminders import states
from tests.dialogues.test_restraint import QUIET_DAY, given

EXERCISE = "knee_extension"
ASKS = "is any of this new or worse"


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


@on_sqlite
async def test_the_second_check_in_of_a_day_comes_though_the_first_is_answered_and_the_plan_changes(
    stage: Stage, ana: Phone
) -> None:
    await given(stage, Line(Kind.CHECK_IN, {"times": ["10:00", "20:00"]}))
    await stage.passes(hours=1)
    for label in QUIET_DAY:
        await ana.taps(label)
    await given(stage, Line(Kind.CHECK_IN, {"times": ["20:00"]}))
    ana.looks_away()
    await stage.passes(hours=10, minutes=30)
    assert ana.sees().count(ASKS) == 1


async def test_a_check_in_unasked_takes_the_place_of_the_next_one_alone(stage: Stage, ana: Phone) -> None:
    await given(stage, Line(Kind.CHECK_IN, {"times": ["10:00", "20:00"]}))
    await ana.says("/checkin")
    for label in QUIET_DAY:
        await ana.taps(label)
    ana.looks_away()
    await stage.passes(hours=10)
    assert ASKS not in ana.sees()
    await stage.passes(hours=1, minutes=1)
    assert ana.sees().count(ASKS) == 1


@on_sqlite
async def test_the_times_that_a_therapist_gave_stay_whatever_else_the_patient_sets(stage: Stage, ana: Phone) -> None:
    breaks = {"every_minutes": 60, "start": "15:00", "end": "17:30"}
    await given(stage, Line(Kind.CHECK_IN, {"times": ["18:00"]}), Line(Kind.NUDGE, breaks, "stand_up_break"))
    await ana.says("/settings")
    assert "A short check-in every day at 18:00" in ana.sees()
    await ana.taps("Language")
    await ana.taps("English")
    await ana.says("/settings")
    await ana.taps("Sitting days")
    await ana.taps("Fri")
    ana.looks_away()
    await stage.passes(hours=9, minutes=1)
    assert ana.sees().count(ASKS) == 1
    assert [state for state, _ in await states(stage, "nudge")] == ["expired", "sent"]


@on_sqlite
async def test_a_changed_check_in_time_leaves_the_rest_of_the_plan(stage: Stage, ana: Phone) -> None:
    breaks = {"every_minutes": 60, "start": "15:00", "end": "17:30"}
    await given(stage, Line(Kind.CHECK_IN, {"times": ["18:00"]}), Line(Kind.NUDGE, breaks, "stand_up_break"))
    await ana.says("/settings")
    await ana.taps("Check-in time")
    await ana.says("19:00")
    ana.looks_away()
    await stage.passes(hours=9, minutes=30)
    assert ASKS not in ana.sees()
    assert [state for state, _ in await states(stage, "nudge")] == ["expired", "sent"]
    await stage.passes(minutes=31)
    assert ana.sees().count(ASKS) == 1


async def test_who_leaves_and_comes_back_has_the_reminders_of_the_day_again(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=1)
    await ana.says("/stop")
    await ana.taps("Yes")
    await stage.passes(hours=1)
    await ana.says("/start")
    await ana.taps("Go on")
    await ana.taps("I am 18 or over")
    ana.looks_away()
    await stage.passes(hours=2)
    assert ana.sees().count("Time for your exercise") == 1
    await stage.passes(hours=20)
    assert ana.sees().count(ASKS) == 1


@on_sqlite
async def test_a_nudge_that_found_no_room_takes_none_when_the_hours_get_longer(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("In 60 min")
    await stage.passes(minutes=75)
    await ana.says("/settings")
    await ana.taps("Sitting hours")
    await ana.says("09:00-18:30")
    await stage.passes(hours=8)
    assert [state for state, _ in await states(stage, "nudge")].count("expired") == 7


@on_sqlite
async def test_not_today_holds_when_the_hours_get_longer(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("Not today", message="Time to stand up")
    await ana.says("/settings")
    await ana.taps("Sitting hours")
    await ana.says("09:00-18:30")
    ana.looks_away()
    await stage.passes(hours=10)
    assert "Time to stand up" not in ana.sees()
