"""The watchdog: what stands still is told once; outside, silence is noticed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.alone import AnotherRunsError, alone
from bot.db import Database
from bot.health import answering
from bot.sandbox import Fault, SandboxServer
from bot.sandbox.phone import Phone
from bot.sandbox.telegram import Sandbox
from bot.services import watch
from tests.cast import ANA, TOM, Stage, on_sqlite
from tests.forked import in_one_worker
from tests.trouble.command import stepwell
from tests.trouble.test_database import locked
from tests.trouble.test_telegram import free_port, sandbox, server, settings

__all__ = ["sandbox", "server"]


async def red_flag(ana: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Leg weaker")
    await ana.taps("Send this")


async def test_urgent_messages_that_do_not_leave_are_told_once(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    stage.sandbox.fail(Fault(chat_id=TOM, status=502, times=None))
    await red_flag(ana)
    for _ in range(3):
        await stage.jumps(minutes=2)
    assert ada.screen().count("Urgent messages are not leaving") == 1
    assert "since 08:00 (UTC)" in ada.screen()


async def test_an_emergency_that_nobody_has_seen_is_told_once(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("peeing")
    await ana.taps("Send this")
    await stage.jumps(minutes=30)
    assert "Nobody has acknowledged the emergency of" not in ada.screen()
    for _ in range(3):
        await stage.jumps(minutes=2)
    assert ada.screen().count("Nobody has acknowledged the emergency of") == 1


@on_sqlite
async def test_a_leap_of_the_clock_holds_reminders_and_no_alert(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.app.lookout.look()
    stage.clock.leaps(timedelta(hours=2, minutes=30))
    await stage.app.tick()
    before = len(stage.sandbox.transcript.calls("sendMessage", chat_id=ANA))
    await stage.settle()
    await stage.app.lookout.look()
    assert stage.app.lookout.still
    await stage.settle()
    assert len(stage.sandbox.transcript.calls("sendMessage", chat_id=ANA)) == before, "reminders wait"
    await red_flag(ana)
    assert "Please get medical advice today" in ana.sees() or "Get emergency help" in ana.sees()
    stage.clock.forward(timedelta(seconds=61))
    await stage.app.lookout.look()
    assert not stage.app.lookout.still


@on_sqlite
async def test_a_clock_that_went_back_is_noticed_after_a_start_too(stage: Stage, ana: Phone) -> None:
    stage.clock.leaps(-timedelta(minutes=1))
    await stage.app.prepare()
    assert stage.app.lookout.still
    stage.clock.forward(timedelta(minutes=2))
    assert not stage.app.lookout.still


@on_sqlite
async def test_deaf_ears_are_told_to_admins_once(stage: Stage, ada: Phone) -> None:
    for _ in range(3):
        stage.clock.forward(timedelta(minutes=3))
        await stage.app.lookout.look()
    assert ada.screen().count("I cannot hear anybody") == 1
    assert not stage.app.lookout.well
    await stage.settle()
    assert stage.app.lookout.hearing


@asynccontextmanager
async def health(stage: Stage) -> AsyncIterator[str]:
    port = free_port()
    app = stage.app
    async with answering("127.0.0.1", port, app.database, app.clock, app.lookout):
        yield f"http://127.0.0.1:{port}/healthz"


@on_sqlite
async def test_healthz_tells_well_from_unwell_in_counts_alone(stage: Stage, ana: Phone, tom: Phone) -> None:
    await red_flag(ana)
    async with health(stage) as address, aiohttp.ClientSession() as outside:
        async with outside.get(address) as answer:
            assert answer.status == 200
            said = await answer.json()
        assert said == {"well": True, "saving": True, "hearing": True, "clock": True, "waiting": 0, "unseen": 1}
        stage.clock.forward(timedelta(minutes=3))
        async with outside.get(address) as answer:
            assert answer.status == 503
        with locked(stage):
            async with outside.get(address) as answer:
                assert answer.status == 503
                assert await answer.json() == {"well": False, "saving": False}


@in_one_worker
async def test_an_outside_watch_is_pinged_while_all_is_well(
    tmp_path: Path, sandbox: Sandbox, server: SandboxServer
) -> None:
    pings: list[str] = []

    async def ping(request: web.Request) -> web.Response:
        pings.append(request.path)
        sandbox.changes.ring()
        return web.Response()

    app = web.Application()
    app.router.add_get("/ping", ping)
    runner = web.AppRunner(app)
    await runner.setup()
    port = free_port()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    given = settings(server.url) | {"HEARTBEAT_URL": f"http://127.0.0.1:{port}/ping"}
    async with stepwell(tmp_path, "run", **given) as bot:
        await sandbox.wait_for(lambda: pings)
        assert await bot.stops() == 0
    await runner.cleanup()


@in_one_worker
async def test_a_second_run_on_the_same_file_ends_with_one_line(
    tmp_path: Path, sandbox: Sandbox, server: SandboxServer
) -> None:
    async with stepwell(tmp_path, "run", **settings(server.url)) as first:
        await sandbox.wait_for(lambda: sandbox.poll)
        async with stepwell(tmp_path, "run", **settings(server.url)) as second:
            assert await second.ends() == 2
        assert second.lines == ["stepwell: another `stepwell run` has this database: stop it, then start again"]
        assert await first.stops() == 0
    async with stepwell(tmp_path, "run", **settings(server.url)) as third:
        await sandbox.wait_for(lambda: sandbox.poll)
        third.process.kill()
        await third.ends()
    with alone(Database(f"sqlite:///{tmp_path / 'stepwell.db'}")):
        pass


def test_the_file_is_held_and_let_go(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'some.db'}")
    with alone(database), pytest.raises(AnotherRunsError), alone(database):
        raise AssertionError("two at once")
    with alone(database):
        pass


@on_sqlite
async def test_the_state_counts_what_waits(stage: Stage, ana: Phone, tom: Phone) -> None:
    stage.sandbox.fail(Fault(chat_id=TOM, status=502, times=None))
    await red_flag(ana)
    stage.clock.forward(timedelta(minutes=10))
    async with stage.database() as session:
        found = await watch.state(session, now=stage.clock.now())
    assert found.waiting == {"safety": 1}
    assert found.unseen == 1
