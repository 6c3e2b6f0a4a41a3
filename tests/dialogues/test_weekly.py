"""The whole list, one by one, once a week: an emergency does not wait for its end, and no answer is no 'no'."""

import pytest
from sqlmodel import select

from bot.models import CheckIn, Incident, IncidentFlag, Judgement
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite
QUIET_DAY = ["None of these", "0", "2", "about the same"]


async def begins(ana: Phone) -> None:
    """A quiet day's check-in, and on to the list."""
    await ana.says("/checkin")
    for label in QUIET_DAY:
        await ana.taps(label)
    await ana.taps("Start")


async def answers(ana: Phone, *labels: str) -> None:
    for label in labels:
        await ana.taps(label)


async def reported(stage: Stage) -> set[str]:
    async with stage.database() as session:
        return set((await session.exec(select(IncidentFlag.flag))).all())


async def test_it_is_offered_after_the_first_check_in_and_again_after_seven_days(stage: Stage, ana: Phone) -> None:
    await begins(ana)
    assert "Question 1 of 23" in ana.sees()
    await answers(ana, *["No"] * 23)
    assert "Thank you, noted. If anything changes" in ana.sees()
    await ana.says("/checkin")
    assert "once a week" not in ana.sees()
    await stage.jumps(days=7)
    await ana.says("/checkin")
    for label in QUIET_DAY:
        await ana.taps(label)
    assert "once a week" in ana.sees()


async def test_later_asks_again_the_same_day(stage: Stage, ana: Phone) -> None:
    await ana.says("/checkin")
    await answers(ana, *QUIET_DAY, "Later today")
    ana.looks_away()
    await stage.passes(hours=5)
    assert "once a week" in ana.sees()
    await ana.taps("Start")
    assert "Question 1 of 23" in ana.sees()


@pytest.mark.parametrize("said", ["Yes", "Not sure"])
async def test_an_emergency_does_not_wait_for_the_end(stage: Stage, ana: Phone, tom: Phone, said: str) -> None:
    await begins(ana)
    await answers(ana, "No", "No", said)
    assert "call 112 now" in ana.sees()
    assert "I have passed this on" in ana.sees()
    assert ("You were not sure, so I take it as a yes." in ana.sees()) is (said == "Not sure")
    assert "EMERGENCY" in tom.screen()
    assert await reported(stage) == {"saddle"}
    await ana.taps("Go on with the questions")
    assert "Question 4 of 23" in ana.sees()


async def test_what_together_is_an_emergency_does_not_wait_either(stage: Stage, ana: Phone, tom: Phone) -> None:
    await begins(ana)
    await answers(ana, *["No"] * 9, "Yes")
    assert "EMERGENCY" not in tom.screen()
    await ana.taps("Yes")
    assert "call 112 now" in ana.sees()
    assert await reported(stage) == {"sudden", "weakness"}


async def test_an_urgent_yes_counts_at_the_end_or_after_ten_minutes(stage: Stage, ana: Phone, tom: Phone) -> None:
    await begins(ana)
    await answers(ana, *["No"] * 10, "Yes", "No")
    assert "URGENT" not in tom.screen()
    await stage.passes(minutes=11)
    assert "get medical advice today" in ana.sees()
    assert "URGENT" in tom.screen()
    await ana.taps("Back")
    await answers(ana, *["No"] * 12)
    assert "Please read the message about what you reported" in ana.sees()
    async with stage.database() as session:
        assert [row.flags for row in (await session.exec(select(Judgement))).all()] == [["weakness"]]


async def test_back_shows_the_answer_and_takes_another(stage: Stage, ana: Phone) -> None:
    await begins(ana)
    await answers(ana, "No", "No")
    await ana.taps("Back")
    assert "Question 2 of 23" in ana.sees()
    assert "✅ No" in ana.sees()
    await ana.taps("Not sure")
    assert "call 112 now" in ana.sees()


async def test_long_standing_trouble_in_both_legs_is_a_visit_and_stops_nothing(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await begins(ana)
    await answers(ana, "No", "No", "No", "Both legs, long since", *["No"] * 19)
    assert "book a visit" in ana.sees()
    assert (await stage.patient()).held_since is None
    assert "EMERGENCY" not in tom.screen()
    await tom.says("/patients")
    assert "should book a visit" in tom.sees()
    async with stage.database() as session:
        incident = (await session.exec(select(Incident))).one()
        assert (incident.tier, incident.state) == ("routine", "open")
    await ana.taps("Booked")
    assert "Your therapist can see that a visit is booked" in ana.sees()


async def test_advice_about_what_was_left_unsent_waits_for_the_morning(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=11, minutes=50)
    await begins(ana)
    before = [item.flag for item in stage.app.content.weekly_items() if not item.after]
    await answers(ana, *["No"] * before.index("worse"), "Yes")
    await stage.passes(minutes=30)
    assert await reported(stage) == {"worse"}
    assert "book a visit" not in ana.screen(), "it is 21:20 for her"
    await stage.passes(hours=11)
    assert "book a visit" in ana.screen()


async def test_remind_me_comes_again_after_three_days(stage: Stage, ana: Phone) -> None:
    await begins(ana)
    await answers(ana, "No", "No", "No", "Both legs, long since", *["No"] * 19)
    await ana.taps("Remind me in 3 days")
    ana.looks_away()
    await stage.passes(days=2, hours=20)
    assert "Remind me" not in ana.sees()
    await stage.passes(hours=5)
    assert "Remind me" in ana.sees()


async def test_a_closer_question_raises_what_was_sent(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/urgent")
    await answers(ana, "New sore", "Send this one")
    assert "One more question" in ana.sees()
    assert "EMERGENCY" not in tom.screen()
    await ana.taps("Yes")
    assert "call 112 now" in ana.sees()
    assert await reported(stage) == {"foot_wound", "black_area"}


async def test_a_restart_goes_on_where_it_was_and_expires_with_the_day(stage: Stage, ana: Phone) -> None:
    await begins(ana)
    await answers(ana, "No", "No")
    await ana.says("/checkin")
    await ana.taps("Start")
    assert "Question 3 of 23" in ana.sees()
    await stage.jumps(hours=30)
    await ana.taps("No", message="Question 3")
    assert "That list is closed" in ana.sees()
    async with stage.database() as session:
        assert "expired" in (await session.exec(select(CheckIn.state))).all()


async def test_the_therapist_sees_what_nobody_has_answered(ana: Phone, tom: Phone) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    assert "Weekly questions: not answered yet" in tom.sees()
    await begins(ana)
    await answers(ana, *["No"] * 9, "Not sure", *["No"] * 13)
    await tom.says("/patients")
    await tom.taps("Ana")
    assert "Weekly questions: last answered" in tom.sees()
    assert "Not sure about: Numbness came on suddenly" in tom.sees()


async def test_a_known_problem_changes_the_words_and_never_the_question(ana: Phone, tom: Phone) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await answers(tom, "Health and known", "Known problems", "Trouble peeing")
    assert "marked as known for 90 days" in tom.sees()
    await tom.says("since 2019, after the operation")
    assert "The note is saved" in tom.sees()
    await begins(ana)
    assert "worse than your usual" in ana.sees()
    assert "hard to start" in ana.sees()
    await ana.taps("Yes")
    assert "call 112 now" in ana.sees()
