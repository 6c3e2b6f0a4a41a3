"""What people and strangers send that nobody expects: a clear answer each, nothing lost, nothing taken over."""

import aiohttp
import pytest
from sqlmodel import select
from telegram import Update

from bot.models import Answer, Person, RoleGrant, SeenUpdate
from bot.sandbox.phone import Phone
from tests.cast import ANA, Stage, on_sqlite

pytestmark = on_sqlite

HELP = "Something is wrong"


async def test_a_forged_button(ana: Phone) -> None:
    await ana.forges("AAAAAAAAAAAAAAAAincident.close~1~seen")
    assert "too old, or not yours" in ana.sees()


async def test_somebody_elses_button(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("None of these")
    stolen = next(m for m in reversed(ana.chat.messages) if m.buttons).buttons[1][1]["callback_data"]  # type: ignore[index]
    await tom.forges(stolen)
    assert "not yours" in tom.sees()
    async with stage.database() as session:
        assert "numbness" not in (await session.exec(select(Answer.question))).all()


async def test_an_old_button_from_yesterday(stage: Stage, ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("Chest pain")
    await ana.taps("Chest pain")
    await stage.passes(days=1)
    await ana.taps("Chest pain", message="Since your last check-in")
    await ana.taps_old("Chest pain", "")
    assert "closed" in ana.sees() or "112" in ana.sees()


async def test_a_message_of_five_thousand_characters(stage: Stage, ana: Phone) -> None:
    await ana.says("a" * 5000)
    assert "Thank you for writing" in ana.sees()
    assert HELP in str(ana.buttons())


@pytest.mark.parametrize("thing", ["photo", "voice", "sticker", "document"])
async def test_what_cannot_be_read_is_said_to_be_so(ana: Phone, thing: str) -> None:
    await getattr(ana, f"sends_{thing}")()
    assert "I can't read photos" in ana.sees()
    assert "call 112" in ana.sees()


async def test_no_file_is_ever_fetched(stage: Stage, ana: Phone) -> None:
    await ana.sends_photo("look at my leg")
    assert stage.sandbox.transcript.calls("getFile") == []


async def test_an_edited_message_changes_no_answer(stage: Stage, ana: Phone) -> None:
    await ana.says("my leg")
    await ana.edits("my other leg")
    assert "you changed a message" in ana.sees()


async def test_a_command_nobody_knows(ana: Phone) -> None:
    await ana.says("/fly")
    assert "I don't know that one" in ana.sees()


async def test_a_command_with_the_bots_name(ana: Phone) -> None:
    await ana.says("/help@stepwell_demo_bot")
    assert "It is not for finding out" in ana.sees()


async def test_a_group_gets_one_line_and_nothing_about_health(stage: Stage, ana: Phone) -> None:
    stage.sandbox.add_group(-900, "Family", [ana.id])
    await ana.adds_bot(-900)
    lines = [message.text for message in stage.sandbox.chat(-900).messages if message.sender is None]
    assert len(lines) == 1
    assert "private chat" in lines[0]
    await ana.says_in(-900, "/checkin")
    assert len([m for m in stage.sandbox.chat(-900).messages if m.sender is None and m.text]) == 1


async def test_markup_in_a_name_is_shown_as_it_is(stage: Stage, tom: Phone) -> None:
    mallory = stage.phone(ANA, "<b>Eve</b> & {name}")
    await tom.says("/invite")
    await mallory.opens(next(word for word in tom.sees().split() if word.startswith("https://t.me/")))
    await mallory.taps("Go on")
    await mallory.taps("I am 18")
    await mallory.says("Germany")
    await mallory.taps("I can't say")
    await mallory.taps("Start with these")
    assert "<b>Eve</b> & {name} has joined" in tom.screen()


def _raw(update_id: int, **what: object) -> dict[str, object]:
    return {"update_id": update_id, **what}


def _message(text: str, **more: object) -> dict[str, object]:
    user = {"id": ANA, "is_bot": False, "first_name": "Ana"}
    chat = {"id": ANA, "type": "private", "first_name": "Ana"}
    return {"message_id": 900, "date": 1772438400, "chat": chat, "from": user, "text": text, **more}


async def _takes(stage: Stage, raw: dict[str, object]) -> None:
    update = Update.de_json(raw, stage.app.bot)
    assert update is not None
    await stage.app.receiver._door.take(update)
    await stage.settle()


async def test_the_same_update_twice_counts_once(stage: Stage, ana: Phone) -> None:
    ana.looks_away()
    for _ in range(2):
        await _takes(stage, _raw(5, message=_message("/help")))
    assert ana.sees().count("It is not for finding out") == 1
    async with stage.database() as session:
        assert (await session.get(SeenUpdate, 5)) is not None


async def test_a_forwarded_command_is_no_command(stage: Stage, ana: Phone, ada: Phone) -> None:
    origin = {"type": "hidden_user", "sender_user_name": "Eve", "date": 1772438400}
    ana.looks_away()
    await _takes(stage, _raw(6, message=_message("/stop", forward_origin=origin)))
    assert "Do you want to leave" not in ana.sees()
    assert "Thank you for writing" in ana.sees()


CHANNEL = {"id": -100, "type": "channel", "title": "c"}
GROUP = {"id": -5, "type": "group", "title": "g"}
NOBODY = {"message_id": 1, "date": 1772438400, "text": "/start"}
TAP = {"id": "1", "from": {"id": ANA, "is_bot": False, "first_name": "Ana"}, "chat_instance": "1"}
UNASKED = {
    "nothing": _raw(7),
    "channel": _raw(7, channel_post={**NOBODY, "chat": CHANNEL}),
    "group without a sender": _raw(7, message={**NOBODY, "chat": GROUP}),
    "tap without a message": _raw(7, callback_query=TAP),
}


@pytest.mark.parametrize("raw", UNASKED.values(), ids=UNASKED.keys())
async def test_updates_that_nobody_asked_for_are_taken_and_change_nothing(
    stage: Stage, ana: Phone, raw: dict[str, object]
) -> None:
    ana.looks_away()
    await _takes(stage, raw)
    assert ana.sees() == ""
    async with stage.database() as session:
        assert (await session.get(SeenUpdate, 7)) is not None


async def test_a_changed_name_gives_no_rights(stage: Stage, ada: Phone) -> None:
    impostor = stage.phone(909, "Ada")
    await impostor.says("/people")
    assert "I don't know that one" in impostor.sees()
    async with stage.database() as session:
        holder = (await session.exec(select(Person).where(Person.id == RoleGrant.person_id))).one()
    assert holder.telegram_id == ada.id


async def test_the_local_telegram_serves_this_machine_alone(stage: Stage) -> None:
    url = str(stage.app.bot.base_url).split("/bot")[0]
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"{url}/sandbox/state", headers={"Host": "evil.example"}) as answer,
    ):
        assert answer.status >= 400
