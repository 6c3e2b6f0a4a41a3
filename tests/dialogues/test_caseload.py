"""A therapist's list and morning: many patients, one found by name, thresholds, the summary."""

from datetime import timedelta

import pytest

from bot.models import CheckIn, CheckInState, Patient, Person
from bot.sandbox.phone import Phone
from bot.services import checkins
from tests.cast import TOM, Stage, on_sqlite

NAMES = ("Álvaro", "Bea", "Carla", "Dmitri", "Eva", "Fay", "Gil", "Hana", "Igor", "Jana")


@pytest.fixture
async def crowd(stage: Stage, tom: Phone) -> None:
    """Ten more patients of Tom's; the later in the alphabet, the stronger their pain."""
    now = stage.clock.now()
    async with stage.database() as session:
        therapist = await session.get(Person, 2)
        assert therapist is not None
        assert therapist.telegram_id == TOM
        for number, name in enumerate(NAMES):
            person = Person(telegram_id=900 + number, first_name=name, zone="Europe/Madrid", created_at=now)
            session.add(person)
            await session.flush()
            session.add(
                Patient(person_id=person.id, code=f"C{number}Z{number}", therapist_id=therapist.id, enrolled_at=now)
            )
            await session.flush()
            done = CheckIn(patient_id=person.id, state=CheckInState.DONE, opened_at=now, finished_at=now)
            session.add(done)
            await session.flush()
            for question, value in (("screen", "none"), ("numbness", "1"), ("pain", str(number)), ("change", "same")):
                await checkins.answer(session, done, question, value, now=now)


@pytest.mark.usefixtures("crowd")
async def test_a_long_list_has_pages_the_most_urgent_first(ana: Phone, tom: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    await tom.says("/patients")
    sees = tom.sees()
    assert "Your 11 patients" in sees
    assert "1 to 8 of 11" in sees
    assert sees.index("Ana") < sees.index("Hana · C7Z7 · strong pain") < sees.index("Bea")
    await tom.taps("Less urgent")
    assert "9 to 11 of 11" in tom.sees()
    assert "Gil" in tom.sees()
    await tom.taps("More urgent")
    assert "1 to 8 of 11" in tom.sees()


@pytest.mark.usefixtures("crowd", "ana")
@pytest.mark.parametrize(("typed", "found"), [("alvaro", "Álvaro"), ("C7Z7", "Hana"), ("dMi", "Dmitri")])
@on_sqlite
async def test_one_is_found_by_name_or_code(tom: Phone, typed: str, found: str) -> None:
    await tom.says(f"/patients {typed}")
    assert "Your patient" in tom.sees()
    assert found in tom.sees()


@pytest.mark.usefixtures("ana")
@on_sqlite
async def test_nobody_found_is_said(tom: Phone) -> None:
    await tom.says("/patients Zoe <b>")
    assert "None of your patients is called “Zoe <b>”" in tom.sees()


@on_sqlite
async def test_a_threshold_of_one_patient_moves_her_up(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    for label in ("None of these", "3", "5", "about the same"):
        await ana.taps(label)
    await tom.says("/patients")
    assert "ticked nothing in the last check-in" in tom.sees()
    await tom.taps("Ana")
    await tom.taps("What needs a look")
    assert "Pain from 7 of 10" in tom.sees()
    await tom.taps("5", message="move up in your list")
    assert "Pain from 5 of 10" in tom.sees()
    await tom.taps("Card")
    await tom.says("/patients")
    assert "strong pain" in tom.sees()


async def test_the_morning_summary_comes_once_and_only_when_somebody_needs_a_look(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await tom.says("/digest")
    assert "In which city do you work?" in tom.sees()
    await tom.says("Atlantis")
    assert "I don't know a city “Atlantis”" in tom.sees()
    await tom.says("мадрид")
    assert "It is off." in tom.sees()
    await tom.taps("07:30")
    assert "comes at 07:30 (Madrid)" in tom.sees()
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", "about the same"):
        await ana.taps(label)
    tom.looks_away()
    await stage.passes(hours=23)
    assert "Good morning" not in tom.sees()
    await stage.passes(days=3)
    tom.looks_away()
    await stage.passes(days=1)
    assert tom.sees().count("Good morning. 1 of your patients (1) needs a look.") == 1
    assert "no check-in for 3 days" in tom.sees()
    assert "Ana" not in tom.sees()
    await tom.taps("Open the list")
    assert "Ana" in tom.sees()


@pytest.mark.usefixtures("ana")
@on_sqlite
async def test_after_an_outage_there_is_one_summary_and_none_when_it_is_off(stage: Stage, tom: Phone) -> None:
    await tom.says("/digest")
    await tom.says("Madrid")
    await tom.taps("07:30")
    tom.looks_away()
    await stage.jumps(days=6)
    assert tom.sees().count("Good morning") == 1
    await tom.says("/digest")
    await tom.taps("No summary")
    assert "Alerts still come at once" in tom.sees()
    tom.looks_away()
    await stage.passes(days=2)
    assert "Good morning" not in tom.sees()
    assert timedelta(0) < stage.clock.now() - (await stage.patient()).enrolled_at  # type: ignore[operator]
