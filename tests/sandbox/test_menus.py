"""Command menus by scope and language, the menu button, names and descriptions."""

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    MenuButtonCommands,
    MenuButtonWebApp,
    WebAppInfo,
)

from bot.sandbox import Phone, Sandbox

from .conftest import ANA, GROUP, TOM, Raw


async def test_the_narrowest_scope_wins_and_in_it_the_own_language(bot: Bot, ana: Phone) -> None:
    """Ana's app speaks Spanish."""
    steps: list[tuple[str, BotCommandScope | None, str]] = [
        ("everybody", None, ""),
        ("everybody_es", None, "es"),
        ("private", BotCommandScopeAllPrivateChats(), ""),
        ("private_es", BotCommandScopeAllPrivateChats(), "es"),
        ("ana", BotCommandScopeChat(ANA), ""),
        ("ana_es", BotCommandScopeChat(ANA), "es"),
    ]
    for name, scope, language in steps:
        await bot.set_my_commands([(name, "what it does")], scope=scope, language_code=language)
        await bot.set_my_commands([("other", "for others")], scope=scope, language_code="de")
        assert ana.commands() == {name: "what it does"}
    for name, scope, language in reversed(steps):
        assert ana.commands() == {name: "what it does"}
        await bot.delete_my_commands(scope=scope, language_code=language)
    assert ana.commands() == {}


async def test_get_my_commands_gives_exactly_what_was_set(bot: Bot) -> None:
    await bot.set_my_commands([("start", "Begin"), ("help", "Help")])
    assert [(c.command, c.description) for c in await bot.get_my_commands()] == [("start", "Begin"), ("help", "Help")]
    assert await bot.get_my_commands(language_code="es") == ()
    assert await bot.get_my_commands(scope=BotCommandScopeChat(ANA)) == ()


async def test_in_groups_other_scopes_count(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_adds_bot(ANA, GROUP)
    await bot.set_my_commands([("all", "x")], scope=BotCommandScopeAllGroupChats())
    await bot.set_my_commands([("anas", "x")], scope=BotCommandScopeChatMember(GROUP, ANA))

    def menu(person: int) -> list[str]:
        visible = sandbox.commands.visible_in_group(GROUP, person, "en", admin=person == ANA)
        return [item["command"] for item in visible]

    assert (menu(ANA), menu(TOM)) == (["anas"], ["all"])


async def test_the_page_is_told_when_a_menu_changes(bot: Bot, sandbox: Sandbox) -> None:
    await bot.set_my_commands([("one", "x")], scope=BotCommandScopeChat(ANA))
    await bot.set_my_commands([("one", "x")], scope=BotCommandScopeChat(ANA))
    assert [(h.kind, h.chat_id) for h in sandbox.changes.journal] == [("commands", ANA)]


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({}, 'parameter "commands" is required'),
        ({"commands": "["}, "can't parse commands JSON object"),
        ({"commands": {}}, "expected an Array of BotCommand"),
        ({"commands": [1]}, "can't parse BotCommand: expected an Object"),
        ({"commands": [{"command": "a"}]}, "can't parse BotCommand: Can't find field \"description\""),
        ({"commands": [{"command": "A-b", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a" * 33, "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ({"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ({"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ({"commands": [], "scope": {"type": "moon"}}, "can't parse BotCommandScope: Unsupported type specified"),
        ({"commands": [], "scope": {"type": "chat"}}, "can't parse BotCommandScope: Can't find field \"chat_id\""),
        ({"commands": [], "scope": {"type": "chat", "chat_id": TOM}}, "chat not found"),
        ({"commands": [], "language_code": "english"}, "invalid language code specified"),
    ],
)
async def test_wrong_commands_are_refused(raw: Raw, params: dict[str, Any], words: str) -> None:
    assert await raw.refused("setMyCommands", **params) == (400, f"Bad Request: {words}")


async def test_names_and_descriptions_fall_back_to_everybodys(bot: Bot, raw: Raw, sandbox: Sandbox) -> None:
    await bot.set_my_description("For legs")
    await bot.set_my_description("Para piernas", language_code="es")
    await bot.set_my_short_description("Legs")
    await bot.set_my_name("Stepwell ES", language_code="es")
    found = [(await bot.get_my_description(code)).description for code in ("", "es", "de")]
    assert found == ["For legs", "Para piernas", "For legs"]
    assert (await bot.get_my_short_description("es")).short_description == "Legs"
    assert [(await bot.get_my_name(code)).name for code in ("es", "de")] == ["Stepwell ES", "Stepwell"]
    await bot.set_my_description("", language_code="es")
    assert (await bot.get_my_description("es")).description == "For legs"
    assert (await raw.refused("setMyName", name="x" * 65))[0] == 400
    assert (await raw.refused("setMyDescription", description="x" * 513))[0] == 400
    assert (await raw.refused("setMyShortDescription", short_description="x" * 121))[0] == 400


async def test_the_menu_button_of_a_chat_and_of_all(bot: Bot, raw: Raw) -> None:
    assert await bot.get_chat_menu_button() == MenuButtonCommands()
    button = MenuButtonWebApp("Open", WebAppInfo("https://example.org"))
    await bot.set_chat_menu_button(ANA, button)
    assert await bot.get_chat_menu_button(ANA) == button
    assert await bot.get_chat_menu_button() == MenuButtonCommands()
    await bot.set_chat_menu_button(ANA)
    assert await bot.get_chat_menu_button(ANA) == MenuButtonCommands()
    assert (await raw.refused("setChatMenuButton", menu_button={"type": "pizza"}))[0] == 400
    assert await raw.refused("getChatMenuButton", chat_id=TOM) == (400, "Bad Request: chat not found")
