"""The page's side: state, events, acting for people, the clock, and who may ask."""

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, InputFile, ReplyKeyboardMarkup

from bot.clock import StoppedClock
from bot.sandbox import Sandbox, SandboxServer
from bot.sandbox.pictures import png

from .conftest import ANA, TOM


class Page:
    """What the page asks, and what it gets."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http, self.url = http, url

    async def post(self, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        async with self.http.post(self.url + path, json={} if body is None else body, headers=headers) as answer:
            return answer.status, await answer.json() if "json" in answer.content_type else await answer.text()

    async def get(self, path: str, **headers: str) -> tuple[int, bytes]:
        async with self.http.get(self.url + path, headers=headers) as answer:
            return answer.status, await answer.read()

    async def state(self) -> Any:
        return json.loads((await self.get("/sandbox/state"))[1])

    async def person(self, person_id: int = ANA) -> Any:
        return next(p for p in (await self.state())["people"] if p["id"] == person_id)


@pytest.fixture
async def server(sandbox: Sandbox, clock: StoppedClock) -> AsyncIterator[SandboxServer]:
    async def move(forward: str) -> str:
        if forward == "next":
            return "Nothing is due."
        if forward != "1h":
            raise ValueError(f"no such step: {forward}")
        clock.forward(timedelta(hours=1))
        return "An hour later."

    server = SandboxServer(sandbox, port=0, on_clock=move)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def page(server: SandboxServer) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession() as http:
        yield Page(http, server.url)


async def test_the_state_has_everything_the_page_shows(page: Page, bot: Bot, sandbox: Sandbox) -> None:
    await bot.set_my_commands([("help", "Help")])
    await bot.set_my_description("For legs")
    mine = sandbox.person_says(ANA, "hello")
    buttons = [
        InlineKeyboardButton("Yes", callback_data="y", style="success"),
        InlineKeyboardButton("Site", url="https://example.org"),
        InlineKeyboardButton("Copy", copy_text=CopyTextButton("112")),
    ]
    sent = await bot.send_message(
        ANA, "<b>Hi</b>", "HTML", reply_markup=InlineKeyboardMarkup([buttons]), reply_to_message_id=mine.id
    )
    await bot.send_message(ANA, "?", reply_markup=ReplyKeyboardMarkup([["A"]], input_field_placeholder="p"))
    await bot.pin_chat_message(ANA, sent.message_id)
    state = await page.state()
    assert state["bot"] == {"name": "Stepwell", "username": "stepwell_demo_bot", "description": "For legs"}
    assert state["clock"] == "2030-05-06T09:00:00+00:00"
    ana = await page.person()
    assert (ana["first_name"], ana["blocked"], ana["pinned"]) == ("Ana", False, [sent.message_id])
    assert ana["commands"] == [{"command": "help", "description": "Help"}]
    assert ana["keyboard"] == {"rows": [[{"text": "A"}]], "placeholder": "p"}
    assert ana["messages"][0]["from"] == "person"
    assert ana["messages"][1] == {
        "id": sent.message_id,
        "from": "bot",
        "at": "2030-05-06T09:00:00+00:00",
        "edited": False,
        "kind": "text",
        "text": "Hi",
        "entities": [{"type": "bold", "offset": 0, "length": 2}],
        "file": None,
        "contact": None,
        "location": None,
        "buttons": [
            [
                {"text": "Yes", "data": "y", "style": "success"},
                {"text": "Site", "url": "https://example.org"},
                {"text": "Copy", "copy": "112"},
            ]
        ],
        "reply_to": mine.id,
        "album": None,
        "reaction": None,
        "silent": False,
        "protected": False,
    }


async def test_an_animation_is_shown_as_the_picture_that_it_is(page: Page, bot: Bot) -> None:
    await bot.send_animation(ANA, InputFile(b"GIF89a\x20\0\x10\0", filename="stretch.gif"))
    [shown] = (await page.person())["messages"]
    assert (shown["kind"], shown["file"]["mime"], shown["file"]["name"]) == ("animation", "image/gif", "stretch.gif")
    async with page.http.get(page.url + shown["file"]["url"]) as answer:
        assert answer.content_type == "image/gif"


async def test_files_are_served_without_the_token_and_never_as_pages(page: Page, bot: Bot) -> None:
    await bot.send_photo(ANA, png(4, 4))
    await bot.send_document(ANA, b"<script>", filename="a.html")
    photo, document = [message["file"] for message in (await page.person())["messages"]]
    assert await page.get(photo["url"]) == (200, png(4, 4))
    async with page.http.get(page.url + document["url"]) as answer:
        assert answer.content_type == "application/octet-stream"
    assert (await page.get("/sandbox/files/photos/none.jpg"))[0] == 404


@pytest.mark.parametrize(
    ("act", "body", "kind"),
    [
        ("say", {"text": "hello"}, "message"),
        ("start", {"payload": "abc"}, "message"),
        ("start", {}, "message"),
        ("location", {"latitude": 40.4, "longitude": -3}, "message"),
        ("contact", {"phone_number": "+34", "first_name": "Bea"}, "message"),
        ("photo", {}, "message"),
        ("voice", {}, "message"),
        ("sticker", {}, "message"),
        ("block", {}, "my_chat_member"),
        ("edit", {"message_id": 1, "text": "changed"}, "edited_message"),
        ("tap", {"message_id": 2, "data": "y"}, "callback_query"),
    ],
)
async def test_the_page_acts_for_people(
    page: Page, bot: Bot, sandbox: Sandbox, act: str, body: dict[str, Any], kind: str
) -> None:
    sandbox.person_says(ANA, "first")
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("y", callback_data="y")]])
    await bot.send_message(ANA, "second", reply_markup=keyboard)
    assert await page.post(f"/sandbox/people/{ANA}/{act}", body) == (200, {"ok": True})
    assert kind in sandbox.queue.waiting[-1].update


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (f"{ANA}/say", {}),
        (f"{ANA}/say", {"text": 7}),
        (f"{ANA}/say", {"text": " "}),
        (f"{ANA}/say", ["text"]),
        (f"{ANA}/tap", {"message_id": 1, "data": "x"}),
        (f"{ANA}/tap", {"message_id": True, "data": "x"}),
        (f"{ANA}/location", {"latitude": 400, "longitude": 0}),
        (f"{ANA}/unblock", {}),
        ("999/say", {"text": "hi"}),
        ("ana/say", {"text": "hi"}),
    ],
)
async def test_nonsense_is_refused_with_words(page: Page, sandbox: Sandbox, path: str, body: Any) -> None:
    status, answer = await page.post(f"/sandbox/people/{path}", body)
    assert status == 400
    assert answer["error"]
    assert sandbox.queue.waiting == []


async def test_what_is_not_there_is_not_found(page: Page) -> None:
    assert (await page.post(f"/sandbox/people/{ANA}/dance"))[0] == 404
    for path in ("/page/nothing.js", "/page/..%2fcontrol.py", "/page/%2e%2e/control.py", "/page/x.py"):
        assert (await page.get(path))[0] == 404


async def test_the_clock_is_moved_by_the_app(page: Page) -> None:
    assert await page.post("/sandbox/clock", {"forward": "1h"}) == (
        200,
        {"clock": "2030-05-06T10:00:00+00:00", "moved": True, "said": "An hour later."},
    )
    assert (await page.post("/sandbox/clock", {"forward": "next"}))[1]["moved"] is False
    assert await page.post("/sandbox/clock", {"forward": "back"}) == (400, {"error": "no such step: back"})
    assert (await page.post("/sandbox/clock", {}))[0] == 400


async def test_without_a_clock_to_move_there_is_no_such_route(sandbox: Sandbox) -> None:
    server = SandboxServer(sandbox, port=0)
    await server.start()
    async with aiohttp.ClientSession() as http:
        assert (await Page(http, server.url).post("/sandbox/clock", {"forward": "1h"}))[0] == 404
    await server.stop()


async def test_only_this_machine_and_only_json_may_ask(page: Page, sandbox: Sandbox) -> None:
    assert (await page.get("/sandbox/state", Host="evil.example"))[0] == 403
    assert (await page.get("/", Host="evil.example:80"))[0] == 403
    for host in ("localhost:1", "127.0.0.1", "[::1]:8765", "[::1]"):
        assert (await page.get("/sandbox/state", Host=host))[0] == 200
    say = f"{page.url}/sandbox/people/{ANA}/say"
    async with page.http.post(say, data='{"text": "hi"}', headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415
    assert sandbox.queue.waiting == []


async def events(answer: aiohttp.ClientResponse, count: int) -> list[Any]:
    """The next events of a stream."""
    found: list[Any] = []
    while len(found) < count:
        line = (await answer.content.readline()).decode()
        if line.startswith("data: "):
            found.append(json.loads(line.removeprefix("data: ")))
    return found


async def test_events_tell_the_page_what_happens(page: Page, bot: Bot, sandbox: Sandbox) -> None:
    async with page.http.get(page.url + "/sandbox/events") as answer:
        assert answer.content_type == "text/event-stream"
        assert await events(answer, 1) == [{"type": "hello"}]
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("y", callback_data="y")]])
        message = await bot.send_message(ANA, "hi", reply_markup=keyboard)
        query = sandbox.person_taps(ANA, message.message_id, "y")
        await bot.answer_callback_query(query.id, "Saved")
        await bot.edit_message_text("changed", ANA, message.message_id)
        await bot.set_message_reaction(ANA, message.message_id, "👍")
        await bot.pin_chat_message(ANA, message.message_id)
        await bot.send_chat_action(ANA, "typing")
        await bot.delete_message(ANA, message.message_id)
        await bot.send_message(ANA, "?", reply_markup=ReplyKeyboardMarkup([["A"]]))
        await bot.set_my_commands([("help", "Help")])
        sandbox.person_blocks(ANA)
        await page.post("/sandbox/clock", {"forward": "1h"})
        found = await events(answer, 13)
    assert [(event["type"], event["person"]) for event in found] == [
        ("message", ANA),
        ("toast", ANA),
        ("edit", ANA),
        ("reaction", ANA),
        ("pinned", ANA),
        ("typing", ANA),
        ("delete", ANA),
        ("message", ANA),
        ("keyboard", ANA),
        ("commands", ANA),
        ("commands", TOM),
        ("blocked", ANA),
        ("clock", None),
    ]
    shown = {event["type"]: event for event in found}
    assert (shown["toast"]["text"], shown["toast"]["alert"]) == ("Saved", False)
    assert shown["edit"]["message"]["text"] == "changed"
    assert shown["keyboard"]["keyboard"]["rows"] == [[{"text": "A"}]]
    assert shown["pinned"]["pinned"] == [message.message_id]
    assert shown["blocked"]["blocked"] is True
    assert shown["clock"]["clock"] == "2030-05-06T10:00:00+00:00"


async def test_stopping_the_server_ends_the_streams(page: Page, server: SandboxServer) -> None:
    async with page.http.get(page.url + "/sandbox/events") as answer:
        await events(answer, 1)
        await server.stop()
        assert (await answer.content.read()).strip() == b""
