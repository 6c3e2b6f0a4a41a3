"""Two questions about mood: only where the clinic and a therapist want them, and low answers reach people at once."""

from dataclasses import replace

import pytest
from sqlmodel import select

from bot.models import Incident, Measuring, OutboxRow
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import reports

pytestmark = on_sqlite

OFFER = "Two questions about mood"
SOFT = "The last weeks sound hard"


def turns_on(stage: Stage) -> None:
    """The setting of a deployment, without a restart."""
    content = replace(stage.app.content, policy=replace(stage.app.content.policy, mood_questions=True))
    stage.app.receiver._door._content = stage.app.delivery._content = content


async def wishes(tom: Phone) -> None:
    await tom.says("/patients")
    for label in ("Ana", "Measures", "Ask about mood"):
        await tom.taps(label)
    tom.looks_away()


@pytest.fixture
async def asked(stage: Stage, ana: Phone, tom: Phone) -> Phone:
    """Ana, of whom Tom wants it, where the deployment has it."""
    turns_on(stage)
    await wishes(tom)
    return ana


async def answers(ana: Phone, *labels: str) -> None:
    await ana.says("/measures")
    for label in (OFFER, *labels):
        await ana.taps(label)


async def test_as_it_comes_nobody_can_ask_about_mood(stage: Stage, ana: Phone, tom: Phone) -> None:
    await tom.says("/patients")
    for label in ("Ana", "Measures"):
        await tom.taps(label)
    assert "Ask about mood" not in tom.buttons()
    turns_on(stage)
    await ana.says("/measures")
    assert OFFER not in ana.buttons()
    await wishes(tom)
    assert "is asked two questions about mood" in tom.screen()
    await ana.says("/measures")
    assert f"💬 {OFFER}" in ana.buttons()
    await tom.taps("Stop asking about mood")
    await ana.taps(OFFER)
    assert "There is nothing to answer just now" in ana.sees()


async def test_low_answers_bring_the_soft_words_at_once_and_one_message_of_the_least_data(
    stage: Stage, asked: Phone, tom: Phone
) -> None:
    await answers(asked, "On some days")
    assert SOFT not in asked.sees()
    await asked.taps("On more than half")
    for words in (SOFT, "call 112", "024", "findahelpline.com", "your care team that a talk would be good"):
        assert words in asked.sees()
    code = (await stage.patient()).code
    assert f"{code}: two answers about mood" in tom.sees()
    assert "not a finding" in tom.sees()
    assert not {"Ana", "half"} & set(tom.sees().split())
    async with stage.database() as session:
        assert (await session.exec(select(Incident))).all() == []
    assert (await stage.patient()).held_since is None


async def test_one_answer_may_be_enough_and_it_is_said_once(stage: Stage, asked: Phone, tom: Phone) -> None:
    await answers(asked, "Nearly every day")
    assert SOFT in asked.sees()
    assert "two answers about mood" in tom.sees()
    await asked.taps("Nearly every day", message="sad or without hope")
    async with stage.database() as session:
        keys = (await session.exec(select(OutboxRow.dedupe_key))).all()
    assert sum(str(key).startswith("mood:") for key in keys) == 2


async def test_other_answers_are_kept_and_alarm_nobody(stage: Stage, asked: Phone, tom: Phone) -> None:
    await answers(asked, "On some days", "On some days")
    assert SOFT not in asked.screen()
    assert tom.sees() == ""
    await asked.says("/measures")
    assert "Mood" in asked.sees()
    assert "2" in asked.sees()
    await tom.says("/patients")
    for label in ("Ana", "Measures"):
        await tom.taps(label)
    assert "Mood (0 not low, 6 low nearly every day)" in tom.sees()


async def test_each_question_may_be_left_out(stage: Stage, asked: Phone, tom: Phone) -> None:
    await answers(asked, "rather not say", "rather not say")
    assert SOFT not in asked.screen()
    async with stage.database() as session:
        assert (await session.exec(select(Measuring.finished_at))).one() is not None


async def test_with_nobody_on_the_team_it_says_so(stage: Stage, asked: Phone, tom: Phone, ada: Phone) -> None:
    for phone in (tom, ada):
        await phone.blocks()
    await answers(asked, "Nearly every day")
    assert "I could not reach anybody on your care team" in asked.sees()


@pytest.mark.parametrize("state", ["quiet", "paused", "held", "crisis"])
async def test_never_in_quiet_hours_on_a_pause_or_with_an_open_case(
    stage: Stage, asked: Phone, tom: Phone, state: str
) -> None:
    if state == "quiet":
        await stage.passes(hours=13)
    elif state == "paused":
        await asked.says("/pause")
        await asked.taps("7 days")
    elif state == "held":
        await reports(asked, "Leg weaker")
    else:
        await asked.says("I want to end my life")
    await asked.says("/measures")
    assert OFFER not in asked.sees()
