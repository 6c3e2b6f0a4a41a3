"""/urgent and what follows: at any time, for anybody, with the truth about who knows."""

import pytest
from sqlmodel import select

from bot.models import Answer, Incident, Person
from bot.sandbox.phone import Phone
from tests.cast import ANA, Stage, on_sqlite
from tests.dialogues.escalating import releases

pytestmark = on_sqlite


async def reports(phone: Phone, label: str) -> None:
    await phone.says("/urgent")
    await phone.taps(label)
    await phone.taps("Send this one")


async def test_before_consent_the_words_come_and_nothing_is_kept(stage: Stage) -> None:
    stranger = stage.phone(ANA, "Ana")
    await stranger.says("/urgent")
    assert "112 works on most mobile phones" in stranger.sees()
    await stranger.taps("Trouble peeing")
    assert "Get emergency help" in stranger.sees()
    assert "told nobody and kept nothing" in stranger.sees()
    async with stage.database() as session:
        assert (await session.exec(select(Answer))).all() == []
        assert (await session.exec(select(Incident))).all() == []


async def test_in_the_middle_of_joining(stage: Stage, tom: Phone) -> None:
    ana = stage.phone(ANA, "Ana")
    await ana.starts()
    await ana.taps("Go on")
    await ana.taps("I am 18")
    await ana.says("Spain")
    await ana.taps("Something is wrong")
    await ana.taps("Numb between the legs")
    await ana.taps("Send this one")
    assert "call 112 now" in ana.sees()
    await stage.passes(seconds=2)
    assert "Sent to the team" in ana.sees()
    assert "EMERGENCY" in tom.screen()


@pytest.mark.parametrize("state", ["paused", "quiet", "held"])
async def test_in_every_state_of_a_patient(stage: Stage, ana: Phone, tom: Phone, state: str) -> None:
    if state == "paused":
        await ana.says("/pause")
        await ana.taps("7 days")
    elif state == "quiet":
        await stage.passes(hours=16)
    else:
        await reports(ana, "Leg weaker")
    tom.looks_away()
    await reports(ana, "Chest pain")
    assert "call 112 now" in ana.sees()
    assert "EMERGENCY" in tom.sees()


async def test_after_leaving_the_words_come_and_nobody_is_told(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/stop")
    await ana.taps("Yes, leave")
    await ana.says("/urgent")
    await ana.taps("Trouble peeing")
    assert "call 112 now" in ana.sees()
    assert "told nobody" in ana.sees()
    assert "EMERGENCY" not in tom.screen()


@pytest.mark.parametrize(
    "flag", ["bladder", "bowel", "saddle", "both_legs", "cant_move", "stroke", "cold_pale", "chest_breath", "trauma"]
)
async def test_each_emergency_flag_brings_number_card_hold_and_alert(
    stage: Stage, ana: Phone, tom: Phone, flag: str
) -> None:
    await reports(ana, stage.app.content.red_flags[flag].text("en").label)
    sees = ana.sees()
    assert sees.index("112") < 60
    assert stage.app.content.red_flags[flag].text("en").first_line in sees
    assert "Emergency: ambulance" in sees
    assert (await stage.patient()).held_since == stage.clock.now()
    assert "EMERGENCY" in tom.screen()


@pytest.mark.parametrize(
    "flag",
    [
        "sudden",
        "weakness",
        "walk_balance",
        "spreading",
        "swelling",
        "infection",
        "foot_wound",
        "rest_pain",
        "severe_pain",
    ],
)
async def test_each_urgent_flag_asks_for_advice_today(stage: Stage, ana: Phone, tom: Phone, flag: str) -> None:
    await reports(ana, stage.app.content.red_flags[flag].text("en").label)
    assert "get medical advice today" in ana.sees()
    assert "Don't wait, but call 112" in ana.sees()
    assert (await stage.patient()).held_since is not None
    assert "URGENT" in tom.screen()


async def test_for_advice_today_the_countrys_own_line_is_named(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "Leg weaker")
    assert "Call your doctor or the out-of-hours service." in ana.sees()
    await ana.says("/settings")
    await ana.taps("Country")
    await ana.says("United Kingdom")
    await reports(ana, "One leg newly swollen")
    assert "Call your doctor, or NHS 111." in ana.sees()
    assert "call 999" in ana.sees()
    stranger = stage.phone(777, "Sam")
    await stranger.says("/urgent")
    await stranger.taps("Leg weaker")
    assert "Call your doctor or the out-of-hours service." in stranger.sees()


async def says_worse(ana: Phone) -> None:
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", "worse"):
        await ana.taps(label)


async def test_worse_some_days_ago_and_weakness_now_is_an_emergency(stage: Stage, ana: Phone, tom: Phone) -> None:
    await says_worse(ana)
    await stage.jumps(days=6)
    await reports(ana, "Leg weaker")
    assert "call 112 now" in ana.sees()
    assert "new weakness in the leg, it is getting worse" in ana.sees(), "both go to the phone"
    assert "checked by a doctor today" not in ana.sees(), "what an urgent flag says alone is too little here"


async def test_weakness_some_days_ago_and_worse_now_is_an_emergency(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "Leg weaker")
    await tom.taps("I have seen it")
    await releases(tom)
    await stage.jumps(days=6)
    tom.looks_away()
    ana.looks_away()
    await says_worse(ana)
    assert "call 112 now" in ana.sees()
    assert "new weakness in the leg, it is getting worse" in ana.sees()
    assert "book a visit" not in ana.sees()
    assert "EMERGENCY" in tom.sees()


async def test_worse_a_week_after_weakness_is_a_visit_to_book(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "Leg weaker")
    await tom.taps("I have seen it")
    await releases(tom)
    await stage.jumps(days=7)
    ana.looks_away()
    await says_worse(ana)
    assert "call 112 now" not in ana.sees()
    assert "book a visit" in ana.sees()


async def test_sudden_one_day_and_weakness_the_next_is_an_emergency(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "came on suddenly")
    assert "get medical advice today" in ana.sees()
    await stage.passes(hours=24)
    await reports(ana, "Leg weaker")
    assert "call 112 now" in ana.sees()
    assert "EMERGENCY" in tom.screen()


async def test_three_days_apart_they_are_not_added_up(stage: Stage, ana: Phone) -> None:
    await reports(ana, "came on suddenly")
    await stage.jumps(days=3)
    await reports(ana, "Leg weaker")
    assert "get medical advice today" in ana.sees()


async def test_a_second_report_reopens_the_case_and_never_lowers_it(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "Chest pain")
    await tom.taps("I have seen it")
    tom.looks_away()
    await stage.jumps(days=3)
    await reports(ana, "Leg weaker")
    async with stage.database() as session:
        incident = (await session.exec(select(Incident))).one()
    assert (incident.tier, incident.state) == ("emergency", "open")
    assert "EMERGENCY" in tom.sees()


async def test_a_tick_on_a_list_that_a_newer_one_replaced_still_counts(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.says("/urgent")
    await stage.passes(minutes=11)
    assert "Get emergency help" in ana.sees()
    assert "EMERGENCY" in tom.screen()


async def test_without_a_therapist_the_whole_team_is_told(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    async with stage.database() as session:
        patient = await session.merge(await stage.patient())
        patient.therapist_id = None
    await reports(ana, "Trouble peeing")
    await stage.passes(seconds=2)
    assert "Sent to the team" in ana.sees()
    assert "EMERGENCY" in tom.screen()
    assert "EMERGENCY" in ada.screen()


async def test_when_the_therapist_blocked_the_bot_the_others_are_told(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    stage.sandbox.people[tom.id].blocked = True
    await reports(ana, "Trouble peeing")
    await stage.passes(seconds=2)
    assert "Sent to the team" in ana.sees()
    assert "EMERGENCY" in ada.screen()


async def test_with_nobody_to_tell_the_patient_is_told_so(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    await tom.blocks()
    await ada.blocks()
    await reports(ana, "Trouble peeing")
    assert "could not reach anybody" in ana.sees()


@pytest.mark.parametrize(
    ("label", "words", "alert"),
    [
        ("on my way", "Keep your phone", "on the way"),
        ("already being seen", "somebody is with you", "already being seen"),
    ],
)
async def test_what_the_patient_answers_reaches_the_team(
    ana: Phone, tom: Phone, label: str, words: str, alert: str
) -> None:
    await reports(ana, "Trouble peeing")
    await ana.taps(label)
    assert words in ana.sees()
    assert alert in tom.screen()


async def test_a_mistake_is_asked_about_once_and_the_team_still_learns_of_it(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana, "Trouble peeing")
    await ana.taps("by mistake")
    assert "Did you tap by mistake" in ana.sees()
    await ana.taps("Yes, a mistake")
    assert "Noted as a mistake" in ana.sees()
    assert "says it was a mistake" in tom.screen()
    assert (await stage.patient()).held_since is not None


async def test_nobody_reached_means_the_emergency_number(ana: Phone, tom: Phone) -> None:
    await reports(ana, "Leg weaker")
    await ana.taps("can't reach")
    assert "call 112 now" in ana.sees()
    assert "can't reach anyone" in tom.screen()


async def test_worse_opens_the_list(ana: Phone) -> None:
    await reports(ana, "Leg weaker")
    await ana.taps("got worse")
    assert "Trouble peeing" in ana.sees()


async def test_the_number_is_the_one_of_the_country_now(ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Country")
    await ana.says("Nepal")
    await reports(ana, "Trouble peeing")
    assert "call 102 now" in ana.sees()


async def test_closing_needs_a_reason_and_brings_the_exercises_back(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "Trouble peeing")
    await tom.taps("Open the case")
    assert "Close the case" not in tom.sees()
    await tom.taps("I have seen it")
    await tom.taps("Hold and release list")
    await tom.taps("I spoke with the patient")
    await tom.taps("Close the case")
    assert "tick every point" in tom.sees()
    for point in ("A doctor has seen them", "No red flag now", "I looked through the plan"):
        await tom.taps(point)
    await tom.taps("Close the case")
    assert (await stage.patient()).held_since is not None
    await tom.taps("Seen by a doctor")
    assert "Tom has looked at your answer" in ana.screen()
    assert (await stage.patient()).held_since is None
    await stage.passes(hours=1)
    assert "Time to stand up" in ana.screen()


async def test_the_urgent_message_is_short_enough_and_has_no_forbidden_words(stage: Stage, ana: Phone) -> None:
    for language in stage.app.content.languages:
        async with stage.database() as session:
            person = (await session.exec(select(Person).where(Person.telegram_id == ANA))).one()
            person.language = language
        await ana.says("/urgent")
        label = stage.app.content.red_flags["stroke"].text(language).label
        await ana.taps(label)
        await ana.taps(stage.app.content.say(language).label("checkin.send", n=1))
        urgent = next(message for message in ana.news() if "112" in message.text and message.buttons)
        assert len(urgent.text) <= 800
