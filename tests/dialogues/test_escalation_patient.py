"""The patient after a red flag: asked about care, believed, never left alone with silence."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.models import Incident
from bot.models.person import Role
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import BEA, backs_up, case, joins, releases, reports

pytestmark = on_sqlite


async def test_after_an_emergency_silence_brings_the_words_again_then_the_phone_then_the_admins(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    await backs_up(stage, tom, bea)
    await reports(ana)
    await tom.taps("I have seen it")
    for phone in (ana, tom, bea, ada):
        phone.looks_away()
    await stage.passes(minutes=30)
    assert "call 112 now" in ana.sees()
    assert "Have you got emergency care?" in ana.sees()
    assert "Patient not confirmed" in tom.sees()
    assert bea.sees() == ""
    await stage.jumps(minutes=90)
    assert "Patient not confirmed" in bea.sees()
    assert "phone the emergency contact" in bea.sees()
    ada.looks_away()
    await stage.jumps(hours=22)
    assert "Patient not confirmed" in ada.sees()
    await stage.jumps(days=30)
    assert (await case(stage)).state == "acknowledged"


async def test_the_words_that_came_again_say_who_has_seen_it_and_the_first_ones_point_to_them(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana)
    await stage.passes(minutes=31)
    assert ana.screen().count("Nobody has seen this yet. Do not wait") == 1
    assert ana.screen().count("is in my newer message below") == 1
    await tom.taps("I have seen it")
    assert "Nobody has seen this yet" not in ana.screen()
    assert ana.screen().count("Seen by Tom at") == 1
    await ana.taps("Not yet")
    assert "Get emergency help" in ana.sees()
    assert "Seen by Tom" not in ana.sees()


async def test_a_second_report_says_who_has_seen_it_and_the_first_one_points_to_it(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana)
    await ana.says("now I also cannot lift my foot at all")
    assert ana.screen().count("is in my newer message below") == 1
    await tom.taps("I have seen it")
    assert "seen yet" not in ana.screen().lower()
    assert ana.screen().count("Seen by Tom at") == 1


@pytest.mark.parametrize(
    ("label", "words", "alert"),
    [
        ("going now", "Keep your phone", "on the way to care"),
        ("have been seen", "Your team can see it", "has been seen"),
        ("could not get care", "call 112", "could not get care"),
        ("Not yet", "don't put it off", "has not got care yet"),
    ],
)
async def test_what_the_patient_answers_is_shown_to_the_team(
    stage: Stage, ana: Phone, tom: Phone, label: str, words: str, alert: str
) -> None:
    await reports(ana)
    await tom.taps("I have seen it")
    await stage.passes(minutes=30)
    await ana.taps(label)
    assert words in ana.sees()
    assert alert in tom.screen()
    assert ("Get emergency help" in ana.sees()) is (label in ("could not get care", "Not yet"))
    assert (await case(stage)).state == ("open" if label == "could not get care" else "acknowledged")


async def test_who_has_been_seen_is_not_asked_again_and_the_case_stays_open(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana)
    await ana.taps("already being seen")
    ana.looks_away()
    await tom.taps("I have seen it")
    await stage.jumps(hours=30)
    assert "Have you got emergency care?" not in ana.screen()
    assert (await case(stage)).state == "acknowledged"


async def test_who_is_on_the_way_and_says_nothing_more_is_silent_too(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana)
    await tom.taps("I have seen it")
    await ana.taps("on my way")
    await stage.jumps(minutes=30)
    assert "Patient not confirmed" not in tom.screen()
    tom.looks_away()
    await stage.jumps(minutes=90)
    assert "Patient not confirmed" in tom.sees()
    await ana.taps("going now", message="Have you got emergency care?")
    assert "Patient not confirmed" not in tom.sees()


async def test_an_urgent_case_is_asked_in_waking_hours_and_raised_after_a_day_of_silence(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana, "Leg weaker")
    await tom.taps("I have seen it")
    await stage.jumps(hours=4)
    assert "Have you got medical advice?" in ana.screen()
    await stage.jumps(hours=12)
    ana.looks_away()
    await stage.jumps(hours=7)
    assert "get medical advice today" in ana.sees()
    tom.looks_away()
    await stage.jumps(hours=1)
    assert (await case(stage)).priority == "high"
    assert "Patient not confirmed" in tom.sees()


async def test_reaching_nobody_makes_an_urgent_case_an_emergency(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "Leg weaker")
    await tom.taps("I have seen it")
    tom.looks_away()
    await ana.taps("can't reach")
    assert "EMERGENCY" in tom.sees()
    found = await case(stage)
    assert (found.tier, found.state) == ("emergency", "open")


async def test_who_gets_worse_after_the_case_was_closed_gets_the_list_and_no_dead_button(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana, "Leg weaker")
    await stage.jumps(hours=4)
    await tom.taps("I have seen it")
    await releases(tom)
    assert (await case(stage)).state == "closed"
    for button in ("got worse", "can't reach", "Not yet"):
        ana.looks_away()
        await ana.taps(button)
        assert "If this is an emergency" in ana.sees()


async def test_a_mis_tap_is_confirmed_once_the_team_learns_of_it_and_nothing_comes_again(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana)
    await ana.taps("by mistake")
    assert "says it was a mistake" not in tom.screen()
    await ana.taps("Yes, a mistake")
    assert "says it was a mistake" in tom.screen()
    await stage.passes(minutes=5)
    found = await case(stage)
    assert (found.state, (await stage.patient()).held_since is not None) == ("open", True)
    assert "Time to stand up" not in ana.screen()


async def test_a_patient_who_blocks_the_bot_with_an_open_case_is_reported_at_once(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana)
    await tom.taps("I have seen it")
    tom.looks_away()
    await ana.blocks()
    await stage.passes(minutes=30)
    assert "I cannot reach the patient: the bot is blocked" in tom.sees()
    await ana.unblocks()
    await ana.says("/help")
    await stage.passes(seconds=2)
    assert (await case(stage)).lost_at is None


async def test_when_the_urgent_message_does_not_leave_the_team_hears_that_the_patient_does_not_know(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await ana.says("/urgent")
    await ana.taps("Trouble peeing")
    fault = stage.sandbox.faults.add(Fault("error", "sendMessage", chat_id=ana.id, times=None, status=502))
    await ana.taps("Send this one")
    await stage.jumps(seconds=59)
    assert "NOT told" not in tom.screen()
    await stage.jumps(seconds=1)
    assert "Patient NOT told yet" in tom.screen()
    stage.sandbox.faults.pending.remove(fault)
    await stage.passes(minutes=3)
    assert "Get emergency help" in ana.screen()
    assert "NOT told" not in tom.screen()


async def test_a_second_message_has_its_own_minute_to_leave(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana, "Leg weaker")
    await stage.jumps(minutes=2)
    await ana.says("/urgent")
    await ana.taps("Trouble peeing")
    fault = stage.sandbox.faults.add(Fault("error", "sendMessage", chat_id=ana.id, times=None, status=502))
    await ana.taps("Send this one")
    await stage.jumps(seconds=2)
    assert "NOT told" not in tom.screen()
    await stage.jumps(seconds=58)
    assert "NOT told" in tom.screen()
    stage.sandbox.faults.pending.remove(fault)


async def test_leaving_with_an_open_case_hands_it_to_the_admins(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await reports(ana)
    await tom.taps("I have seen it")
    ada.looks_away()
    await ana.says("/stop")
    await ana.taps("Yes, leave")
    await stage.passes(seconds=2)
    assert "This case is with the admins now" in ada.sees()
    assert (await case(stage)).state == "acknowledged"
    ana.looks_away()
    await stage.jumps(hours=30)
    assert ana.sees() == ""


async def test_a_therapist_who_is_none_any_more_leaves_no_case_behind(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await reports(ana)
    await tom.taps("I have seen it")
    await ada.says("/people Tom")
    await ada.taps("Tom")
    await ada.taps("Take therapist away")
    ada.looks_away()
    await stage.passes(seconds=2)
    assert "This case is with the admins now" in ada.sees()


async def test_a_routine_case_that_was_booked_ends_after_two_weeks_and_one_without_a_word_does_not(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    async with stage.database() as session:
        patient = await session.merge(await stage.patient())
        for said in ("booked", None):
            session.add(
                Incident(
                    patient_id=patient.person_id,
                    tier="routine",
                    source="test",
                    rules_version="1",
                    opened_at=stage.clock.now(),
                    patient_says=said,
                    patient_says_at=stage.clock.now() if said else None,
                )
            )
    await stage.jumps(days=14)
    async with stage.database() as session:
        found = (await session.exec(select(Incident).order_by(Incident.id))).all()  # type: ignore[arg-type]
    assert [(one.state, one.close_reason) for one in found] == [("closed", "by_itself"), ("open", None)]
    assert found[0].closed_at == found[0].opened_at + timedelta(days=14)
