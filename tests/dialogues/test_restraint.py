"""Restraint: one further word, one message after an outage, a day's budget, and nothing left that looks open."""

import asyncio
from dataclasses import replace

import pytest
from sqlmodel import select

from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line
from bot.models import OutboxRow
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from bot.services import plans
from tests.cast import ANA, Stage, enrols, on_sqlite
from tests.dialogues.test_reminders import states

pytestmark = on_sqlite
QUIET_DAY = ["None of these", "3", "2", "about the same"]


CHECK_IN = Line(Kind.CHECK_IN, {"times": ["09:00"]})


def exercise_at(at: str) -> Line:
    return Line(Kind.EXERCISE, {"times": [at]}, "knee_extension")


async def given(stage: Stage, *lines: Line, to: int = ANA, zone: str = "Europe/Madrid") -> None:
    """Tom gives somebody a plan of these lines."""
    patient = await stage.patient(to)
    async with stage.database() as session:
        mine = await session.merge(patient)
        await plans.put(session, mine, "starter", lines, zone=zone, by=None, now=stage.clock.now())


def allows(stage: Stage, reminders_a_day: int) -> None:
    stage.app.content = replace(
        stage.app.content, policy=replace(stage.app.content.policy, reminders_a_day=reminders_a_day)
    )
    stage.app.delivery._content = stage.app.content


async def test_an_unanswered_check_in_gets_one_further_word_and_no_more(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    ana.looks_away()
    await stage.passes(hours=4)
    assert ana.sees().count("Your check-in is still open") == 1
    ana.looks_away()
    await stage.passes(hours=4)
    assert "Your check-in is still open" not in ana.sees()


async def test_an_answer_clears_the_further_word(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    await stage.passes(hours=4)
    asked = ("new or worse", "How numb", "How much does it hurt", "compared")
    for label, words in zip(QUIET_DAY, asked, strict=True):
        await ana.taps(label, message=words)
    await stage.passes(minutes=1)
    assert "Your check-in is still open" not in ana.screen()


async def test_an_answered_check_in_gets_no_further_word(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    for label in QUIET_DAY:
        await ana.taps(label)
    await stage.passes(hours=8)
    assert "Your check-in is still open" not in ana.screen()


async def test_a_check_in_that_is_taken_up_elsewhere_leaves_no_open_buttons_behind(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    await ana.says("/checkin")
    await stage.passes(seconds=5)
    assert [m.buttons is not None for m in ana.chat.messages if "is any of this new or worse" in m.text] == [True]
    assert "Check-in: this one is over." in ana.screen()


async def test_a_check_in_that_is_over_loses_its_buttons_the_next_day(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    await stage.passes(hours=21)
    assert "Check-in: this one is over." in ana.screen()
    assert await states(stage, "check_in") == [("expired", None)]


async def test_who_is_in_the_middle_of_answering_gets_the_exercise_after_it(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3, minutes=29)
    await ana.says("/checkin")
    await ana.taps("None of these")
    await stage.passes(minutes=1)
    assert "Time for your exercise" not in ana.sees()
    await stage.passes(minutes=3)
    assert "Time for your exercise" in ana.sees()


@pytest.mark.parametrize(
    "begun", [["/checkin"], ["/urgent"], ["/settings", "Quiet hours"], ["/measures", "Three activities"]]
)
async def test_who_has_just_begun_anything_is_left_to_it(stage: Stage, ana: Phone, begun: list[str]) -> None:
    await stage.passes(days=1, hours=3, minutes=29)
    before = ana.screen().count("Time for your exercise")
    command, *taps = begun
    await ana.says(command)
    for label in taps:
        await ana.taps(label)
    await stage.passes(minutes=1)
    assert ana.screen().count("Time for your exercise") == before
    await stage.passes(minutes=2)
    assert ana.screen().count("Time for your exercise") == before + 1


async def test_after_three_hours_away_one_message_comes_and_then_it_is_calm(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=23)
    ana.looks_away()
    await stage.jumps(hours=3, minutes=1)
    new = ana.sees()
    assert new.count("is any of this new or worse") == 1
    assert "Time to stand up" not in new
    assert ("missed", "late") in await states(stage, "nudge")
    await stage.passes(minutes=9)
    assert "Time" not in ana.sees().replace(new, "")


async def test_after_telegram_was_away_one_message_comes_and_then_it_is_calm(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=23, minutes=58)
    stage.sandbox.fail(Fault("error", method="sendMessage", chat_id=ana.id, status=502, times=None))
    await stage.passes(minutes=4)
    await stage.jumps(hours=3, minutes=26)
    await stage.passes(minutes=17)
    ana.looks_away()
    stage.sandbox.faults.clear()
    await stage.passes(minutes=9)
    assert "is any of this new or worse" in ana.sees()
    assert "Time" not in ana.sees()
    await stage.passes(minutes=5)
    assert ana.sees().count("Time for your exercise") == 1
    assert "Time to stand up" not in ana.sees()


async def test_after_an_outage_the_further_word_is_not_the_second_message(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1, minutes=5)
    ana.looks_away()
    await stage.jumps(hours=4)
    await stage.passes(minutes=9)
    assert "Time for your exercise" in ana.sees()
    assert "Your check-in is still open" not in ana.sees()
    await stage.passes(minutes=2)
    assert ana.sees().count("Your check-in is still open") == 1


async def test_the_days_budget_keeps_what_weighs_more_and_says_what_it_dropped(stage: Stage, ana: Phone) -> None:
    allows(stage, 3)
    await stage.passes(hours=8)
    assert ana.screen().count("Time for your exercise") == 1
    assert [state for state, _ in await states(stage, "nudge")].count("suppressed") == 8
    await ana.says("/why")
    assert "that was enough for one day" in ana.sees()
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    assert "Get emergency help" in ana.screen()


async def test_two_at_the_same_minute_do_not_both_take_the_last_place_of_the_day(stage: Stage, ana: Phone) -> None:
    allows(stage, 1)
    notes = [Line(Kind.NOTE, {"times": ["10:00"]}, note=words) for words in ("Drink some water", "Change your shoes")]
    await given(stage, *notes)
    await stage.passes(hours=1, minutes=5)
    assert await states(stage, "note") == [("sent", None), ("suppressed", "budget")]
    assert "Change your shoes" not in ana.screen()


async def test_what_is_on_its_way_has_its_place_in_the_day(stage: Stage, ana: Phone) -> None:
    allows(stage, 1)
    await given(stage, exercise_at("10:00"), exercise_at("10:05"))
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", chat_id=ana.id, times=1))
    await stage.passes(hours=1, minutes=10)
    assert ana.screen().count("Time for your exercise") == 1


async def test_a_day_is_counted_by_itself_though_it_is_tomorrow_for_somebody_else(stage: Stage, ana: Phone) -> None:
    allows(stage, 1)
    ben = stage.phone(404, "Ben")
    await ben.starts()
    await enrols(ben, "New Zealand", "Auckland")
    await given(stage, CHECK_IN, exercise_at("20:30"))
    await given(stage, exercise_at("08:30"), to=ben.id, zone="Pacific/Auckland")
    await stage.passes(hours=11, minutes=35)
    assert ben.screen().count("Time for your exercise") == 1
    assert ana.screen().count("Time for your exercise") == 1


async def test_a_queued_reminder_of_an_older_plan_never_comes(stage: Stage, ana: Phone, tom: Phone) -> None:
    stage.sandbox.fail(Fault("error", method="sendMessage", status=502, times=1))
    await stage.passes(hours=3, minutes=30)
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("plan")
    await tom.taps("Desk")
    ana.looks_away()
    await stage.passes(minutes=20)
    assert "Time for your exercise" not in ana.sees()


PUMPS_LATER = exercise_at("13:00")


async def test_what_is_on_its_way_while_the_plan_changes_counts_as_come(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3)
    arrived = stage.sandbox.fail(Fault("slow_after", method="sendMessage", chat_id=ana.id, release=asyncio.Event()))
    running = asyncio.ensure_future(stage.passes(minutes=30))
    for _ in iter(lambda: arrived.hits, 1):
        await asyncio.sleep(0)
    await given(stage, PUMPS_LATER)
    assert arrived.release is not None
    arrived.release.set()
    await running
    await stage.passes(hours=1)
    assert ana.screen().count("Time for your exercise") == 1
    assert await states(stage, "exercise") == [("sent", None)]


async def test_what_perhaps_came_before_the_plan_changed_does_not_come_again(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3)
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", chat_id=ana.id, times=1))
    await stage.passes(minutes=30)
    await given(stage, PUMPS_LATER)
    await stage.passes(hours=1)
    assert ana.screen().count("Time for your exercise") == 1


async def test_a_check_in_on_its_way_is_not_asked_again_by_the_new_plan(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=23, minutes=59)
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", chat_id=ana.id, times=1))
    await stage.passes(minutes=1)
    await given(stage, Line(Kind.CHECK_IN, {"times": ["11:00"]}))
    await stage.passes(hours=3)
    assert ana.screen().count("is any of this new or worse") == 1


async def test_a_plan_that_keeps_the_check_in_asks_no_second_time_that_day(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1, minutes=5)
    before = ana.screen().count("is any of this new or worse")
    await given(stage, Line(Kind.CHECK_IN, {"times": ["12:00"]}), Line(Kind.WALK, {"times": ["11:00"]}, "short_walk"))
    await stage.passes(hours=8)
    assert ana.screen().count("is any of this new or worse") == before
    assert ana.screen().count("Time for a walk") == 1
    assert "Time to stand up" not in ana.sees()


async def test_a_therapists_own_words_and_doses_come_as_written(stage: Stage, ana: Phone) -> None:
    await given(
        stage,
        Line(Kind.NOTE, {"times": ["10:00"]}, note="Brace on & <slowly>"),
        Line(Kind.EXERCISE, {"times": ["11:00"]}, "ankle_pumps", dose={"sets": 2, "reps": 15}),
        Line(Kind.TIP, {"times": ["12:00"]}),
    )
    ana.looks_away()
    await stage.passes(hours=4)
    assert "From your therapist" in ana.sees()
    assert "Brace on & <slowly>" in ana.sees()
    assert "Your dose: 2 rounds, 15 times" in ana.sees()
    tips = [state for state, _ in await states(stage, "tip")]
    assert tips == ["done"]


async def test_this_evening_comes_this_evening_and_a_time_that_does_not_work_offers_those_that_do(
    stage: Stage, ana: Phone
) -> None:
    await stage.passes(hours=3, minutes=30)
    await ana.taps("This evening")
    assert "I come back at 19:00" in ana.sees()
    ana.looks_away()
    await stage.passes(hours=6, minutes=30)
    assert "Time for your exercise" in ana.sees()
    await stage.passes(minutes=70)
    await ana.taps("In 60 min", message="Time for your exercise")
    assert "These times work" in ana.sees()
    await ana.taps("In 30 min", message="These times work")
    assert "I come back at 20:40" in ana.sees()


async def test_a_silent_week_asks_once_whether_to_pause_and_the_therapist_hears_of_it(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    for _ in range(9):
        await stage.jumps(days=1)
    assert ana.screen().count("I have not heard from you for a week") == 1
    assert tom.screen().count("has not answered for a week") == 1
    assert "does not mean that nothing is wrong" in tom.screen()
    await ana.taps("No, go on")
    assert "I go on as before" in ana.sees()


async def test_who_cannot_be_reached_is_not_counted_as_not_answering(stage: Stage, ana: Phone) -> None:
    words = "Forbidden: user is deactivated"
    stage.sandbox.fail(Fault("error", method="sendMessage", chat_id=ana.id, status=403, description=words, times=1))
    await stage.passes(minutes=45)
    assert await states(stage, "nudge") == [("undeliverable", "unreachable")]
    await stage.passes(minutes=45)
    assert [state for state, _ in await states(stage, "nudge")] == ["undeliverable", "undeliverable"]


@pytest.mark.parametrize("words", ["/why", "/today"])
async def test_the_day_is_told_line_by_line(stage: Stage, ana: Phone, words: str) -> None:
    await stage.passes(minutes=45)
    await ana.taps("Done", message="Time to stand up")
    await ana.says("/pause")
    await ana.taps("1 day")
    await ana.says(words)
    assert "done" in ana.sees()
    assert "Tue, 3 Mar, 09:00" in ana.sees()
    if words == "/why":
        assert "Rule: Mon–Fri, every 45 min from 09:00 to 17:30" in ana.sees()
        assert "12:45, 13:30, 14:15, 15:00, 15:45, 16:30 · Stand up" in ana.sees()
        assert "Will not come as things stand: pause" in ana.sees()


async def test_the_therapist_sees_why_on_the_card(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.passes(minutes=45)
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Why")
    assert "Today's reminders and why" in tom.sees()
    assert "Came at 09:45" in tom.sees()


async def test_nothing_of_a_reminder_is_put_into_words_before_it_leaves(stage: Stage, ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Language")
    await ana.taps("Español")
    await stage.passes(minutes=45)
    assert "Es hora de levantarte" in ana.screen()
    async with stage.database() as session:
        bodies = (await session.exec(select(OutboxRow.body).where(OutboxRow.kind == "nudge"))).all()
    assert list(bodies) == [{}]
