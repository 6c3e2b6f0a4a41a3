"""The sitting clock: nudges count from the last movement, a break that was taken counts."""

import pytest

from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.test_reminders import states

pytestmark = on_sqlite


async def test_the_next_nudge_is_counted_from_the_break_that_was_taken(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await stage.passes(minutes=10)
    await ana.taps("Done", message="Time to stand up")
    ana.looks_away()
    await stage.passes(minutes=44)
    assert "Time to stand up" not in ana.sees()
    await stage.passes(minutes=1)
    assert "Time to stand up" in ana.sees()


async def test_a_walk_takes_the_place_of_the_next_nudge_and_counts_once(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=30)
    await ana.says("/moved")
    await ana.taps("I just walked")
    assert "you moved" in ana.sees()
    assert "The next nudge comes at 10:15" in ana.sees()
    assert (await states(stage, "nudge", ahead=True)).count(("done", "moved")) == 1
    await ana.says("/moved")
    await ana.taps("Standing now")
    assert "you are standing" in ana.sees()
    assert (await states(stage, "nudge", ahead=True)).count(("done", "moved")) == 1
    await ana.says("/progress")
    assert "1 of 1 exercises and breaks" in ana.sees()


async def test_a_meeting_keeps_it_still_until_its_end_and_no_longer(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=30)
    await ana.says("/moved")
    await ana.taps("In a meeting")
    await ana.taps("Until 10:30")
    assert "No nudge until 10:30" in ana.sees()
    ana.looks_away()
    await stage.passes(minutes=59)
    assert ana.sees() == ""
    await stage.passes(minutes=1)
    assert ana.sees().count("Time to stand up") == 1


async def test_not_today_stops_the_nudges_and_nothing_else(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("Not today", message="Time to stand up")
    assert "No more nudges today" in ana.sees()
    ana.looks_away()
    await stage.passes(hours=8)
    assert "Time to stand up" not in ana.sees()
    assert "Time for your exercise" in ana.sees()
    await stage.passes(hours=17)
    assert "Time to stand up" in ana.screen()


async def test_a_snoozed_nudge_takes_the_ones_behind_it_along(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("In 30 min")
    ana.looks_away()
    await stage.passes(minutes=30)
    assert ana.sees().count("Time to stand up") == 1
    ana.looks_away()
    await stage.passes(minutes=44)
    assert "Time to stand up" not in ana.sees()


async def test_what_a_put_off_nudge_leaves_no_room_for_says_so(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("In 60 min")
    await ana.says("/why")
    assert "16:30 · Stand up\n→ not sent: you put an earlier one off" in ana.sees()
    assert "you moved by yourself" not in ana.sees()


async def test_a_nudge_that_was_put_off_and_then_left_for_today_counts_as_asked(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("In 10 min")
    await ana.says("/moved")
    await ana.taps("Not today")
    await stage.passes(minutes=10)
    assert await states(stage, "nudge") == [("skipped", None)]
    assert "Time to stand up" not in ana.screen()


async def test_a_nudge_that_was_put_off_does_not_come_after_a_walk(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("In 10 min")
    await stage.passes(minutes=5)
    await ana.says("/moved")
    await ana.taps("I just walked")
    assert "The next nudge comes at 10:35" in ana.sees()
    ana.looks_away()
    await stage.passes(minutes=44)
    assert "Time to stand up" not in ana.sees()
    await stage.passes(minutes=1)
    assert "Time to stand up" in ana.sees()
    assert await states(stage, "nudge") == [("done", None), ("sent", None)]


async def test_a_nudge_that_was_put_off_does_not_come_into_a_meeting(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("In 10 min")
    await ana.says("/moved")
    await ana.taps("In a meeting")
    await ana.taps("Until 10:45")
    ana.looks_away()
    await stage.passes(minutes=59)
    assert "Time to stand up" not in ana.sees()
    await stage.passes(minutes=1)
    assert ana.sees().count("Time to stand up") == 1


@pytest.mark.parametrize("taps", [["I just walked"], ["In a meeting", "Until 10:45"], ["Not today"]])
async def test_what_is_said_elsewhere_takes_the_buttons_from_the_nudge(
    stage: Stage, ana: Phone, taps: list[str]
) -> None:
    await stage.passes(minutes=45)
    await ana.says("/moved")
    for label in taps:
        await ana.taps(label)
    await stage.passes(seconds=1)
    assert "Stand up: this one is over." in ana.screen()
    assert "In 10 min" not in ana.buttons()


@pytest.mark.parametrize("taps", [["Standing now"], ["In a meeting", "Until 10:45"], ["Not today"]])
async def test_what_is_said_under_the_nudge_stays_in_its_place(stage: Stage, ana: Phone, taps: list[str]) -> None:
    await stage.passes(minutes=45)
    for label in taps:
        await ana.taps(label)
    said = ana.sees()
    await stage.passes(seconds=1)
    assert "this one is over" not in ana.screen()
    assert said in ana.screen()


async def test_today_says_of_a_walk_when_it_was(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=30)
    await ana.says("/moved")
    await ana.taps("I just walked")
    await ana.says("/today")
    assert "So far\n09:30 · Stand up · done" in ana.sees()


async def test_a_nudge_that_nobody_answered_loses_its_buttons_to_the_next(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=90)
    assert [m.buttons is not None for m in ana.chat.messages if "Time to stand up" in m.text] == [True]
    assert "Stand up: this one is over." in ana.screen()
    assert await states(stage, "nudge") == [("expired", "superseded"), ("sent", None)]


async def test_the_last_nudge_of_an_evening_loses_its_buttons_to_the_first_of_the_next_day(
    stage: Stage, ana: Phone
) -> None:
    await stage.passes(hours=24, minutes=50)
    assert len([m for m in ana.chat.messages if m.buttons and "Time to stand up" in m.text]) == 1


async def test_outside_the_sitting_hours_a_meeting_has_nothing_to_move(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=9)
    await ana.says("/moved")
    await ana.taps("In a meeting")
    assert "Your sitting time is nearly over" in ana.sees()
    await ana.says("/moved")
    await ana.taps("I just walked")
    assert "No more nudges today" in ana.sees()
