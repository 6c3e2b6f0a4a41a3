"""An admin's day: a tip to everybody, words of one's own, a second admin's word, a report, and what can go wrong."""

import pytest
from sqlmodel import select

from bot.models import Broadcast, BroadcastRecipient, Person
from bot.models.person import Role
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from bot.services import broadcasts, people
from tests.cast import MONDAY_MORNING, Stage, on_sqlite

EVE = 606
TIP = "stand_every_hour"


async def chooses(stage: Stage, ada: Phone) -> None:
    """Ada's way to a draft with a tip."""
    await ada.says("/tip")
    await ada.taps("Daily life")
    await ada.taps(stage.app.content.tips[TIP].text("en").title)


async def sends(stage: Stage, ada: Phone) -> None:
    """From a draft's screen to the start; the time to undo passes."""
    await ada.taps("Send …")
    await ada.taps("Now")
    await ada.taps("Send to 1 person")
    await stage.passes(seconds=61)
    await stage.passes(seconds=5)


async def eve_joins(stage: Stage) -> Phone:
    """A second admin."""
    eve = stage.phone(EVE, "Eve")
    await eve.starts()
    async with stage.database() as session:
        person = (await session.exec(select(Person).where(Person.telegram_id == EVE))).one()
        await people.grant(session, person.id, Role.ADMIN, by=None, now=MONDAY_MORNING)
    await eve.says("/help")
    return eve


async def writes(ada: Phone, text: str = "<b>We move</b> to Elm Street 5.") -> None:
    """A new draft with Ada's own words in English."""
    await ada.says("/broadcast")
    await ada.taps("Write one")
    await ada.taps("Text")
    await ada.taps("English")
    await ada.says(text)


async def test_a_tip_goes_out_is_followed_and_reported(stage: Stage, ana: Phone, ada: Phone) -> None:
    title = stage.app.content.tips[TIP].text("en").title
    await chooses(stage, ada)
    assert "Would go to 1 person now" in ada.sees()
    await ada.taps("Preview")
    assert "English: 1 reader\n" in ada.sees()
    await ada.taps("Send to me: English")
    assert title in ada.sees()
    await ada.says("/broadcast")
    await ada.taps(title)
    await ada.taps("Send …")
    await ada.taps("Now")
    assert "costs nothing" in ada.sees()
    await ada.taps("Send to 1 person")
    assert "Nothing leaves before" in ada.sees()
    assert title not in ana.screen()
    await stage.passes(seconds=61)
    await stage.passes(seconds=5)
    assert title in ana.screen()
    assert "is finished" in ada.screen()
    assert "Sent: 1" in ada.screen()
    await ana.taps("Helpful")
    await ada.taps("Report")
    assert "👍 Helpful: 1" in ada.sees()
    assert len(ada.pictures()) == 1
    (table,) = ada.files().values()
    assert b"all,,1,0,0,1,0,0" in table


@on_sqlite
async def test_undo_brings_the_draft_back_and_nothing_leaves(stage: Stage, ana: Phone, ada: Phone) -> None:
    await chooses(stage, ada)
    await ada.taps("Send …")
    await ada.taps("Now")
    await ada.taps("Send to 1 person")
    await ada.taps("Undo")
    assert "Draft" in ada.sees()
    await stage.passes(minutes=3)
    assert stage.app.content.tips[TIP].text("en").title not in ana.screen()


@on_sqlite
async def test_a_tip_passes_by_whom_its_cautions_concern_also_at_the_last_moment(
    stage: Stage, ana: Phone, ada: Phone
) -> None:
    title = stage.app.content.tips[TIP].text("en").title
    await chooses(stage, ada)
    await ada.taps("Send …")
    await ada.taps("Now")
    await ada.taps("Send to 1 person")
    await ana.says("/settings")
    await ana.taps("About my health")
    await ana.taps("Enough for now")
    await ana.taps("Poor balance or a fall")
    await ana.taps("Yes")
    await stage.passes(seconds=61)
    await stage.passes(seconds=5)
    assert "is finished" in ada.screen()
    assert title not in ana.screen()
    await chooses(stage, ada)
    assert "Would go to 0 people" in ada.sees()


@on_sqlite
async def test_own_words_in_two_languages_for_a_segment(stage: Stage, ana: Phone, ada: Phone) -> None:
    await writes(ada)
    assert "Saved in English" in ada.sees()
    await ada.taps("Text")
    await ada.taps("español")
    await ada.says("Nos mudamos & abrimos a las 9")
    assert "English, Español" in ada.sees()
    await ada.taps("Asks people to move")
    assert "Asks people to move: no" in ada.sees()
    await ada.taps("For whom")
    await ada.taps("Country")
    await ada.taps("Spain")
    await ada.taps("Back")
    assert "patients, Spain" in ada.sees()
    assert "For example: Ana" in ada.sees()
    await ada.taps("Done")
    await sends(stage, ada)
    assert "We move to Elm Street 5." in ana.screen()


@on_sqlite
async def test_a_second_admin_agrees_or_sends_it_back(stage: Stage, ana: Phone, ada: Phone) -> None:
    eve = await eve_joins(stage)
    object.__setattr__(stage.app.content.policy, "broadcast_approval_above", 0)
    await writes(ada)
    await ada.taps("Send …")
    await ada.taps("Now")
    assert "A second admin has to agree" in ada.sees()
    await ada.taps("Send to 1 person")
    assert "waits for a second admin" in ada.sees()
    assert "Ada wants to send this to 1 person" in eve.sees()
    await eve.taps("No, send it back")
    assert "with all that you wrote" in ada.screen()
    await ada.says("/broadcast")
    await ada.taps("We move")
    await ada.taps("Send …")
    await ada.taps("Now")
    await ada.taps("Send to 1 person")
    await eve.taps("Yes, send it to 1 person")
    await stage.passes(seconds=61)
    await stage.passes(seconds=5)
    assert "We move" in ana.screen()


@on_sqlite
async def test_two_admins_start_the_same_one_and_it_goes_once(stage: Stage, ana: Phone, ada: Phone) -> None:
    eve = await eve_joins(stage)
    await writes(ada)
    await eve.says("/broadcast")
    await eve.taps("We move")
    for phone in (ada, eve):
        await phone.taps("Send …")
        await phone.taps("Now")
    await ada.taps("Send to 1 person")
    await eve.taps("Send to 1 person")
    assert "Ada has started this one already" in eve.sees()
    await stage.passes(seconds=61)
    await stage.passes(seconds=5)
    assert ana.screen().count("We move") == 1


@on_sqlite
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("x" * 4097, "Telegram takes 4096"),
        ("<b>never closed", "The formatting is broken"),
        ("<blink>look</blink>", "Only bold, italic"),
        ('<a href="http://elm.example">Elm</a>', "A link has to begin with https://"),
    ],
)
async def test_bad_words_get_a_clear_answer_and_nothing_is_lost(
    stage: Stage, ada: Phone, text: str, answer: str
) -> None:
    await writes(ada)
    await ada.taps("Text")
    await ada.taps("English")
    await ada.says(text)
    assert answer in ada.sees()
    assert "Nothing is lost" in ada.sees()
    async with stage.database() as session:
        assert await broadcasts.texts(session, 1) == {"en": "<b>We move</b> to Elm Street 5."}


@on_sqlite
async def test_nobody_to_send_to_a_time_that_is_over_and_a_picture_that_is_none(
    stage: Stage, ana: Phone, ada: Phone
) -> None:
    await writes(ada)
    await ada.taps("Picture")
    await ada.says("https://elm.example/house.png")
    assert "That is no picture" in ada.sees()
    await ada.sends_photo()
    assert "Picture: yes" in ada.sees()
    await ada.taps("Send …")
    await ada.says("2025-01-01 09:00")
    assert "That is in the past" in ada.sees()
    await ada.says("soon")
    assert "can't read “soon” as a time" in ada.sees()
    await ada.says("18:30")
    assert "18:30" in ada.sees()
    await ada.says("/broadcast")
    await ada.taps("We move")
    await ada.taps("For whom")
    await ada.taps("Language")
    await ada.taps("Русский")
    assert "Nobody would get it now" in ada.sees()
    await ada.taps("Back")
    await ada.taps("Done")
    await ada.taps("Send …")
    await ada.taps("Now")
    assert "Nobody would get it" in ada.sees()


@on_sqlite
async def test_what_is_sent_can_be_corrected_and_taken_back(stage: Stage, ana: Phone, ada: Phone) -> None:
    await writes(ada)
    await sends(stage, ada)
    await ada.taps("Correct it")
    await ada.taps("English")
    await ada.says("<b>We move</b> to Oak Street 7.")
    await stage.passes(seconds=10)
    assert "Oak Street 7" in ana.screen()
    assert "Elm Street" not in ana.screen()
    await ada.taps("Take it back")
    await ada.taps("Take it back")
    await stage.passes(seconds=10)
    assert "We move" not in ana.screen()


@on_sqlite
async def test_a_test_send_says_when_telegram_has_lost_the_picture(stage: Stage, ada: Phone) -> None:
    await writes(ada)
    await ada.taps("Picture")
    await ada.sends_photo()
    lost = "Bad Request: wrong file identifier/HTTP URL specified"
    stage.sandbox.fail(Fault(method="sendPhoto", chat_id=ada.id, status=400, description=lost))
    await ada.taps("Preview")
    await ada.taps("Send to me: English")
    await stage.settle()
    assert "Please send the picture again" in ada.sees()


@on_sqlite
async def test_it_is_paused_goes_on_and_what_failed_is_tried_again(stage: Stage, ana: Phone, ada: Phone) -> None:
    await writes(ada)
    await ada.taps("Send …")
    await ada.taps("12:00")
    await ada.taps("Send to 1 person")
    await stage.passes(minutes=2)
    await ada.taps("Pause")
    assert "is paused" in ada.screen()
    await stage.jumps(hours=3)
    assert "We move" not in ana.screen()
    stage.sandbox.fail(Fault(method="sendMessage", chat_id=ana.id, status=400, description="Bad Request: try later"))
    await ada.taps("Go on")
    for _ in range(2):
        await stage.passes(seconds=10)
    assert "Not delivered: 1" in ada.screen()
    await ada.taps("Try the failed ones again")
    for _ in range(2):
        await stage.passes(seconds=10)
    assert "Sent: 1" in ada.screen()
    assert ana.screen().count("We move") == 1


@on_sqlite
async def test_an_open_case_never_gets_exercise_advice(stage: Stage, ana: Phone, ada: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Leg weaker")
    await ana.taps("Send this")
    await chooses(stage, ada)
    await ada.taps("For whom")
    assert "Nobody would get it now" in ada.sees()
    assert "exercises stopped: 1" in ada.sees()
    await ada.taps("open case or stopped exercises")
    assert "nobody ill gets exercise advice" in ada.sees()


@on_sqlite
async def test_what_a_patient_writes_after_a_broadcast_is_read_for_red_flags(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await writes(ada)
    await sends(stage, ada)
    await ana.says("I can't pee since this morning", reply_to="We move")
    assert "112" in ana.screen()
    assert "EMERGENCY" in tom.screen()


@on_sqlite
async def test_an_admin_s_words_about_alarm_signs_are_kept(stage: Stage, ada: Phone) -> None:
    await writes(ada, "If you can't pee, or you are numb between the legs, call 112 at once.")
    assert "Saved in English" in ada.screen()
    assert "If this is about you" in ada.screen()
    async with stage.database() as session:
        assert len((await session.exec(select(Broadcast))).all()) == 1


@on_sqlite
async def test_a_weekly_series_is_started_seen_and_ended(stage: Stage, ana: Phone, ada: Phone) -> None:
    first, second = (stage.app.content.tips[tip].text("en").title for tip in (TIP, "back_pocket"))
    eve = await eve_joins(stage)
    object.__setattr__(stage.app.content.policy, "broadcast_approval_above", 0)
    await chooses(stage, ada)
    await ada.taps("Each week …")
    await ada.taps("Choose them in order")
    await ada.taps("Prevention")
    await ada.taps("Daily life")
    await ada.taps(second)
    await ada.taps("Go on with 2 tips")
    await ada.taps("Wed")
    await ada.says("half past ten")
    assert "can't read “half past ten” as a time" in ada.sees()
    await ada.says("10:30")
    assert "Start the series with 2 tips?" in ada.sees()
    await ada.taps("Start it")
    assert "Wed, 4 Mar" in ada.sees()
    await stage.jumps(hours=37)
    assert "Ada wants to send this to 1 person" in eve.sees()
    await eve.taps("Yes, send it to 1 person")
    for _ in range(2):
        await stage.jumps(hours=13)
    assert first in ana.screen()
    await ada.says("/tip")
    await ada.taps("A tip each week")
    await ada.taps(f"Wed 10:30 · {second}")
    assert "Tips so far: 1 of 2" in ada.sees()
    await ada.taps("End it")
    await ada.taps("Yes, end it")
    for _ in range(8):
        await stage.jumps(days=1)
    assert second not in ana.screen()
    await ada.says("/audit")
    assert "Ada started a tip each week: series 1 (tips:2)" in ada.sees()


async def pictured(ada: Phone, text: str = "<b>We move</b> to Elm Street 5.") -> None:
    """A new draft with words in English, and a picture over them."""
    await writes(ada, text)
    await ada.taps("Picture")
    await ada.sends_photo()


@on_sqlite
async def test_a_picture_goes_with_its_words_and_its_buttons_are_answered(stage: Stage, ana: Phone, ada: Phone) -> None:
    await pictured(ada)
    await ada.taps("Buttons")
    await ada.taps("👍 Helpful")
    await ada.taps("Not for me")
    await ada.taps("Learn more: none")
    page = next(iter(stage.app.content.pages.values())).text("en")
    await ada.taps(page.title)
    await ada.taps("Back")
    assert "Buttons: 👍 Helpful, Not for me, 📖 Learn more" in ada.sees()
    await sends(stage, ada)
    shown = ana.message("We move")
    assert shown.content.kind == "photo"
    assert [one["type"] for one in shown.content.entities] == ["bold"]
    await ana.taps("Not for me")
    assert ana.toasts() == ["Thank you. We will keep that in mind."]
    await ana.taps("Helpful")
    assert ana.toasts() == ["Thank you."]
    await ana.taps("Learn more", message="We move")
    assert page.title in ana.sees()
    async with stage.database() as session:
        said = (await session.exec(select(BroadcastRecipient.answer))).all()
        unwelcome = (await session.exec(select(Broadcast.unwelcome))).one()
    assert (said, unwelcome) == (["helpful"], 0), "the last word counts"


@on_sqlite
async def test_words_under_a_picture_are_corrected_and_taken_back(stage: Stage, ana: Phone, ada: Phone) -> None:
    await pictured(ada)
    await sends(stage, ada)
    await ada.taps("Correct it")
    await ada.taps("English")
    await ada.says("x" * 1025)
    assert "That is 1025 characters. Telegram takes 1024 here." in ada.sees()
    await ada.says("<b>We move</b> to Oak Street 7.")
    await stage.passes(seconds=10)
    assert ana.message("Oak Street 7").content.kind == "photo"
    assert "Elm Street" not in ana.screen()
    await ada.taps("Take it back")
    await ada.taps("Take it back")
    await stage.passes(seconds=10)
    assert "We move" not in ana.screen()


@on_sqlite
async def test_a_long_text_gets_no_picture_and_a_picture_gets_no_long_text(stage: Stage, ada: Phone) -> None:
    await pictured(ada, "🦵" * 513)
    assert "The text is too long for a picture: English" in ada.sees(), "Telegram counts a leg as two"
    await writes(ada, "🦵" * 512)
    await ada.taps("Picture")
    await ada.sends_photo()
    assert "Picture: yes" in ada.sees()
    await ada.taps("Text")
    await ada.taps("English")
    assert "up to 1024 characters" in ada.sees()
    await ada.says("x" * 1025)
    assert "Telegram takes 1024 here" in ada.sees()
    await ada.taps("Back")
    await ada.taps("Picture")
    await ada.taps("Without a picture")
    assert "Picture: none" in ada.sees()


@on_sqlite
async def test_a_picture_that_telegram_has_lost_is_no_message_delivered_and_is_tried_again(
    stage: Stage, ana: Phone, ada: Phone
) -> None:
    await pictured(ada)
    lost = "Bad Request: wrong file identifier/HTTP URL specified"
    stage.sandbox.fail(Fault(method="sendPhoto", chat_id=ana.id, status=400, description=lost))
    await sends(stage, ada)
    assert "Not delivered: 1" in ada.screen()
    async with stage.database() as session:
        assert (await session.exec(select(BroadcastRecipient.reason))).all() == ["refused"]
    await ada.taps("Try the failed ones again")
    await stage.passes(seconds=5)
    assert ana.message("We move").content.kind == "photo"


@on_sqlite
async def test_a_series_says_that_a_picture_and_changed_words_do_not_go_with_it(
    stage: Stage, ana: Phone, ada: Phone
) -> None:
    await chooses(stage, ada)
    await ada.taps("Picture")
    await ada.sends_photo()
    await ada.taps("Each week …")
    await ada.taps("Daily life")
    await ada.taps("Wed")
    await ada.taps("10:00")
    assert "as the library has it" in ada.sees()


@on_sqlite
async def test_sending_for_stars_shows_its_cost_and_only_what_is_paid_for_is_paid(
    stage: Stage, ana: Phone, ada: Phone
) -> None:
    eve = await eve_joins(stage)
    policy = stage.app.content.policy
    await writes(ada)
    await ada.taps("Send …")
    await ada.taps("Now")
    assert "Faster, for Stars" not in str(ada.buttons())
    object.__setattr__(policy, "allow_paid_broadcast", True)
    object.__setattr__(policy, "broadcast_approval_above_stars", 0)
    await ada.says("/broadcast")
    await ada.taps("We move")
    await ada.taps("Send …")
    await ada.taps("Now")
    assert "costs nothing" in ada.sees()
    await ada.taps("Faster, for Stars")
    assert "costs up to 0.1 Telegram Stars" in ada.sees()
    assert "A second admin has to agree: it may cost more than 0 Stars." in ada.sees()
    await ada.taps("Send to 1 person")
    assert "costs up to 0.1 Telegram Stars" in eve.sees()
    await eve.taps("Yes, send it to 1 person")
    await stage.passes(seconds=61)
    await stage.passes(seconds=5)
    assert "We move" in ana.screen()
    assert "Paid so far: up to 0.1 Stars" in ada.screen()
    paid = [one for one in stage.sandbox.transcript.entries if one.params.get("allow_paid_broadcast") == "true"]
    assert [(one.chat_id, one.text) for one in paid] == [(ana.id, "<b>We move</b> to Elm Street 5.")]


@on_sqlite
async def test_an_answer_says_that_a_message_arrived_after_all(stage: Stage, ana: Phone, ada: Phone) -> None:
    await chooses(stage, ada)
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", chat_id=ana.id))
    await sends(stage, ada)
    assert "Not delivered: 1" in ada.screen()
    await ana.taps("Helpful")
    await stage.passes(seconds=6)
    assert "Sent: 1" in ada.screen()
