"""(e) How many calls a second one process makes against a server that answers after 80 ms, and what a send costs."""

import asyncio
import time
from collections.abc import Iterator

from telegram import Bot
from telegram.request import HTTPXRequest

from benchmarks.harness import Benchmark, Child, Goal, Measures, Result, Row, median_of, percentile
from bot import loop
from bot.delivery.client import Client
from bot.delivery.request import Request

TOKEN = "7000000001:LOCAL-bench"
LATENCY = 0.08
CONCURRENCIES = (30, 100, 200)
SECONDS = 2.5
"""About how long a run lasts, at the rate that the server's latency allows; the stock client takes longer."""
RUNS = 3
TEXT = "<b>Time to stand up</b>\nA minute is enough."


def ours(url: str, at_once: int) -> Bot:
    return Client(TOKEN, base_url=f"{url}/bot", request=Request(connections=at_once, read_timeout=60))


def stock(url: str, at_once: int) -> Bot:
    request = HTTPXRequest(connection_pool_size=at_once, pool_timeout=120, read_timeout=60, connect_timeout=60)
    return Bot(TOKEN, base_url=f"{url}/bot", request=request)


async def send(bot: Bot, chat: int) -> None:
    """As delivery does it, and as everybody does it."""
    if isinstance(bot, Client):
        await bot.call("sendMessage", chat_id=chat, text=TEXT, parse_mode="HTML")
    else:
        await bot.send_message(chat, TEXT, parse_mode="HTML")


async def measure(bot: Bot, at_once: int, calls: int) -> Measures:
    """Rate, waiting time and CPU of `calls` sends by `at_once` workers, as delivery has them."""
    took: list[float] = []

    async def worker(chats: Iterator[int]) -> None:
        for chat in chats:
            begun = time.perf_counter()
            await send(bot, chat)
            took.append(time.perf_counter() - begun)

    async with bot:
        await asyncio.gather(*(worker(iter([chat])) for chat in range(at_once)))
        took.clear()
        chats = iter(range(1, calls + 1))
        begun, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(worker(chats) for _ in range(at_once)))
        spent = time.process_time() - cpu
    return {
        "calls/s": calls / (time.perf_counter() - begun),
        "p50 ms": percentile(took, 50) * 1000,
        "p99 ms": percentile(took, 99) * 1000,
        "CPU µs a send": spent / calls * 1e6,
    }


def run() -> Result:
    rows = []
    with Child("server", "--latency", str(LATENCY)) as server:
        url = f"http://127.0.0.1:{server.said}"
        for at_once in CONCURRENCIES:
            calls = round(SECONDS * at_once / LATENCY)
            mine = median_of([loop.run(measure(ours(url, at_once), at_once, calls)) for _ in range(RUNS)])
            rows.append(Row(f"Stepwell, {at_once} at once", mine))
        for at_once in CONCURRENCIES:
            theirs = median_of([asyncio.run(measure(stock(url, at_once), at_once, 300)) for _ in range(RUNS)])
            rows.append(Row(f"stock python-telegram-bot, {at_once} at once", theirs))
    most = max(float(row.measures["calls/s"]) for row in rows if row.subject.startswith("Stepwell"))
    cpu = max(float(row.measures["CPU µs a send"]) for row in rows if row.subject.startswith("Stepwell"))
    goals = (
        Goal(f"at least 1,000 calls/s of one process at 80 ms latency ({most:,.0f})", most >= 1000),
        Goal(f"CPU of at most 300 µs a send, at every concurrency ({cpu:.0f})", cpu <= 300),
    )
    return Result(rows, goals, (f"The server is another process and answers after {LATENCY * 1000:.0f} ms.",))


BENCHMARK = Benchmark("e", "Calls a second against a server with 80 ms latency", run)
