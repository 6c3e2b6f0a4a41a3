"""What people and strangers send that nobody expects: a clear answer each, nothing lost, nothing taken over."""

import aiohttp
import pytest
from sqlmodel import select

from bot.models import Person, RoleGrant
from bot.sandbox.phone import Phone
from tests.cast import ANA, Stage, on_sqlite

pytestmark = on_sqlite


@pytest.mark.parametrize("thing", ["photo", "voice", "sticker", "document"])
async def test_what_cannot_be_read_is_said_to_be_so(ana: Phone, thing: str) -> None:
    await getattr(ana, f"sends_{thing}")()
    assert "I can't read photos" in ana.sees()
    assert "call 112" in ana.sees()


async def test_no_file_is_ever_fetched(stage: Stage, ana: Phone) -> None:
    await ana.sends_photo("look at my leg")
    assert stage.sandbox.transcript.calls("getFile") == []


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
