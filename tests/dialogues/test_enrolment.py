"""Joining: few taps, nothing asked before consent, nothing lost half-way."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.models import Consent, Invite, Plan
from bot.sandbox.phone import Phone
from tests.cast import ANA, Stage, enrols, on_sqlite

pytestmark = on_sqlite


@pytest.fixture
async def newcomer(stage: Stage) -> Phone:
    return stage.phone(ANA, "Ana")


async def test_at_most_eight_taps_from_start_to_the_first_check_in(stage: Stage, newcomer: Phone) -> None:
    await newcomer.starts()
    taps = ["Go on", "I am 18", "United Kingdom", "I can't say where", "Start with these", "Check in now"]
    for label in taps:
        await newcomer.taps(label)
    assert "is any of this new or worse" in newcomer.sees()
    assert len(taps) + 1 <= 8


async def test_the_start_says_what_this_is_and_is_not(newcomer: Phone) -> None:
    await newcomer.starts()
    assert "not a doctor" in newcomer.sees()
    await newcomer.taps("Go on")
    assert "not end-to-end encrypted" in newcomer.sees()
    assert "18 or over" in newcomer.sees()


async def test_consent_is_recorded_with_its_text(stage: Stage, newcomer: Phone) -> None:
    await newcomer.starts()
    await newcomer.taps("Go on")
    await newcomer.taps("I am 18")
    await newcomer.taps_old("I am 18")
    async with stage.database() as session:
        given = (await session.exec(select(Consent))).one()
    assert given.text_version == stage.app.content.consent_version
    assert (len(given.text_sha256), given.language, given.given_at) == (64, "en", stage.clock.now())


async def test_nothing_is_kept_of_somebody_who_refuses(stage: Stage, newcomer: Phone) -> None:
    await newcomer.starts()
    await newcomer.taps("Go on")
    await newcomer.taps("under 18")
    assert "I keep nothing about your leg" in newcomer.sees()
    async with stage.database() as session:
        assert (await session.exec(select(Consent))).all() == []
    await newcomer.says("/learn")
    assert "What can cause it" in newcomer.sees()


@pytest.mark.parametrize("stops_after", range(6))
async def test_leaving_midway_and_coming_back_loses_nothing(stage: Stage, newcomer: Phone, stops_after: int) -> None:
    await newcomer.starts()
    for label in ["Go on", "I am 18", "Spain", "Madrid", "Left foot", "Done"][:stops_after]:
        await (newcomer.says if label == "Spain" else newcomer.taps)(label)
    await stage.jumps(days=2)
    await newcomer.starts()
    expected = ["I am Stepwell", "I am Stepwell", "Which country", "Which city", "Where is it numb", "Where is it numb"]
    assert expected[stops_after] in newcomer.sees()
    if stops_after == 5:
        assert "✅ Left foot" in newcomer.sees()


async def test_everything_else_is_answered_with_the_open_question(newcomer: Phone) -> None:
    await newcomer.starts()
    await newcomer.taps("Go on")
    await newcomer.taps("I am 18")
    await newcomer.says("/today")
    assert "Which country" in newcomer.sees()


async def test_a_country_with_one_time_needs_no_question_about_it(stage: Stage, newcomer: Phone) -> None:
    await newcomer.starts()
    await newcomer.taps("Go on")
    await newcomer.taps("I am 18")
    await newcomer.says("germany")
    assert "Where is it numb" in newcomer.sees()
    async with stage.database() as session:
        from bot.models import Person

        assert (await session.exec(select(Person.zone))).first() == "Europe/Berlin"


async def test_an_unknown_country_is_asked_again_kindly(newcomer: Phone) -> None:
    await newcomer.starts()
    await newcomer.taps("Go on")
    await newcomer.taps("I am 18")
    await newcomer.says("Atlantis")
    assert "Atlantis" in newcomer.sees()
    await newcomer.says("Nepal")
    assert "Where is it numb" in newcomer.sees()


async def test_the_zone_comes_from_a_shared_place(stage: Stage, newcomer: Phone) -> None:
    await newcomer.starts()
    await newcomer.taps("Go on")
    await newcomer.taps("I am 18")
    await newcomer.says("Spain")
    await newcomer.shares_location(28.1, -15.4)
    assert "Where is it numb" in newcomer.sees()
    assert "Send my location" not in newcomer.keyboard()
    await newcomer.taps("I can't say")
    assert "It is 08:00 for you (Canary)" in newcomer.sees()


async def test_a_place_at_sea_is_asked_again(newcomer: Phone) -> None:
    await newcomer.starts()
    await newcomer.taps("Go on")
    await newcomer.taps("I am 18")
    await newcomer.says("Spain")
    await newcomer.shares_location(0.0, -30.0)
    assert "I don't know that place" in newcomer.sees()


async def test_the_language_can_be_chosen_before_anything_else(newcomer: Phone) -> None:
    await newcomer.starts()
    await newcomer.taps("Español")
    assert "Hola" in newcomer.sees()
    await newcomer.taps("English")
    assert "Hello" in newcomer.sees()


async def test_telegrams_language_is_the_first_guess(stage: Stage) -> None:
    ivan = stage.phone(404, "Ivan", language="ru")
    await ivan.starts()
    assert "Здравствуйте" in ivan.sees()
    olga = stage.phone(405, "Olga", language="fi")
    await olga.starts()
    assert "Hello" in olga.sees()


async def test_an_invite_works_once(stage: Stage, ana: Phone, tom: Phone) -> None:
    async with stage.database() as session:
        invite = (await session.exec(select(Invite))).one()
    assert invite.used_at == stage.clock.now()
    assert (await stage.patient()).therapist_id == invite.therapist_id
    link = next(m.text for m in tom.chat.messages if "https://t.me/" in m.text).split("https://t.me/")[1].split()[0]
    bob = stage.phone(505, "Bob")
    await bob.opens(f"https://t.me/{link}")
    assert "This link or code does not work" in bob.sees()
    assert "I am Stepwell" in bob.sees()


async def test_an_invite_expires(stage: Stage, tom: Phone) -> None:
    await tom.says("/invite")
    link = next(word for word in tom.sees().split() if word.startswith("https://t.me/"))
    await stage.jumps(hours=73)
    late = stage.phone(ANA, "Ana")
    await late.opens(link)
    assert "too old" in late.sees()
    await enrols(late)
    assert (await stage.patient()).therapist_id is None


async def test_the_therapist_hears_who_joined(tom: Phone, ana: Phone) -> None:
    assert "Ana has joined by an invite" in tom.screen()


async def test_the_starter_plan_is_what_the_patient_agreed_to(stage: Stage, ana: Phone) -> None:
    async with stage.database() as session:
        plan = (await session.exec(select(Plan))).one()
    assert (plan.starter, plan.assigned_by) == ("starter", None)
    await ana.says("/today")
    assert ana.sees().count("Stand up") == 10


async def test_coming_back_after_leaving_asks_for_consent_again(stage: Stage, ana: Phone) -> None:
    await ana.says("/stop")
    await ana.taps("Yes, leave")
    await stage.passes(days=2)
    assert "Time" not in ana.screen().split("You have left")[1]
    await ana.starts()
    await ana.taps("Go on")
    await ana.taps("I am 18")
    assert "All set" in ana.sees()
    async with stage.database() as session:
        consents = (await session.exec(select(Consent))).all()
    assert [one.withdrawn_at is None for one in consents] == [False, True]
    await stage.passes(days=1)
    assert "Your check-in" in ana.sees()


async def test_settings_change_every_answer(stage: Stage, ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Check-in time")
    await ana.says("7:45")
    assert "08:00" in ana.sees(), "a time inside the quiet hours is refused"
    await ana.says("25:00")
    assert "Check-in time\nI can't read “25:00” as a time" in ana.sees()
    await ana.taps("18:00")
    assert "every day at 18:00" in ana.sees()
    await ana.taps("Quiet hours")
    await ana.says("22-22")
    assert "Quiet hours\nThose hours end before they start, or are the same" in ana.sees()
    await ana.says("22-7")
    assert "from 22:00 to 07:00" in ana.sees()
    await ana.taps("Sitting hours")
    await ana.says("17:00-9:00")
    assert "Sitting hours\nThose hours end before they start" in ana.sees()
    await ana.says("10:00-10:45")
    assert "Sitting hours\nNo break fits into those hours" in ana.sees()
    await ana.says("10:00-12:30")
    assert "You sit: 10:00–12:30" in ana.sees()
    await ana.taps("Sitting days")
    await ana.taps("Fri")
    await ana.taps("Back")
    assert "Mon–Thu" in ana.sees()
    await ana.taps("Where it is numb")
    await ana.taps("Right calf")
    await ana.taps("Done")
    assert "Right calf, Left foot" in ana.sees()
    await ana.taps("Country")
    await ana.says("Nepal")
    assert "13:45 in Kathmandu, and 09:00 in Madrid" in ana.sees()
    await ana.taps("Move my reminders")
    await ana.says("/settings")
    assert "(Kathmandu)" in ana.sees()
    await ana.taps("Tips on or off")
    assert "Tips now and then: off" in ana.sees()
    await ana.taps("Language")
    await ana.taps("Español")
    assert "Nepal" in ana.sees()
    assert (await stage.patient()).tips_wanted is False


async def test_a_change_of_times_never_brings_a_second_check_in(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    assert "is any of this new or worse" in ana.sees()
    await ana.says("/settings")
    await ana.taps("Check-in time")
    await ana.taps("18:00")
    ana.looks_away()
    await stage.passes(hours=11)
    assert "is any of this new or worse" not in ana.sees()
    await stage.passes(hours=24)
    assert stage.clock.now() - timedelta(hours=36) > (await stage.patient()).enrolled_at  # type: ignore[operator]
    assert ana.sees().count("is any of this new or worse") == 1


async def test_a_question_that_was_answered_by_typing_loses_its_buttons(stage: Stage, tom: Phone) -> None:
    ana = stage.phone(ANA, "Ana")
    await ana.starts()
    await ana.taps("Go on")
    await ana.taps("I am 18 or over")
    assert "Ireland" in ana.buttons()
    await ana.says("Atlantis")
    assert ana.buttons().count("Ireland") == 1, "it is asked again, once"
    await ana.says("Spain")
    assert "Ireland" not in ana.buttons()
    await ana.says("Madrid")
    assert not [label for label in ana.buttons() if label.startswith("Madrid")]
    for label in ("Left foot", "Done", "Start with these"):
        await ana.taps(label)
    await ana.says("/settings")
    await ana.taps("Quiet")
    await ana.says("nonsense")
    assert "22:00–07:00" in ana.buttons(), "it was not answered"
    await ana.says("22:00-07:30")
    assert "Saved" in ana.sees()
    assert "22:00–07:00" not in ana.buttons()


async def test_a_red_flag_that_is_typed_leaves_the_question_open(stage: Stage, tom: Phone) -> None:
    ana = stage.phone(ANA, "Ana")
    await ana.starts()
    await ana.taps("Go on")
    await ana.taps("I am 18 or over")
    await ana.says("I can't pee since this morning")
    assert "Ireland" in ana.buttons()
    await ana.taps("Ireland")
    assert "Ireland" not in ana.buttons()
