"""Mail and webhook over real sockets: signed, with the least data, tried again until they are taken."""

import asyncio
import email
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from email import policy

import pytest
from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session
from pydantic import SecretStr
from sqlmodel import select

from bot.clock import StoppedClock
from bot.db import Database
from bot.delivery.outside import KEY, SIGNATURE, Outlets, Outside
from bot.models import Channel, Notice, NoticeState
from bot.services import notices
from tests.cast import MONDAY_MORNING, on_sqlite, shipped_content

BODY = {
    "kind": "alert",
    "why": "nobody_acknowledged",
    "patient": "K7F2",
    "tier": "emergency",
    "flags": ["bladder"],
    "raised_at": "2026-03-02T08:00:00+00:00",
}
SECRET = "a shared secret"


@dataclass
class Hook:
    """A webhook's receiver: what came, and with which status it answers."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.came.append((dict(request.headers), await request.read()))
        return web.Response(status=self.answers.pop(0) if self.answers else 204)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    made = Hook()
    app = web.Application()
    app.router.add_post("/stepwell", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/stepwell"
    yield made
    await runner.cleanup()


class Letters:
    """A mail server's box; it refuses as often as it is told to."""

    def __init__(self) -> None:
        self.came: list[Envelope] = []
        self.refuses = 0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refuses:
            self.refuses -= 1
            return "451 later"
        self.came.append(envelope)
        return "250 taken"


@pytest.fixture
async def letters() -> AsyncIterator[tuple[Letters, int]]:
    box = Letters()
    server = await asyncio.get_running_loop().create_server(lambda: SMTP(box), "127.0.0.1", 0)
    yield box, server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()


@dataclass
class Scene:
    database: Database
    clock: StoppedClock

    def outside(self, **outlets: object) -> Outside:
        return Outside(self.database, shipped_content(), self.clock, Outlets(**outlets))  # type: ignore[arg-type]

    async def owes(self) -> None:
        async with self.database.begin() as session:
            await notices.owe(session, "incident:1", BODY, now=self.clock.now())

    async def states(self) -> dict[str, str]:
        async with self.database.begin() as session:
            return {one.channel: one.state for one in (await session.exec(select(Notice))).all()}


@pytest.fixture
async def scene(database_url: str) -> AsyncIterator[Scene]:
    database = Database(database_url)
    yield Scene(database, StoppedClock(MONDAY_MORNING))
    await database.close()


@on_sqlite
async def test_the_webhook_gets_signed_json(scene: Scene, hook: Hook) -> None:
    outside = scene.outside(webhook_url=SecretStr(hook.url), webhook_secret=SecretStr(SECRET))
    await scene.owes()
    await scene.owes()
    await outside.drain()
    ((headers, body),) = hook.came
    assert json.loads(body) == BODY
    assert headers[SIGNATURE] == "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert headers[KEY] == "incident:1:webhook"
    assert headers["Content-Type"] == "application/json"
    assert await scene.states() == {"email": NoticeState.OFF, "webhook": NoticeState.SENT}


@on_sqlite
async def test_what_is_not_taken_is_tried_again_ever_more_seldom(scene: Scene, hook: Hook) -> None:
    outside = scene.outside(webhook_url=SecretStr(hook.url))
    hook.answers = [500, 302]
    await scene.owes()
    await outside.drain()
    assert len(hook.came) == 1
    scene.clock.forward(timedelta(seconds=4))
    await outside.drain()
    assert len(hook.came) == 1
    scene.clock.forward(timedelta(seconds=1))
    await outside.drain()
    assert len(hook.came) == 2
    scene.clock.forward(timedelta(seconds=10))
    await outside.drain()
    assert len(hook.came) == 3
    assert (await scene.states())[Channel.WEBHOOK] == NoticeState.SENT
    assert SIGNATURE not in hook.came[0][0]


@on_sqlite
async def test_nobody_at_the_other_end_is_no_crash(scene: Scene) -> None:
    outside = scene.outside(
        webhook_url=SecretStr("http://127.0.0.1:9/stepwell"),
        smtp_url=SecretStr("smtp://127.0.0.1:9"),
        emails=("a@b.c",),
    )
    await scene.owes()
    await outside.drain()
    assert set((await scene.states()).values()) == {NoticeState.QUEUED}


@on_sqlite
async def test_a_mail_says_the_code_and_the_tier_and_comes_again_when_refused(
    scene: Scene, letters: tuple[Letters, int]
) -> None:
    box, port = letters
    box.refuses = 1
    outside = scene.outside(smtp_url=SecretStr(f"smtp://127.0.0.1:{port}"), emails=("oncall@example.org",))
    await scene.owes()
    await outside.drain()
    assert box.came == []
    scene.clock.forward(timedelta(seconds=5))
    await outside.drain()
    (envelope,) = box.came
    assert envelope.rcpt_tos == ["oncall@example.org"]
    assert isinstance(envelope.content, bytes)
    mail = email.message_from_bytes(envelope.content, policy=policy.default)
    assert "K7F2" in mail["Subject"]
    assert "emergency answer (bladder)" in mail.get_content()
    assert (await scene.states())[Channel.EMAIL] == NoticeState.SENT


@on_sqlite
async def test_a_sender_that_died_leaves_nothing_behind(scene: Scene, hook: Hook) -> None:
    await scene.owes()
    async with scene.database.begin() as session:
        await notices.claim(session, limit=10, now=scene.clock.now())
    outside = scene.outside(webhook_url=SecretStr(hook.url))
    await outside.drain()
    assert hook.came == []
    scene.clock.forward(notices.LEASE)
    await outside.drain()
    assert len(hook.came) == 1


@pytest.mark.parametrize(("attempts", "seconds"), [(1, 5), (2, 10), (3, 20), (7, 320), (8, 600), (500, 600)])
def test_the_waits_grow_up_to_ten_minutes(attempts: int, seconds: int) -> None:
    assert notices.growing(attempts) == timedelta(seconds=seconds)


def test_a_drill_says_that_it_is_one() -> None:
    subject, text = notices.mail(shipped_content(), {"kind": "drill", "raised_at": "now"})
    assert "DRILL" in subject
    assert "no patient" in text
