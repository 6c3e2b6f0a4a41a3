"""Messages that nobody expects, in the middle of something: a clear answer each, and what was begun goes on."""

from typing import Any

import pytest
from sqlmodel import select

from bot.models import Answer
from bot.sandbox.phone import Phone
from tests.cast import ADA, ANA, Stage, on_sqlite
from tests.trouble.looking import comes, everything

QUIET_DAY = ["None of these", "3", "2", "about the same"]
LONG = " ".join(f"word{number:05}" for number in range(501))


def message(text: str, sender: int = ANA, **more: Any) -> dict[str, Any]:
    """A private text as Telegram writes it."""
    person = {"id": sender, "first_name": "Ana"}
    return {
        "message_id": 900_000,
        "date": 1_772_438_400,
        "chat": person | {"type": "private"},
        "from": person | {"is_bot": False, "language_code": "en"},
        "text": text,
        **more,
    }


async def note(stage: Stage) -> str:
    """The note that was kept with the check-in."""
    async with stage.database() as session:
        return (await session.exec(select(Answer.value).where(Answer.question == "note"))).one()


async def checks_in(ana: Phone) -> None:
    await ana.says("/checkin")
    for label in QUIET_DAY:
        await ana.taps(label)


async def test_five_thousand_characters_leave_as_two_messages_and_are_kept_whole(stage: Stage, ana: Phone) -> None:
    assert len(LONG) >= 5000
    await checks_in(ana)
    await ana.says(LONG)
    assert ana.sees().count("I have put that with your check-in") == 2
    assert "".join((await note(stage)).split()) == "".join(LONG.split())


async def test_five_thousand_characters_in_one_update_are_kept_whole(stage: Stage, ana: Phone) -> None:
    await checks_in(ana)
    await comes(stage, message=message(LONG))
    assert "I have put that with your check-in" in ana.screen()
    assert await note(stage) == LONG


@on_sqlite
async def test_five_thousand_characters_after_a_command_are_answered(stage: Stage, ada: Phone) -> None:
    for command in ("/people", "/start", "/tip", "/fly"):
        before = len(stage.sandbox.transcript.calls("sendMessage", chat_id=ADA))
        await comes(stage, message=message(f"{command} {LONG}", sender=ADA))
        assert len(stage.sandbox.transcript.calls("sendMessage", chat_id=ADA)) > before, command
    assert stage.sandbox.transcript.refused == []


@on_sqlite
async def test_what_cannot_be_read_does_not_disturb_a_check_in(stage: Stage, ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")
    before = await everything(stage)
    for thing in ("photo", "voice", "sticker", "document"):
        ana.looks_away()
        await getattr(ana, f"sends_{thing}")()
        assert "I can't read photos, voice messages, stickers or files" in ana.sees(), thing
        assert "call 112" in ana.sees(), thing
        assert await everything(stage) == before, thing
    await ana.taps("Send this one")
    assert "call 112 now" in ana.sees()


async def test_an_edited_message_is_no_command_and_loses_no_words(stage: Stage, ana: Phone) -> None:
    await checks_in(ana)
    await ana.says("It tingles")
    await ana.edits("It burns")
    assert "you changed a message. What you had answered stays" in ana.sees()
    assert (await note(stage)).split("\n") == ["It tingles", "It burns"]
    before = await everything(stage)
    await ana.edits("/stop")
    assert "you changed a message" in ana.sees()
    assert (await everything(stage))["patient"] == before["patient"]


ORIGINS: dict[str, dict[str, Any]] = {
    "person": {"type": "user", "sender_user": {"id": 5, "is_bot": False, "first_name": "Eve"}},
    "somebody hidden": {"type": "hidden_user", "sender_user_name": "Eve"},
    "channel": {"type": "channel", "chat": {"id": -1, "type": "channel", "title": "c"}, "message_id": 1},
}


@on_sqlite
async def test_a_forwarded_command_is_words_even_from_an_admin(stage: Stage, ada: Phone) -> None:
    for origin, of in ORIGINS.items():
        ada.looks_away()
        await comes(stage, message=message("/people", ADA, forward_origin=of | {"date": 1_772_438_000}))
        assert "I cannot understand your words" in ada.sees(), origin


async def test_control_characters_are_answered_and_hold_nobody_up(stage: Stage, ana: Phone, tom: Phone) -> None:
    await checks_in(ana)
    await comes(stage, message=message("It \x00 tingles \x1b[31m"))
    await tom.says("/help")
    assert "Stepwell" in tom.sees()


SOMEBODY = {"id": 606, "is_bot": False, "first_name": "Eve"}
UNASKED: dict[str, dict[str, Any]] = {
    "a kind of the future": {"hologram": {"id": "1"}},
    "an inline query": {"inline_query": {"id": "1", "from": SOMEBODY, "query": "leg", "offset": ""}},
    "a reaction": {
        "message_reaction": {
            "chat": {"id": ANA, "type": "private", "first_name": "Ana"}, "message_id": 1, "date": 1_772_438_400,
            "user": SOMEBODY, "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
    },
    "an edited post": {
        "edited_channel_post": {
            "chat": {"id": -1, "type": "channel", "title": "c"}, "message_id": 1, "date": 1_772_438_400, "text": "/stop"
        }
    },
}  # fmt: skip


@on_sqlite
async def test_an_update_of_a_kind_nobody_asked_for_is_confirmed_and_forgotten(stage: Stage, ana: Phone) -> None:
    before, calls = await everything(stage), len(stage.sandbox.transcript.calls("sendMessage"))
    for kind, update in UNASKED.items():
        await comes(stage, **update)
        assert await everything(stage) == before, kind
        assert len(stage.sandbox.transcript.calls("sendMessage")) == calls, kind
    await ana.says("/help")
    assert "Stepwell" in ana.sees()


@pytest.mark.parametrize("kind", ["poll_answer", "message"])
async def test_an_update_that_the_client_cannot_read_holds_nobody_up(stage: Stage, ana: Phone, kind: str) -> None:
    """The client refuses what lacks a field that it knows as required, as from an older or a newer Telegram."""
    unreadable = {
        "poll_answer": {"poll_id": "1", "user": SOMEBODY},
        "message": message("/help", poll={"id": "1", "question": "Which leg?"}),
    }
    stage.sandbox.person_says(ANA, "/today")
    ana.looks_away()
    await comes(stage, **{kind: unreadable[kind]})
    assert "Today" in ana.sees(), "what came before it is answered"
    assert ("I can't read photos" in ana.sees()) == (kind == "message"), "whoever sent it is answered"
    await ana.says("/help")
    assert "Stepwell" in ana.sees()
