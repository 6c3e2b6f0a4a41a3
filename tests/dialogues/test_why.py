"""/why says of what is still to come what will stop it: nothing is called planned that will not come."""

from dataclasses import replace

from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import releases, reports
from tests.dialogues.test_restraint import given

pytestmark = on_sqlite


def fates(phone: Phone, what: str) -> set[str]:
    """The last line about each group of reminders with this name."""
    return {part.splitlines()[-1] for part in phone.sees().split("\n\n") if what in part.splitlines()[0]}


async def test_an_open_case_stops_exercise_and_not_the_check_in(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.passes(hours=14)
    await reports(ana, "Leg weaker")
    await stage.jumps(hours=6)
    await ana.says("/why")
    assert fates(ana, "Stand up") == {"Will not come as things stand: stopped for now"}
    assert fates(ana, "Check-in") == {"planned"}
    await tom.taps("I have seen it")
    await releases(tom)
    await ana.says("/why")
    assert "Will not come" not in ana.sees()


async def test_a_mention_of_self_harm_stops_all_of_it_the_check_in_too(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("I want to end my life")
    await stage.jumps(hours=20)
    stopped = {"Will not come as things stand: stopped for now"}
    await ana.says("/why")
    assert (fates(ana, "Check-in"), fates(ana, "Stand up")) == (stopped, stopped)
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Why")
    assert fates(tom, "Check-in") == stopped


async def test_an_exercise_that_is_not_sent_any_more_says_so(stage: Stage, ana: Phone) -> None:
    content = replace(stage.app.content, policy=replace(stage.app.content.policy, trend_rules=True))
    stage.app.receiver._door._content = stage.app.delivery._content = content
    await stage.jumps(hours=3, minutes=30)
    for _ in range(2):
        await ana.taps("made it worse")
        await stage.jumps(hours=23, minutes=40)
        await stage.passes(minutes=20)
    await stage.jumps(hours=18)
    await ana.says("/why")
    assert "Will not come as things stand: it made it worse twice, your therapist decides" in ana.sees()


async def test_it_says_of_each_line_that_brings_nothing_today_why(stage: Stage, ana: Phone) -> None:
    times = {"times": ["11:00"]}
    await given(
        stage,
        Line(Kind.EXERCISE, {**times, "starts_on": "2026-02-20", "limit": 10}, "ankle_pumps"),
        Line(Kind.EXERCISE, {**times, "starts_on": "2026-03-06"}, "chin_tuck"),
        Line(Kind.EXERCISE, {**times, "starts_on": "2026-02-01", "ends_on": "2026-03-01"}, "knee_extension"),
        Line(Kind.TIP, {**times, "days": [3]}),
        Line(Kind.WALK, {"times": ["08:30"]}, "short_walk"),
        Line(Kind.NOTE, {**times, "starts_on": "2026-03-01", "ends_on": "2026-03-31", "limit": 20}, note="Shoes"),
    )
    await ana.says("/why")
    assert ana.sees().split("Not today\n")[1].splitlines()[:6] == [
        "Ankle pumps · it was for 10 times in all, and they are over",
        "Chin back, shoulders back · begins on Fri, 6 Mar",
        "Seated knee straightening · its last day was Sun, 1 Mar",
        "Tip · comes next on Thu, 5 Mar",
        "Short walk · today's time had already passed when it was planned",
        "Stand up · not sent: the plan changed",
    ]
    assert "Rule: every day, at 11:00, from Sun, 1 Mar, until Tue, 31 Mar, 20 times in all" in ana.sees()
