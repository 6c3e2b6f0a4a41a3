"""Buttons that the bot did not make, did not make for this person, or made for another day."""

from collections.abc import Awaitable, Callable

import pytest
from sqlmodel import select

from bot.domain import signing
from bot.models import Incident
from bot.sandbox.messages import Message
from bot.sandbox.phone import Phone, pick
from tests.cast import TOKEN, Stage, on_sqlite
from tests.trouble.looking import everything

SEALED = "A" * signing.SIGNATURE
FORGED = ["", "?", "checkin.send~1", f"{SEALED}checkin.send~1", f"{SEALED}incident.close~1~seen", "ж" * 32, "~" * 64]


def button(message: Message, label: str) -> str:
    """What a button of a message sends."""
    found = pick(message.buttons, label)
    assert found is not None
    return str(found["callback_data"])


@on_sqlite
async def test_a_forged_button_changes_nothing(stage: Stage, ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")
    before = await everything(stage)
    for data in FORGED:
        ana.looks_away()
        await ana.forges(data)
        assert "too old, or not yours. Nothing has changed" in ana.sees(), ascii(data)
        assert await everything(stage) == before, ascii(data)
    await ana.taps("Send this one")
    assert "call 112 now" in ana.sees()


async def test_a_button_signed_with_another_bots_token_is_forged(stage: Stage, ana: Phone) -> None:
    await ana.forges(signing.sign(signing.key_of(f"{TOKEN}x"), ana.id, "urgent.open", ()))
    assert "too old, or not yours" in ana.sees()


async def test_somebody_elses_button_changes_nothing(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")
    before = await everything(stage)
    await tom.forges(button(ana.message("new or worse"), "Send this one"))
    assert "too old, or not yours. Nothing has changed" in tom.sees()
    assert await everything(stage) == before


async def test_the_therapists_button_does_nothing_in_the_patients_hands(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")
    await ana.taps("Send this one")
    await ana.forges(button(tom.message("EMERGENCY"), "I have seen it"))
    assert "too old, or not yours" in ana.sees()
    async with stage.database() as session:
        assert (await session.exec(select(Incident))).one().acknowledged_at is None


async def _a_check_in(_stage: Stage, ana: Phone) -> tuple[str, str]:
    await ana.says("/checkin")
    return "new or worse", "peeing"


async def _a_scale(_stage: Stage, ana: Phone) -> tuple[str, str]:
    await ana.says("/checkin")
    await ana.taps("None of these")
    return "How numb", "7"


async def _the_urgent_list(_stage: Stage, ana: Phone) -> tuple[str, str]:
    await ana.says("/urgent")
    return "new or worse", "peeing"


YESTERDAY: dict[str, Callable[[Stage, Phone], Awaitable[tuple[str, str]]]] = {
    "check-in": _a_check_in,
    "scale": _a_scale,
    "urgent list": _the_urgent_list,
}


@on_sqlite
@pytest.mark.parametrize("kind", YESTERDAY)
async def test_an_old_button_from_yesterday_is_not_taken_and_says_what_to_do_now(
    stage: Stage, ana: Phone, kind: str
) -> None:
    words, label = await YESTERDAY[kind](stage, ana)
    old = ana.message(words)
    data = button(old, label)
    await stage.jumps(days=1)
    before = await everything(stage)
    await ana.forges(data, message_id=old.id)
    assert "That list is closed, so I did not take this tap" in ana.sees()
    assert "call 112" in ana.sees()
    assert "Something is wrong" in str(ana.buttons("That list is closed"))
    assert await everything(stage) == before


@pytest.mark.refusals("message to edit not found")
async def test_a_button_under_a_message_that_is_gone_is_still_answered(stage: Stage, ana: Phone) -> None:
    await ana.says("/urgent")
    data = button(ana.message("new or worse"), "peeing")
    await ana.forges(data, message_id=999_999)
    assert stage.sandbox.unanswered == []
    assert "✅ Trouble peeing" in str(ana.buttons())
