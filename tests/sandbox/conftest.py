"""A local Telegram over HTTP, with the real client on the bot's side."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.clock import StoppedClock
from bot.sandbox import Phone, Sandbox, SandboxServer

TOKEN = "123456:LOCAL-test-token"
ANA = 101
TOM = 102
GROUP = -500
START = datetime(2030, 5, 6, 9, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock(START)


@pytest.fixture
def sandbox(clock: StoppedClock) -> Sandbox:
    """Ana has started the bot, Tom has not; both are in a group without the bot."""
    sandbox = Sandbox(TOKEN, clock, username="stepwell_demo_bot")
    sandbox.add_person(ANA, "Ana", username="ana", language_code="es", started=True)
    sandbox.add_person(TOM, "Tom", language_code="en")
    sandbox.add_group(GROUP, "Family", [ANA, TOM])
    return sandbox


@pytest.fixture
async def server(sandbox: Sandbox) -> AsyncIterator[SandboxServer]:
    server = SandboxServer(sandbox, port=0, webhook_pause=0.001)
    await server.start()
    yield server
    await server.stop()


def client(server: SandboxServer, token: str = TOKEN) -> Bot:
    """The real python-telegram-bot client, without the proxies of the machine."""
    request = [HTTPXRequest(httpx_kwargs={"trust_env": False, "verify": False}) for _ in range(2)]
    base = server.url
    return Bot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=request[0],
        get_updates_request=request[1],
    )


@pytest.fixture
async def bot(server: SandboxServer) -> AsyncIterator[Bot]:
    async with client(server) as bot:
        yield bot


class Raw:
    """Calls without a client: what exactly goes over the wire."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self.http = http
        self.url = url

    async def call(self, method: str, token: str = TOKEN, **params: Any) -> tuple[int, Any]:
        """Status and decoded answer of a call with a JSON body."""
        async with self.http.post(f"{self.url}/bot{token}/{method}", json=params) as response:
            return response.status, await response.json()

    async def refused(self, method: str, **params: Any) -> tuple[int, str]:
        """Status and description of a call that has to fail."""
        status, answer = await self.call(method, **params)
        assert answer["ok"] is False
        assert answer["error_code"] == status
        return status, answer["description"]

    async def result(self, method: str, **params: Any) -> Any:
        status, answer = await self.call(method, **params)
        assert (status, answer["ok"]) == (200, True), answer
        return answer["result"]


@pytest.fixture
async def raw(server: SandboxServer) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as http:
        yield Raw(http, server.url)


@pytest.fixture
def ana(sandbox: Sandbox) -> Phone:
    """Ana's phone when no bot runs: actions return at once."""

    async def settle() -> None:
        return None

    return Phone(sandbox, ANA, settle)
