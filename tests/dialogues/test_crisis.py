"""Somebody speaks of ending their life: warm words, real numbers, people are told, nothing closes by itself."""

from sqlmodel import select

from bot.models import Alert, Incident
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

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
    assert "024" in seen
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
