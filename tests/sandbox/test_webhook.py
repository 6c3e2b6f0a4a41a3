"""Delivery to a webhook: the secret, until it is taken, in order."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest

from bot.sandbox import Sandbox

from .conftest import ANA, START, Raw

HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Hook:
    """A bot's webhook that answers with the given statuses, then with 200."""

    def __init__(self) -> None:
        self.statuses: list[int] = []
        self.got: list[tuple[str | None, Any]] = []
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.got.append((request.headers.get(HEADER), await request.json()))
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_come_in_order_with_the_secret(bot: Bot, sandbox: Sandbox, hook: Hook) -> None:
    sandbox.person_says(ANA, "before")
    await bot.set_webhook(hook.url, secret_token="s3cret_-")
    sandbox.person_says(ANA, "after")
    await sandbox.confirmed()
    assert [(secret, update["message"]["text"]) for secret, update in hook.got] == [
        ("s3cret_-", "before"),
        ("s3cret_-", "after"),
    ]


async def test_without_a_secret_there_is_no_header(bot: Bot, sandbox: Sandbox, hook: Hook) -> None:
    await bot.set_webhook(hook.url)
    sandbox.person_says(ANA, "hello")
    await sandbox.confirmed()
    assert hook.got[0][0] is None


async def test_an_update_comes_again_until_it_is_taken(bot: Bot, sandbox: Sandbox, hook: Hook) -> None:
    hook.statuses = [500, 503, 302, 204]
    await bot.set_webhook(hook.url)
    sandbox.person_says(ANA, "one")
    sandbox.person_says(ANA, "two")
    await sandbox.confirmed()
    assert [update["message"]["text"] for _, update in hook.got] == ["one"] * 4 + ["two"]
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 0
    assert info.last_error_message == "Wrong response from the webhook: 302 Found"
    assert info.last_error_date == START


async def test_an_unreachable_webhook_is_named_in_the_info(bot: Bot, sandbox: Sandbox) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook", max_connections=7, allowed_updates=["message"])
    sandbox.person_says(ANA, "hello")
    await sandbox.wait_for(lambda: sandbox.webhook.last_error)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count, info.max_connections) == ("http://127.0.0.1:9/hook", 1, 7)
    assert info.last_error_message == "Connection refused"
    assert info.allowed_updates == ("message",)


async def test_another_webhook_takes_over_at_once(bot: Bot, sandbox: Sandbox, hook: Hook) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    sandbox.person_says(ANA, "hello")
    await sandbox.wait_for(lambda: sandbox.webhook.last_error)
    await bot.set_webhook(hook.url)
    await sandbox.confirmed()
    assert len(hook.got) == 1


async def test_pending_updates_can_be_dropped(bot: Bot, sandbox: Sandbox) -> None:
    sandbox.person_says(ANA, "hello")
    await bot.delete_webhook()
    assert len(await bot.get_updates()) == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    assert (await bot.get_webhook_info()).url == ""


@pytest.mark.parametrize(
    ("url", "words"),
    [("ftp://127.0.0.1/x", "(?i)an https url must be provided"), ("https://example.org/x", "on this machine only")],
)
async def test_a_webhook_elsewhere_is_refused(bot: Bot, url: str, words: str) -> None:
    with pytest.raises(BadRequest, match=words):
        await bot.set_webhook(url)


async def test_a_bad_secret_is_refused(raw: Raw) -> None:
    status, words = await raw.refused("setWebhook", url="http://127.0.0.1:9/x", secret_token="a b")
    assert (status, words) == (400, "Bad Request: secret token contains unallowed characters")
    status, words = await raw.refused("setWebhook", url="http://127.0.0.1:9/x", secret_token="a" * 257)
    assert words == "Bad Request: secret token is too long"
