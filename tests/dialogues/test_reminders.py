"""Reminders: the right minute, once, or not at all and the reason known."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain import signing
from bot.models import Occurrence, OutboxRow
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite


async def states(stage: Stage, kind: str, *, ahead: bool = False) -> list[tuple[str, str | None]]:
    """(state, reason) of the occurrences of a kind whose time has come, in order; with `ahead`, of all."""
    async with stage.database() as session:
        found = select(Occurrence).where(Occurrence.kind == kind)
        if not ahead:
            found = found.where(Occurrence.due_at <= stage.clock.now())
        found = found.where(Occurrence.reason.is_distinct_from("plan_changed"))  # type: ignore[union-attr]
        rows = (await session.exec(found.order_by(Occurrence.due_at, Occurrence.id))).all()  # type: ignore[arg-type]
        return [(row.state, row.reason) for row in rows]


@on_sqlite
async def test_an_exercise_has_clear_steps_and_says_when_to_stop(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3, minutes=30)
    shown = next(m.text for m in ana.chat.messages if "Time for your exercise" in m.text)
    assert "1. " in shown
    assert "2. " in shown
    assert "Stop, or don't start, if:" in shown
    assert "use /urgent" in shown


@on_sqlite
@pytest.mark.parametrize(
    ("label", "state", "words"),
    [
        ("Done", "done", "done at"),
        ("In part", "part", "in part"),
        ("Not today", "skipped", "That is fine"),
        ("made it worse", "worse", "stop this one"),
    ],
)
async def test_every_answer_is_kept(stage: Stage, ana: Phone, label: str, state: str, words: str) -> None:
    await stage.passes(hours=3, minutes=30)
    await ana.taps(label, message="Time for your exercise")
    assert words in ana.sees()
    assert await states(stage, "exercise") == [(state, None)]


@on_sqlite
@pytest.mark.parametrize(("label", "reason", "more"), [("No time", "no_time", False), ("Too sore", "sore", True)])
async def test_not_today_may_have_a_reason_and_pain_brings_the_list_along(
    stage: Stage, ana: Phone, tom: Phone, label: str, reason: str, more: bool
) -> None:
    await stage.passes(hours=3, minutes=30)
    await ana.taps("Not today", message="Time for your exercise")
    await ana.taps(label)
    assert f"not today ({label.lower()}). Noted." in ana.sees()
    assert ("Something is wrong" in str(ana.buttons("Noted."))) is more
    assert await states(stage, "exercise") == [("skipped", reason)]
    await ana.says("/today")
    assert f"not today, {label.lower()}" in ana.sees()
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Why")
    assert f"→ not today, {label.lower()} (12:30)" in tom.sees()


@on_sqlite
async def test_two_in_a_row_on_time_earn_a_word_and_none_while_a_case_is_open(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3, minutes=30)
    async with stage.database() as session:
        came = select(Occurrence).where(Occurrence.kind == "exercise", Occurrence.state == "sent")
        today = (await session.exec(came)).one()
        day = timedelta(days=1)
        yesterday = today.model_dump(exclude={"id"}) | {"state": "done", "answered_at": today.due_at - day}
        yesterday |= {name: getattr(today, name) - day for name in ("local_date", "due_at", "sent_at")}
        session.add(Occurrence(**yesterday))
    await ana.taps("Done", message="Time for your exercise")
    assert "Good that you moved.\nThat makes 2 in a row, each within the hour." in ana.sees()
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    again = signing.sign(stage.app._key, ana.id, "reminder.answer", (str(today.id), "done"))
    ana.looks_away()
    await ana.forges(again)
    assert "Good that you moved." in (seen := ana.sees())
    assert "in a row" not in seen


@on_sqlite
async def test_made_it_worse_offers_the_list_and_shows_in_the_caseload(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.passes(hours=3, minutes=30)
    await ana.taps("made it worse")
    await ana.taps("Something is wrong")
    assert "new or worse" in ana.sees()
    await tom.says("/patients")
    assert "an exercise made it worse" in tom.sees()


@on_sqlite
async def test_a_snoozed_nudge_comes_back_once(stage: Stage, ana: Phone) -> None:
    await stage.passes(minutes=45)
    await ana.taps("In 10 min")
    assert "I come back at 09:55" in ana.sees()
    ana.looks_away()
    await stage.passes(minutes=9)
    assert ana.sees() == ""
    await stage.passes(minutes=1)
    assert ana.sees().count("Time to stand up") == 1


@on_sqlite
async def test_a_snooze_never_reaches_into_the_quiet_hours(stage: Stage, ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Quiet hours")
    await ana.says("12:00-8:30")
    await stage.passes(hours=2, minutes=15)
    assert "In 30 min" in ana.buttons("Time to stand up")
    assert "In 60 min" not in ana.buttons("Time to stand up")
    await stage.passes(minutes=20)
    await ana.taps("In 30 min")
    assert "quiet hours" in ana.sees()
    await ana.taps("In 10 min")
    assert "I come back at 11:45" in ana.sees()


@on_sqlite
async def test_a_check_in_at_a_bad_moment_comes_again_and_the_list_stays_at_hand(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    await ana.taps("In 30 min")
    assert "Check-in: I come back at 09:30." in ana.sees()
    assert ana.buttons("I come back") == ["Check in now", "🚨 Something is wrong"]
    ana.looks_away()
    await stage.passes(minutes=30)
    assert ana.sees().count("is any of this new or worse") == 1
    await ana.taps("None of these")
    await ana.says("/checkin")
    assert "How numb" in ana.sees()


@on_sqlite
async def test_a_check_in_that_was_put_off_is_done_when_it_is_begun_before(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    await ana.taps("In 60 min")
    await ana.taps("Check in now")
    for label in ("None of these", "3", "2", "about the same"):
        await ana.taps(label)
    ana.looks_away()
    await stage.passes(minutes=70)
    assert "is any of this new or worse" not in ana.sees()
    assert await states(stage, "check_in") == [("done", None)]


@on_sqlite
async def test_a_check_in_is_put_off_for_six_hours_at_most_and_not_once_a_red_flag_is_ticked(
    stage: Stage, ana: Phone
) -> None:
    await stage.passes(days=1)
    await stage.passes(hours=4, minutes=40)
    await ana.taps("In 60 min", message="is any of this new or worse")
    await stage.passes(minutes=60)
    later = [label for label in ana.buttons("is any of this new or worse") if label.startswith("In ")]
    assert later == ["In 10 min"]
    await stage.passes(minutes=10)
    await ana.taps("In 10 min", message="is any of this new or worse")
    assert "There is no later time for it today" in ana.sees()
    await ana.taps("Chest pain", message="is any of this new or worse")
    assert "In 10 min" not in ana.buttons("is any of this new or worse")


@on_sqlite
async def test_a_check_in_that_was_put_off_gets_its_one_further_word(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    await ana.taps("In 60 min")
    await stage.passes(hours=1)
    ana.looks_away()
    await stage.passes(hours=3, minutes=59)
    assert "Your check-in is still open" not in ana.sees()
    await stage.passes(hours=4)
    assert ana.sees().count("Your check-in is still open") == 1


@on_sqlite
async def test_what_was_put_off_to_the_evening_offers_no_evening_again(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3, minutes=30)
    await ana.taps("This evening")
    assert "I come back at 19:00" in ana.sees()
    await stage.passes(hours=6, minutes=30)
    assert "In 60 min" in ana.buttons("Time for your exercise")
    assert "This evening" not in ana.buttons("Time for your exercise")


@on_sqlite
async def test_nothing_is_put_off_into_a_pause_or_while_exercises_are_stopped(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3, minutes=30)
    await ana.says("/pause")
    await ana.taps("1 day")
    await ana.taps("In 10 min", message="Time for your exercise")
    assert "You are on a pause until Tue, 3 Mar, 09:00" in ana.sees()
    await ana.says("/resume")
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    await ana.taps("In 10 min", message="Time for your exercise")
    assert "Your exercises are stopped" in ana.sees()
    assert "I come back" not in ana.screen()


@on_sqlite
async def test_today_does_not_call_to_come_what_a_pause_stops(stage: Stage, ana: Phone) -> None:
    await ana.says("/pause")
    await ana.taps("1 day")
    await ana.says("/today")
    assert "Still to come" not in ana.sees()
    assert "Will not come as things stand\n09:45 · Stand up · pause" in ana.sees()


@on_sqlite
async def test_nothing_comes_in_the_quiet_hours(stage: Stage, ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Quiet hours")
    await ana.says("12:00-8:30")
    ana.looks_away()
    await stage.passes(hours=10)
    assert "Time for your exercise" not in ana.sees()
    assert await states(stage, "exercise") == [("suppressed", "quiet")]
    await ana.says("/today")
    assert "not sent: quiet hours" in ana.sees()


@on_sqlite
async def test_a_pause_says_when_it_ends_and_ends_by_itself(stage: Stage, ana: Phone) -> None:
    await ana.says("/pause")
    await ana.taps("3 days")
    assert "Thu, 5 Mar, 09:00" in ana.sees()
    ana.looks_away()
    await stage.passes(hours=71)
    assert ana.sees() == ""
    assert ("suppressed", "paused") in await states(stage, "check_in")
    await stage.passes(hours=2)
    assert "Your pause is over" in ana.sees()
    assert "Your check-in" in ana.sees()


@on_sqlite
async def test_resume_ends_a_pause_now(stage: Stage, ana: Phone) -> None:
    await ana.says("/pause")
    await ana.taps("14 days")
    await ana.says("/resume")
    assert "Welcome back" in ana.sees()
    await stage.passes(hours=1)
    assert "Time to stand up" in ana.screen()
    await ana.says("/resume")
    assert "You are not on a pause" in ana.sees()


@on_sqlite
async def test_a_hold_is_not_a_pause(ana: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    await ana.says("/resume")
    assert "Only your therapist" in ana.sees()


async def test_after_an_outage_only_the_newest_of_a_kind_comes_and_what_is_late_does_not(
    stage: Stage, ana: Phone
) -> None:
    ana.looks_away()
    await stage.jumps(hours=2, minutes=20)
    assert ana.sees().count("Time to stand up") == 1
    assert await states(stage, "nudge") == [("missed", "late"), ("missed", "late"), ("sent", None)]


@on_sqlite
async def test_after_an_outage_what_was_put_off_and_what_is_new_come_as_one(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3, minutes=30)
    await ana.taps("In 30 min", message="Time for your exercise")
    ana.looks_away()
    await stage.jumps(minutes=40)
    assert "Time for your exercise" in (seen := ana.sees())
    assert "Time to stand up" not in seen
    assert (await states(stage, "nudge"))[-1] == ("suppressed", "newer")


async def test_what_the_bot_missed_is_not_counted_against_the_patient(stage: Stage, ana: Phone) -> None:
    await stage.jumps(hours=9)
    await ana.says("/progress")
    assert "nothing to show yet" in ana.sees()


@on_sqlite
async def test_a_weekend_has_no_nudges(stage: Stage, ana: Phone) -> None:
    await stage.jumps(days=4, hours=12)
    ana.looks_away()
    await stage.passes(days=1)
    assert "Time to stand up" not in ana.sees()
    assert "Time for your exercise" in ana.sees()


async def test_a_hold_that_comes_before_sending_stops_what_is_queued(stage: Stage, ana: Phone) -> None:
    stage.sandbox.fail(Fault("error", method="sendMessage", status=502, times=1))
    await stage.passes(minutes=45)
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    ana.looks_away()
    await stage.passes(minutes=5)
    assert "Time to stand up" not in ana.sees()
    assert await states(stage, "nudge") == [("held", "held")]


async def test_a_reminder_that_may_have_arrived_is_not_sent_twice(stage: Stage, ana: Phone) -> None:
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", times=1))
    await stage.passes(minutes=45)
    await stage.passes(minutes=30)
    assert ana.screen().count("Time to stand up") == 1
    async with stage.database() as session:
        found = (await session.exec(select(OutboxRow.state).where(OutboxRow.kind == "nudge"))).all()
    assert list(found) == ["unknown"]


async def test_an_urgent_message_that_may_not_have_arrived_is_sent_again(stage: Stage, ana: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", chat_id=ana.id, times=1))
    await ana.taps("Send this")
    await stage.passes(minutes=1)
    assert ana.screen().count("Get emergency help") == 2


@on_sqlite
async def test_a_429_is_waited_out_and_others_are_not_kept_waiting(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    stage.sandbox.fail(Fault("error", method="sendMessage", chat_id=ana.id, times=1, retry_after=20))
    await ana.taps("Send this")
    assert "EMERGENCY" in tom.screen()
    assert "Get emergency help" not in ana.screen()
    await stage.passes(seconds=21)
    assert "Get emergency help" in ana.screen()


async def test_somebody_who_blocked_the_bot_is_known_as_unreachable_until_they_are_back(
    stage: Stage, ana: Phone
) -> None:
    await ana.blocks()
    await stage.passes(hours=1)
    assert "Time to stand up" not in ana.screen()
    await ana.unblocks()
    await stage.passes(hours=1)
    assert "Time to stand up" in ana.screen()


@on_sqlite
async def test_the_therapist_hears_at_once_and_once_that_a_patient_blocked_the_bot(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await ana.blocks()
    assert "can no longer be reached" in tom.sees()
    await stage.passes(hours=1)
    assert tom.screen().count("can no longer be reached") == 1
    await ana.unblocks()
    await ana.says("/help")
    await ana.blocks()
    assert tom.screen().count("can no longer be reached") == 2


@on_sqlite
async def test_progress_is_a_picture_with_the_patients_own_words(stage: Stage, ana: Phone) -> None:
    await ana.says("/progress")
    assert "nothing to show yet" in ana.sees()
    await ana.says("/checkin")
    for label in ["None of these", "3", "2", "better"]:
        await ana.taps(label)
    await ana.says("/progress")
    assert len(ana.pictures()) == 1
    assert "checked in on 1 of the last 14 days" in ana.sees()
    assert "I have not asked for any exercise or break yet" in ana.sees()


@on_sqlite
async def test_nothing_done_and_nothing_answered_is_no_empty_frame(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=2)
    await ana.says("/progress")
    assert "nothing to show yet" in ana.sees()
    assert ana.pictures() == []
