"""Red flags in typed words act like taps, wherever the words come."""

import pytest
from sqlmodel import select

from bot.models import Alert, Answer, Incident, IncidentFlag
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite


async def incidents(stage: Stage) -> list[Incident]:
    async with stage.database() as session:
        return list((await session.exec(select(Incident).order_by(Incident.id))).all())  # type: ignore[arg-type]


async def test_typed_trouble_is_an_emergency_at_once_and_is_confirmed_once(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await ana.says("I can't pee since this morning")
    assert "call 112" in ana.sees()
    assert "Is this happening now?" in ana.sees()
    assert "EMERGENCY" in tom.sees()
    assert "typed" in tom.sees()
    assert "since this morning" not in tom.screen()
    (incident,) = await incidents(stage)
    assert (incident.source, incident.tier) == ("text", "emergency")
    assert incident.lexicon_version == stage.app.content.lexicon.version


async def test_something_else_was_meant_closes_nothing(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("my groin is numb")
    await ana.taps("No, I meant something else")
    assert "says it was a mistake" in tom.screen()
    (incident,) = await incidents(stage)
    assert incident.state == "open"
    assert (await stage.patient()).held_since is not None


async def test_the_same_again_gives_the_words_again_and_no_second_alarm(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("I can't pee")
    ana.looks_away()
    await ana.says("still can't pee!")
    assert "call 112" in ana.sees()
    async with stage.database() as session:
        assert len((await session.exec(select(Alert))).all()) == 1
    await ana.says("and now my left foot won't move")
    async with stage.database() as session:
        assert len((await session.exec(select(Alert))).all()) == 2
        assert {row.flag for row in (await session.exec(select(IncidentFlag))).all()} == {"bladder", "cant_move"}
    assert len(await incidents(stage)) == 1


async def test_what_is_only_mentioned_is_asked_about(stage: Stage, ana: Phone, tom: Phone) -> None:
    tom.looks_away()
    await ana.says("what if I can't pee?")
    assert "You mentioned" in ana.sees()
    assert await incidents(stage) == []
    assert tom.sees() == ""
    await ana.taps("Yes")
    assert "call 112" in ana.sees()
    assert "EMERGENCY" in tom.sees()


async def test_not_now_clears_nothing_and_alarms_nobody(stage: Stage, ana: Phone) -> None:
    await ana.says("my mother can't control her bladder")
    await ana.taps("No")
    assert "use /urgent" in ana.sees()
    assert await incidents(stage) == []


async def test_ordinary_words_are_answered_kindly(stage: Stage, ana: Phone) -> None:
    await ana.says("thank you, see you on Thursday")
    assert "Thank you for writing" in ana.sees()
    assert await incidents(stage) == []


@pytest.mark.parametrize("way", ["edited", "caption", "setting", "command", "paused", "note"])
async def test_wherever_the_words_come(stage: Stage, ana: Phone, tom: Phone, way: str) -> None:
    words = "I can't pee"
    if way == "edited":
        await ana.says("hello")
        await ana.edits(words)
    elif way == "caption":
        await ana.sends_photo(words)
    elif way == "setting":
        await ana.says("/settings")
        await ana.taps("Country")
        await ana.says(words)
        assert (await stage.patient()).country == "ES"
    elif way == "command":
        await ana.says(f"/today {words}")
    elif way == "paused":
        await ana.says("/pause")
        await ana.says(words)
    else:
        await ana.says("/checkin")
        for label in ("None of these", "3", "2", "about the same"):
            await ana.taps(label)
        await ana.says(words)
        async with stage.database() as session:
            assert (await session.exec(select(Answer.value).where(Answer.question == "note"))).one() == words
    assert "call 112" in ana.sees()
    assert [incident.tier for incident in await incidents(stage)] == ["emergency"]
    if way == "note":
        assert "Contradictory" in tom.screen()
    else:
        assert "Contradictory" not in tom.screen()


async def test_before_consent_the_words_come_and_nothing_is_kept(stage: Stage, tom: Phone) -> None:
    stranger = stage.phone(777, "Sam")
    await stranger.says("my leg is suddenly weak and I can't pee")
    assert "call your local emergency number" in stranger.sees()
    assert "told nobody" in stranger.sees()
    assert await incidents(stage) == []


async def test_words_that_need_only_a_visit_hold_nothing(stage: Stage, ana: Phone) -> None:
    await ana.says("it's getting worse")
    assert "book a doctor" in ana.sees() or "book a visit" in ana.sees()
    assert [one.tier for one in await incidents(stage)] == ["routine"]
    assert (await stage.patient()).held_since is None
    assert (await stage.patient()).held_since is None


async def test_in_another_language_than_the_bots(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("не могу пописать")
    assert "call 112" in ana.sees()
    assert "EMERGENCY" in tom.sees()
