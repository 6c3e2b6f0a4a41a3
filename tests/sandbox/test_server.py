"""The server itself: where it listens, tokens, methods, ways to send arguments."""

import aiohttp
import pytest
from telegram import Bot
from telegram.error import InvalidToken

from bot.sandbox import Sandbox, SandboxServer

from .conftest import ANA, TOKEN, Raw, client


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])
def test_it_listens_on_this_machine_only(sandbox: Sandbox, host: str) -> None:
    with pytest.raises(ValueError, match="this machine only"):
        SandboxServer(sandbox, host=host)


async def test_a_taken_port_is_an_oserror_and_stopping_twice_is_fine(server: SandboxServer, sandbox: Sandbox) -> None:
    second = SandboxServer(sandbox, port=int(server.url.rpartition(":")[2]))
    with pytest.raises(RuntimeError, match="not started"):
        _ = second.url
    with pytest.raises(OSError, match="address already in use"):
        await second.start()
    await second.stop()
    await second.stop()


@pytest.mark.parametrize("token", ["", "abc", "123456", "x:y", "123456:"])
def test_a_token_is_a_number_and_a_secret(sandbox: Sandbox, token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        Sandbox(token, sandbox.clock)


async def test_get_me_is_what_the_client_needs(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.id, me.is_bot, me.username, me.first_name) == (123456, True, "stepwell_demo_bot", "Stepwell")
    assert me.can_read_all_group_messages is False


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(server: SandboxServer, raw: Raw) -> None:
    assert await raw.call("getMe", token="123456:other") == (
        401,
        {"ok": False, "error_code": 401, "description": "Unauthorized"},
    )
    assert (await raw.call("getMe", token="nonsense"))[0] == 404
    stranger = client(server, "123456:other")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


async def test_an_unknown_method_fails_loudly_and_is_remembered(raw: Raw, sandbox: Sandbox) -> None:
    assert sandbox.transcript.unknown == []
    assert await raw.call("sendTeleport", chat_id=ANA) == (
        404,
        {"ok": False, "error_code": 404, "description": "Not Found: method not found"},
    )
    assert sandbox.transcript.unknown == ["sendTeleport"]


async def test_arguments_may_come_in_the_query_as_json_a_form_or_multipart(
    raw: Raw, server: SandboxServer, sandbox: Sandbox
) -> None:
    url = f"{server.url}/bot{TOKEN}/sendmessage"
    fields = {"chat_id": str(ANA), "text": "hi & <bye>"}
    multipart = aiohttp.FormData()
    for name, value in fields.items():
        multipart.add_field(name, value, content_type="text/plain")
    await raw.http.get(url, params=fields)
    await raw.http.post(url, json={"chat_id": ANA, "text": "hi & <bye>", "parse_mode": None})
    await raw.http.post(url, data=fields)
    await raw.http.post(url, data=multipart)
    assert [m.text for m in sandbox.chat(ANA).messages] == ["hi & <bye>"] * 4


@pytest.mark.parametrize("body", ["{", "[1]", '"text"'])
async def test_a_body_that_is_no_json_object_is_refused(raw: Raw, server: SandboxServer, body: str) -> None:
    headers = {"Content-Type": "application/json"}
    async with raw.http.post(f"{server.url}/bot{TOKEN}/getMe", data=body, headers=headers) as response:
        assert response.status == 400
        assert (await response.json())["ok"] is False


async def test_parameters_that_telegram_does_not_know_are_ignored(raw: Raw) -> None:
    assert (await raw.result("sendMessage", chat_id=ANA, text="hi", colour="red"))["text"] == "hi"


async def test_the_transcript_tells_what_was_asked_and_what_came(bot: Bot, sandbox: Sandbox) -> None:
    await bot.send_message(ANA, "<b>hi</b>", parse_mode="HTML")
    (entry,) = sandbox.transcript.calls("sendMessage", chat_id=ANA)
    assert entry.params == {"chat_id": "101", "text": "<b>hi</b>", "parse_mode": "HTML"}
    assert (entry.ok, entry.chat_id, entry.text, entry.at) == (True, ANA, "<b>hi</b>", sandbox.now())
    assert entry.result["text"] == "hi"
    assert sandbox.transcript.calls(chat_id=999) == []
    sandbox.transcript.clear()
    assert sandbox.transcript.calls() == []
