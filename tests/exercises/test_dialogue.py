"""The library on the phone: to browse, to look at, from a reminder."""

import html
import re

import pytest
from sqlmodel import select

from bot.content import Content, Html
from bot.domain.lengths import fits_under_a_picture
from bot.models import Upload
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from bot.services import exercise_words, reminder_words
from tests.cast import ANA, Stage, on_sqlite
from tests.exercises.conftest import film


def sent(stage: Stage) -> list[str]:
    """What each sendAnimation carried: 'file', or the id of a file that Telegram has."""
    calls = [entry for entry in stage.sandbox.transcript.entries if entry.method.lower() == "sendanimation"]
    return ["file" if entry.files else entry.params["animation"] for entry in calls]


@on_sqlite
async def test_a_patient_finds_an_exercise_by_place_and_by_purpose(ana: Phone) -> None:
    await ana.says("/exercises")
    assert "Do only the ones that your therapist has chosen" in ana.sees()
    await ana.taps("Floor or bed")
    assert "Bridge" in ana.buttons("Floor or bed")
    assert "Short walk" not in ana.buttons("Floor or bed")
    await ana.taps("All exercises")
    await ana.taps("Balance")
    await ana.taps("Balance at the counter")
    assert ana.animations() == [film("balance_stand")]
    words = ana.sees()
    for said in ("3 times 10 seconds", "1. ", "Stop, or don't start", "Ask your therapist first", "poor balance"):
        assert said in words
    assert "X29" not in words
    await ana.taps("All exercises", message="Balance at the counter")
    assert "Where, or what for?" in ana.sees()


@on_sqlite
async def test_a_reminder_shows_its_exercise_by_one_tap(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=3, minutes=30)
    await ana.taps("Show me", message="Time for your exercise")
    assert ana.animations() == [film("knee_extension")]
    await ana.taps("Done", message="Time for your exercise")
    assert "done at" in ana.sees()


@on_sqlite
async def test_a_picture_is_uploaded_once_and_then_sent_by_its_id(stage: Stage, ana: Phone, tom: Phone) -> None:
    for phone in (ana, tom, ana):
        await phone.says("/exercises")
        await phone.taps("Strength")
        await phone.taps("Heel raises")
        assert phone.animations() == [film("heel_raises")]
    first, *later = sent(stage)
    async with stage.database() as session:
        kept = (await session.exec(select(Upload))).one()
    assert first == "file"
    assert later == [kept.file_id] * 2


@on_sqlite
@pytest.mark.refusals("wrong remote file identifier")
async def test_an_id_that_telegram_does_not_know_any_more_is_uploaded_again(stage: Stage, ana: Phone) -> None:
    await ana.says("/exercises")
    await ana.taps("Nerve gliding")
    await ana.taps("Seated nerve slider")
    async with stage.database() as session:
        kept = (await session.exec(select(Upload))).one()
        kept.file_id = "AgACAgforgotten"
    await ana.taps("Seated nerve slider", message="Nerve gliding")
    assert ana.animations() == [film("seated_slider")]
    async with stage.database() as session:
        assert (await session.exec(select(Upload))).one().file_id != "AgACAgforgotten"


@on_sqlite
async def test_a_picture_that_could_not_be_sent_comes_later(stage: Stage, ana: Phone) -> None:
    await ana.says("/exercises")
    await ana.taps("Posture")
    stage.sandbox.fail(Fault("error", method="sendAnimation", chat_id=ANA, times=1, retry_after=20))
    await ana.taps("Desk check")
    assert ana.animations() == []
    await stage.passes(seconds=21)
    assert ana.animations() == [film("desk_check")]


@on_sqlite
async def test_a_therapist_sees_the_code_the_level_and_what_needs_an_override(tom: Phone) -> None:
    await tom.says("/exercises")
    assert "as your patients see it" in tom.sees()
    await tom.taps("Moving freely")
    await tom.taps("Prop on your elbows")
    assert "X21 · level 3 of 3" in tom.sees()
    assert "Pregnancy" in tom.sees()
    assert "Learn it first" in tom.sees()


@on_sqlite
async def test_while_exercises_are_stopped_the_library_says_so(ana: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    await ana.says("/exercises")
    assert "Your exercises are stopped for now" in ana.sees()
    await ana.taps("On a chair")
    await ana.taps("Ankle pumps")
    assert "Your exercises are stopped for now" in ana.sees()


@on_sqlite
async def test_before_the_end_of_enrolment_and_after_leaving_there_is_no_library(stage: Stage, ana: Phone) -> None:
    await ana.says("/stop")
    await ana.taps("Yes")
    await ana.says("/exercises")
    assert "The exercises" not in ana.sees()
    stranger = stage.phone(505, "Max")
    await stranger.says("/exercises")
    assert "The exercises" not in stranger.sees()


@pytest.mark.parametrize("language", ["en", "es", "ru"])
def test_every_page_fits_under_its_picture_or_follows_it(exercise: str, language: str, library: Content) -> None:
    whole = reminder_words.exercise(library, language, exercise)
    seen = html.unescape(re.sub("<[^>]+>", "", whole))
    assert fits_under_a_picture(whole) == (len(seen.encode("utf-16-le")) <= 2 * 1024)
    messages = exercise_words.messages(exercise, whole, whole, ())
    assert messages[0].animation == exercise
    assert all(message.animation is None for message in messages[1:])
    assert sum(message.text.count(whole) for message in messages) >= 1


def test_a_page_that_is_too_long_follows_its_picture() -> None:
    long = Html("ж" * 1025)
    first, second = exercise_words.messages("short_walk", Html("kurz"), long, ())
    assert (first.text, first.animation) == ("kurz", "short_walk")
    assert (second.text, second.animation) == (long, None)
