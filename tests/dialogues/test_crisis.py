"""Somebody speaks of ending their life: warm words, real numbers, people are told, nothing closes by itself."""

import pytest
from sqlmodel import select

from bot.models import Alert, Incident, Notice
from bot.models.person import Role
from bot.sandbox.phone import Phone
from tests.cast import ANA, Stage, on_sqlite
from tests.dialogues.escalating import BEA, BOB, UNREACHED, backs_up, case, comes_to, joins

pytestmark = on_sqlite


async def cases(stage: Stage) -> list[Incident]:
    async with stage.database() as session:
        return list((await session.exec(select(Incident).order_by(Incident.id))).all())  # type: ignore[arg-type]


async def test_the_warm_words_come_first_and_alone(stage: Stage, ana: Phone, tom: Phone) -> None:
    ana.looks_away()
    await ana.says("I don't want to live anymore")
    seen = ana.sees()
    assert "really glad you told me" in seen
    assert "112" in seen
    assert "Somebody to talk to: Línea 024" in seen
    assert seen.count("024") == 1
    assert "findahelpline.com" in seen
    assert "Thank you for writing" not in seen
    assert "SELF-HARM MENTION" in tom.sees()
    assert "don't want to live" not in tom.screen()
    (case,) = await cases(stage)
    assert (case.tier, case.state, case.source) == ("crisis", "open", "text")
    assert (await stage.patient()).held_since is not None


async def test_an_answer_is_shown_to_the_team_and_closes_nothing(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("I want to kill myself")
    await ana.taps("I meant something else")
    assert "may call you" in ana.sees()
    assert "meant something else" in tom.screen()
    (case,) = await cases(stage)
    assert (case.state, case.patient_says) == ("open", "crisis_else")


async def test_said_again_the_words_come_again_and_nobody_is_told_twice(stage: Stage, ana: Phone) -> None:
    await ana.says("I want to die")
    ana.looks_away()
    await ana.says("I want to die")
    assert "really glad you told me" in ana.sees()
    async with stage.database() as session:
        assert len((await session.exec(select(Alert))).all()) == 1


async def test_a_red_flag_beside_it_is_a_case_of_its_own(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("I can't pee and I want to die")
    assert [case.tier for case in await cases(stage)] == ["crisis", "emergency"]
    assert "SELF-HARM MENTION" in tom.screen()
    assert "EMERGENCY" in tom.screen()


async def test_closing_one_of_two_cases_keeps_the_hold(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("I can't pee and I want to die")
    await tom.taps("I have seen it and I act")
    await tom.taps("I have seen it and I act")
    assert (await stage.patient()).held_since is not None
    assert "Seen by Tom" in ana.screen()


async def test_until_it_is_closed_no_check_in_comes(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("I want to end my life")
    for phone in (ana, tom):
        phone.looks_away()
    await stage.jumps(days=1, minutes=5)
    assert "Your check-in" not in ana.sees()
    assert "do you feel" in ana.sees() or "safe" in ana.sees(), "the question after a night comes"
    await ana.says("/checkin")
    assert "Your check-in" in ana.sees()


async def test_without_a_record_it_says_that_nobody_was_told(stage: Stage, tom: Phone) -> None:
    stranger = stage.phone(777, "Sam")
    await stranger.says("I want to end my life")
    assert "really glad you told me" in stranger.sees()
    assert "told nobody" in stranger.sees()
    assert await cases(stage) == []


async def test_in_the_middle_of_a_question_it_is_no_answer(stage: Stage, ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Country")
    await ana.says("no quiero vivir")
    assert "really glad you told me" in ana.sees()
    assert (await stage.patient()).country == "ES"


async def test_when_nobody_answers_it_climbs_asks_again_and_never_closes(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    bob = await joins(stage, BOB, "Bob", Role.THERAPIST)
    await backs_up(stage, tom, bea)
    team = (tom, bea, bob, ada)
    for phone in (ana, *team):
        phone.looks_away()
    await ana.says("I don't want to live anymore")
    assert len(ana.message("really glad you told me").text) < 700
    assert ["SELF-HARM MENTION" in phone.sees() for phone in team] == [True, True, False, False]
    await stage.passes(minutes=14)
    assert ["SELF-HARM MENTION" in phone.sees() for phone in (bob, ada)] == [False, False]
    await stage.passes(minutes=1)
    assert ["SELF-HARM MENTION" in phone.sees() for phone in (bob, ada)] == [True, True]
    assert "Nobody has seen this yet. Do not wait: call 112" in ana.message("really glad you told me").text
    for phone in (ana, *team):
        phone.looks_away()
    await stage.passes(minutes=15)
    assert all("within the time for it" in phone.sees() for phone in team)
    async with stage.database() as session:
        assert (await session.exec(select(Notice))).first() is not None
    await stage.passes(minutes=30)
    assert "How is it now?" in ana.sees()
    assert "Patient not confirmed" in tom.screen()
    ana.looks_away()
    await stage.jumps(hours=22)
    assert "How is it now?" in ana.sees()
    await stage.jumps(days=30)
    assert (await case(stage)).state == "open"
    for word in ("Time for your exercise", "Time to stand up"):
        assert word not in ana.screen()


async def test_whoever_acknowledges_stops_the_ladder_and_the_patient_reads_who(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await ana.says("I want to die")
    await stage.passes(minutes=6)
    await tom.taps("I have seen it")
    assert "Seen by Tom" in ana.message("really glad you told me").text
    ada.looks_away()
    await stage.passes(minutes=40)
    assert "SELF-HARM" not in ada.sees()


@pytest.mark.parametrize("state", UNREACHED)
async def test_it_is_heard_in_every_state_of_the_patient(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone, state: str
) -> None:
    await comes_to(stage, ana, state)
    for phone in (ana, tom, ada):
        phone.looks_away()
    await ana.says("I want to end my life")
    assert "really glad you told me" in ana.sees()
    assert "SELF-HARM MENTION" in tom.sees()


async def test_in_the_middle_of_joining_people_are_told(stage: Stage, tom: Phone) -> None:
    ana = stage.phone(ANA, "Ana")
    await ana.starts()
    await ana.taps("Go on")
    await ana.taps("I am 18")
    await ana.says("I want to end my life")
    assert "really glad you told me" in ana.sees()
    assert "SELF-HARM MENTION" in tom.sees()
