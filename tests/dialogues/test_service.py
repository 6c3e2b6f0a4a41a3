"""An admin looks after the bot: /status and /audit."""

import pytest

from bot.sandbox.phone import Phone
from bot.services import people
from tests.cast import Stage, on_sqlite


async def test_status_says_how_the_bot_is(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    await stage.app.tick()
    await ana.says("/urgent")
    await ana.taps("Leg weaker")
    await ana.taps("Send this")
    await ada.says("/status")
    for words in (
        "How I am, Mon, 2 Mar, 08:00 (UTC)",
        "Nothing waits to be sent.",
        "1 case that nobody has acknowledged",
        "Last message from a person: Mon, 2 Mar, 08:00",
        "Last sign of life in the database: Mon, 2 Mar, 08:00",
        "The clock: as it should be",
        "without a reviewer's name",
        "Telegram client 22.8",
    ):
        assert words in ada.sees()
    assert "SQLite, " in ada.sees() or "PostgreSQL, " in ada.sees()
    assert "Ana" not in ada.sees()


@on_sqlite
async def test_an_admin_without_a_city_reads_the_clinics_clock(stage: Stage, ada: Phone) -> None:
    object.__setattr__(stage.app.content.policy, "clinic_zone", "Europe/Madrid")
    await ada.says("/status")
    assert "How I am, Mon, 2 Mar, 09:00 (Madrid)" in ada.sees()


@on_sqlite
@pytest.mark.parametrize(("language", "words"), [("es", "Cómo estoy"), ("ru", "Как у меня дела")])
async def test_status_speaks_the_admins_language(stage: Stage, ada: Phone, language: str, words: str) -> None:
    async with stage.database() as session:
        person = await people.by_telegram_id(session, ada.id)
        assert person is not None
        person.language = language
    await ada.says("/status")
    assert words in ada.sees()


async def test_audit_tells_who_did_what_to_whom(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    code = (await stage.patient()).code
    await ana.says("/urgent")
    await ana.taps("Leg weaker")
    await ana.taps("Send this")
    await tom.taps("I have seen it")
    await tom.says("/patients")
    await tom.taps("Ana")
    await ada.says("/audit")
    said = ada.sees()
    assert f"Tom opened the card: {code}" in said
    assert f"Tom acknowledged the alert: {code} (incident:1)" in said
    assert f"{code} reported a red flag: {code} (incident:1 urgent" in said
    assert "Ana" not in said
    assert said.index("opened the card") < said.index("reported a red flag"), "the newest first"


@on_sqlite
async def test_audit_turns_pages_and_finds_one_person(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    for _ in range(6):
        await tom.says("/patients")
        await tom.taps("Ana")
        await tom.taps("Where it is numb")
    await ada.says("/audit")
    assert ada.buttons()[0] == "Older ›"
    await ada.taps("Older ›")
    assert "gave consent" in ada.sees()
    await ada.taps("‹ Newer")
    assert "gave consent" not in ada.sees()
    await ada.says("/audit Ada")
    assert "opened the card" not in ada.sees()
    await ada.says("/audit Zoe")
    assert "I found nobody called “Zoe”" in ada.sees()
