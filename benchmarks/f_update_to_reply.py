"""(f) From an update to its reply, with the database commit in between, against a bare echo bot."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from telegram import Update
from telegram.ext import Application, CommandHandler, ContextTypes

from benchmarks import databases
from benchmarks.asking import arrivals, ask
from benchmarks.enrolled import patients
from benchmarks.harness import Benchmark, Child, Goal, Measures, Result, Row, median_of, percentile
from bot import loop
from bot.app import Stepwell
from bot.clock import SystemClock
from bot.content import Content, load
from bot.db import Database
from bot.delivery.client import client
from bot.settings import PROJECT, Settings

TOKEN = "7000000001:LOCAL-bench"
CHATS, EACH = 200, 4
STEADY_RATE = 20
RUNS = 3
Start = Callable[[], Awaitable[Callable[[], Awaitable[None]]]]
"""Starts a bot; gives what stops it."""


async def measure(url: str, start: Start) -> Measures:
    """Once everybody is known: all at once for the rate, then some a second for the wait."""
    ask(url, "/reset")
    stop = await start()
    await _answered(url, CHATS, each=1, rate=0)
    begun = time.monotonic()
    rate = CHATS * EACH / (await _answered(url, CHATS, each=EACH, rate=0) - begun)
    await _answered(url, CHATS, each=1, rate=STEADY_RATE)
    fed = {int(chat): at for chat, at in ask(url, "/fed").items()}
    waits = [(at - fed[chat]) * 1000 for at, chat, _ in arrivals(url)]
    await stop()
    return {"updates/s": rate, "p50 ms": percentile(waits, 50), "p99 ms": percentile(waits, 99)}


async def _answered(url: str, chats: int, *, each: int, rate: float) -> float:
    """Feed updates and wait for as many replies; when the last one came."""
    ask(url, "/forget")
    ask(url, f"/feed?chats={chats}&each={each}&rate={rate}")
    while ask(url, "/count") < chats * each:  # noqa: ASYNC110 - it is another process that counts
        await asyncio.sleep(0.02)
    return arrivals(url)[chats * each - 1][0]


async def ours(url: str, database_url: str, content: Content) -> Callable[[], Awaitable[None]]:
    settings = Settings(
        telegram_bot_token=TOKEN,
        telegram_api_url=url,
        database_url=database_url,
        allow_local_telegram=True,
        messages_per_second=10_000,
        messages_per_chat_second=1000,
        _env_file=None,
    )
    app = Stepwell(settings, content, SystemClock(), Database(database_url), client(TOKEN, url))
    await app.prepare()
    async with app.database.begin() as session:
        await patients(session, CHATS, now=app.clock.now())
    running = asyncio.create_task(app.run())

    async def stop() -> None:
        running.cancel()
        await asyncio.wait([running])
        await app.close()

    return stop


async def echo(url: str) -> Callable[[], Awaitable[None]]:
    app = Application.builder().token(TOKEN).base_url(f"{url}/bot").build()

    async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message is not None
        await update.message.reply_text(update.message.text or "")

    app.add_handler(CommandHandler("help", answer))
    await app.initialize()
    await app.start()
    assert app.updater is not None
    await app.updater.start_polling()

    async def stop() -> None:
        assert app.updater is not None
        await app.updater.stop()
        await app.stop()
        await app.shutdown()

    return stop


def run() -> Result:
    content, rows = load(PROJECT / "content"), []
    with Child("server", "--latency", "0") as server:
        url = f"http://127.0.0.1:{server.said}"
        for kind in databases.KINDS:
            runs = []
            for _ in range(RUNS):
                with databases.fresh(kind) as database_url:
                    runs.append(loop.run(measure(url, lambda to=database_url: ours(url, to, content))))  # type: ignore[misc]
            rows.append(Row(f"Stepwell, {kind}", median_of(runs)))
        theirs = median_of([asyncio.run(measure(url, lambda: echo(url))) for _ in range(RUNS)])
        rows.append(Row("bare echo bot, no database", theirs))
        faster = median_of([loop.run(measure(url, lambda: echo(url))) for _ in range(RUNS)])
        rows.append(Row("the same on uvloop", faster))
    goals = [
        Goal(
            f"{row.subject}: at least half of the echo bot's rate "
            f"({float(row.measures['updates/s']) / float(theirs['updates/s']):.0%})",
            float(row.measures["updates/s"]) >= float(theirs["updates/s"]) / 2,
        )
        for row in rows[: len(databases.KINDS)]
    ]
    notes = (
        f"The rate: {CHATS * EACH} updates of {CHATS} patients that wait at once. The wait: {STEADY_RATE} a second.",
        "The server answers at once; Stepwell's own pace of 30 messages a second is lifted here.",
        "Stepwell answers /help: it reads who asks, commits the update's number and the reply, sends, and records.",
        "Stepwell runs on uvloop. The echo bot runs on the standard event loop, as python-telegram-bot does by "
        "itself: the goal compares with that one.",
    )
    return Result(rows, goals, notes)


BENCHMARK = Benchmark("f", "From an update to its reply", run)
