"""The phone for tests, against a small bot that runs on the real client."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    Update,
)

from bot.sandbox import NotPossibleError, Phone, Sandbox

from .conftest import ANA, TOM


def inline(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=label.lower())] for label in labels])


async def answer_message(bot: Bot, update: Update) -> None:
    message = update.message
    assert message is not None
    text = message.text or ""
    if text == "/keyboard":
        rows = [[KeyboardButton("Here", request_location=True), KeyboardButton("Not now")]]
        await bot.send_message(
            message.chat_id, "Where?", reply_markup=ReplyKeyboardMarkup(rows, one_time_keyboard=True)
        )
    elif text == "/links":
        links = [
            InlineKeyboardButton("Site", url="https://example.org/a"),
            InlineKeyboardButton("Again", url="https://t.me/stepwell_demo_bot?start=abc"),
            InlineKeyboardButton("Copy", copy_text=CopyTextButton("112")),
        ]
        await bot.send_message(message.chat_id, "Links", reply_markup=InlineKeyboardMarkup([links]))
    elif text == "/sos":
        await bot.send_contact(message.chat_id, "112", "Emergency")
        await bot.send_message(TOM, "EMERGENCY for Ana")
    elif text.startswith("/"):
        await bot.send_message(message.chat_id, f"You wrote {text}", reply_markup=inline("Bladder", "None of these"))
    elif message.location:
        await bot.send_message(message.chat_id, f"At {message.location.latitude}")
    elif text:
        await bot.send_message(message.chat_id, f"Heard {text}")


async def serve(bot: Bot) -> None:
    """A bot that confirms an update only after it is done with it."""
    offset = 0
    while True:
        for update in await bot.get_updates(offset=offset, timeout=30):
            if update.message:
                await answer_message(bot, update)
            elif update.callback_query:
                await update.callback_query.answer("Saved")
                await update.callback_query.edit_message_text(
                    f"Chosen: {update.callback_query.data}", reply_markup=inline("Undo")
                )
            elif update.edited_message:
                await bot.send_message(ANA, f"Edited: {update.edited_message.text}")
            offset = update.update_id + 1


@pytest.fixture
async def running(bot: Bot, sandbox: Sandbox) -> AsyncIterator[Sandbox]:
    task = asyncio.create_task(serve(bot))
    yield sandbox
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


@pytest.fixture
def phone(running: Sandbox) -> Phone:
    return Phone(running, ANA, running.confirmed)


async def test_a_person_writes_and_sees_the_answer_with_its_buttons(phone: Phone) -> None:
    await phone.says("/checkin")
    assert phone.sees() == "You wrote /checkin\n[Bladder]\n[None of these]"
    assert phone.buttons() == ["Bladder", "None of these"]


async def test_a_tap_shows_the_toast_and_the_edited_message_only(phone: Phone) -> None:
    await phone.says("/checkin")
    await phone.taps("bladd")
    assert phone.sees() == "(Saved)\nChosen: bladder\n[Undo]"
    assert phone.toasts() == ["Saved"]
    assert "You wrote" not in phone.screen()
    assert phone.sandbox.unanswered == []


async def test_a_missing_button_names_those_that_are_there(phone: Phone) -> None:
    await phone.says("/checkin")
    with pytest.raises(AssertionError, match=r"no button 'Zebra'.*Bladder.*None of these"):
        await phone.taps("Zebra")


async def test_the_newest_message_goes_first_and_an_equal_label_before_a_longer_one(
    phone: Phone, running: Sandbox, bot: Bot
) -> None:
    await bot.send_message(ANA, "old", reply_markup=inline("1"))
    await bot.send_message(ANA, "new", reply_markup=inline("10", "1"))
    await phone.taps("1")
    assert "Chosen: 1\n" in phone.sees()
    assert [m.text for m in phone.chat.messages] == ["old", "Chosen: 1"]
    await phone.taps("1", message="old")
    assert [m.text for m in phone.chat.messages] == ["Chosen: 1", "Chosen: 1"]


async def test_an_old_button_can_still_be_pressed_and_a_forged_one_too(phone: Phone) -> None:
    await phone.says("/checkin")
    await phone.taps("Bladder")
    with pytest.raises(NotPossibleError):
        phone.sandbox.person_taps(ANA, phone.message().id, "bladder")
    await phone.taps_old("None", "You wrote /checkin")
    assert "Chosen: none of these" in phone.sees()
    await phone.forges("admin:1")
    assert "Chosen: admin:1" in phone.sees()
    with pytest.raises(AssertionError, match="never had"):
        await phone.taps_old("Zebra")


async def test_a_button_of_a_deleted_message_is_an_old_one(phone: Phone, bot: Bot) -> None:
    await phone.says("/checkin")
    await bot.delete_message(ANA, phone.message().id)
    assert phone.sees() == ""
    with pytest.raises(AssertionError, match="no button"):
        await phone.taps("Bladder")
    data = [phone.sandbox.queue.next_id]
    phone.sandbox.queue.allow(["message"])
    await phone.taps_old("Bladder")
    assert phone.sandbox.queue.next_id == data[0]


async def test_a_reply_keyboard_sends_its_label_and_goes_away_when_it_is_for_one_time(phone: Phone) -> None:
    await phone.says("/keyboard")
    assert phone.sees() == "Where?\n⌨ [Here] [Not now]"
    await phone.taps("not")
    assert phone.sees() == "Heard Not now"
    assert phone.keyboard() == []


async def test_a_location_button_wants_a_place(phone: Phone) -> None:
    await phone.says("/keyboard")
    with pytest.raises(AssertionError, match="shares_location"):
        await phone.taps("Here")
    await phone.shares_location(40.4, -3.7)
    assert phone.sees() == "At 40.4"
    assert phone.keyboard() == []


async def test_links_lead_elsewhere_or_back_to_the_bot_and_copying_fills_the_clipboard(phone: Phone) -> None:
    await phone.says("/links")
    await phone.taps("Site")
    await phone.taps("Copy")
    assert phone.opened == ["https://example.org/a"]
    assert phone.clipboard == "112"
    await phone.taps("Again")
    assert phone.sees().startswith("You wrote /start abc")


async def test_a_deep_link_of_another_bot_or_with_a_bad_payload_is_refused(phone: Phone) -> None:
    await phone.opens("https://t.me/Stepwell_Demo_Bot?start=Invite-1_x")
    assert "You wrote /start Invite-1_x" in phone.sees()
    with pytest.raises(AssertionError, match="does not lead"):
        await phone.opens("https://t.me/other_bot?start=1")
    with pytest.raises(AssertionError, match="payload"):
        await phone.opens("https://t.me/stepwell_demo_bot?start=a.b")


async def test_somebody_elses_phone_shows_what_came_there(phone: Phone, running: Sandbox) -> None:
    tom = Phone(running, TOM, running.confirmed)
    await tom.starts()
    assert "You wrote /start" in tom.sees()
    tom.looks_away()
    await phone.says("/sos")
    assert phone.sees() == "[contact] Emergency 112"
    assert tom.sees() == "EMERGENCY for Ana"


async def test_an_edited_message_reaches_the_bot(phone: Phone) -> None:
    await phone.says("hello")
    await phone.edits("good morning", old="hell")
    assert phone.sees() == "Edited: good morning"
    assert phone.screen().startswith("Ana: good morning\n\nHeard hello")
