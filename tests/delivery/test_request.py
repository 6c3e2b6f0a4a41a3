"""The transport: what breaks is told apart by whether the call may have arrived, and nothing tells the token."""

import asyncio
import contextlib
import json
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.delivery import outcome
from bot.delivery.client import Client
from bot.delivery.request import BrokenAnswerError, NeverLeft, Request
from tests.cast import ANA, TOKEN, Stage, on_sqlite
from tests.trouble.test_telegram import free_port

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
FOR_EVER = 3600.0
TURNS = 20
"""Of the event loop, in which it hears that a connection was closed."""
GOOD = b'{"ok": true, "result": true}'


def answer(body: bytes, status: str = "200 OK") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


async def read_call(reader: asyncio.StreamReader) -> None:
    """A whole request, whose body is taken as it comes."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0] or 0)
    await reader.readexactly(length)


@asynccontextmanager
async def bot_at(
    serve: Serve | None, *, connections: int = 4, read_timeout: float = 5, **limits: float
) -> AsyncIterator[Bot]:
    """A client whose server does what it is told; without one there is nobody at the address."""
    port = free_port()
    handling: set[asyncio.Task[None]] = set()

    async def serves(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        assert serve is not None
        handling.add(task)
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await serve(reader, writer)
        writer.close()

    server = await asyncio.start_server(serves, "127.0.0.1", port) if serve is not None else None
    request = Request(connections=connections, read_timeout=read_timeout, proxy=None, **limits)
    bot = Client(TOKEN, base_url=f"http://127.0.0.1:{port}/bot", request=request)
    await request.initialize()
    try:
        yield bot
    finally:
        await request.shutdown()
        if server is not None:
            server.close()
            await asyncio.gather(*handling)


async def fails(bot: Bot, **limits: float) -> TelegramError:
    """The error of a call; nothing that can be printed of it holds the token."""
    with pytest.raises(TelegramError) as caught:
        await bot.send_message(ANA, "hello", **limits)  # type: ignore[arg-type]
    assert TOKEN.partition(":")[2] not in "".join(traceback.format_exception(caught.value))
    return caught.value


async def test_nobody_at_the_address_never_left() -> None:
    async with bot_at(None) as bot:
        error = await fails(bot)
    assert isinstance(error, NetworkError)
    assert isinstance(error, NeverLeft)
    assert outcome.of(error) == outcome.Later()


async def test_a_connection_that_breaks_after_the_call_may_have_delivered_it() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_call(reader)

    async with bot_at(serve) as bot:
        error = await fails(bot)
    assert isinstance(error, BrokenAnswerError)
    assert outcome.of(error) == outcome.Unsure()


async def test_no_answer_in_time_may_have_delivered_it() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with bot_at(serve, read_timeout=0.05) as bot:
        error = await fails(bot)
    assert isinstance(error, TimedOut)
    assert outcome.of(error) == outcome.Unsure()


async def test_no_free_connection_in_time_never_left() -> None:
    """Only the second call is hasty: the first has the one place for as long as it takes."""
    arrived = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await reader.read()

    async with bot_at(serve, connections=1, connect_timeout=FOR_EVER, read_timeout=FOR_EVER) as bot:
        first = asyncio.create_task(bot.send_message(ANA, "hello"))
        await arrived.wait()
        error = await fails(bot, pool_timeout=0.02, connect_timeout=0.02)
        first.cancel()
        await asyncio.wait([first])
    assert isinstance(error, TimedOut)
    assert isinstance(error, NeverLeft)
    assert outcome.of(error) == outcome.Later()


@pytest.mark.parametrize("body", [b"<html>", b'{"ok": tr', b""])
async def test_an_answer_that_cannot_be_read_may_have_delivered_it(body: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_call(reader)
        writer.write(answer(body))

    async with bot_at(serve) as bot:
        assert outcome.of(await fails(bot)) == outcome.Unsure()


async def test_a_kept_connection_that_the_server_closed_is_not_used_again() -> None:
    calls = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        await read_call(reader)
        calls += 1
        writer.write(answer(GOOD))

    async with bot_at(serve) as bot:
        for number in range(1, 4):
            await bot.delete_webhook()
            assert calls == number
            for _ in range(TURNS):
                await asyncio.sleep(0)


async def test_a_body_that_could_not_be_written_whole_never_left() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.transport.abort()

    async with bot_at(serve) as bot:
        with pytest.raises(NetworkError) as caught:
            await bot.send_document(ANA, b"x" * 50_000_000)
    assert outcome.of(caught.value) in (outcome.Later(), outcome.Unsure())


@on_sqlite
async def test_files_arrive_whole(stage: Stage) -> None:
    stage.phone(ANA, "Ana")
    stage.sandbox.person_starts(ANA)
    picture = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 2000
    sent = await stage.app.bot.send_document(ANA, picture, filename="progress.png", caption="ą — ünï")
    assert sent.caption == "ą — ünï"
    assert sent.document is not None
    file = await stage.app.bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == picture


async def test_a_transport_closes_and_opens_again() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_call(reader)
        writer.write(answer(GOOD))

    async with bot_at(serve) as bot:
        for _ in range(2):
            assert await bot.delete_webhook()
            await bot.request.shutdown()
            await bot.request.shutdown()
            await bot.request.initialize()


async def test_the_short_way_writes_a_call_as_the_client_does() -> None:
    bodies: list[bytes] = []

    async def keeps(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            bodies.append(await reader.readexactly(length))
            writer.write(
                answer(b'{"ok": true, "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}}')
            )

    keys = InlineKeyboardMarkup([[InlineKeyboardButton("Ya está, «да»", callback_data="1")]])
    async with bot_at(keeps) as bot:
        assert isinstance(bot, Client)
        await bot.send_message(
            ANA, "<b>¿Qué tal?</b>", ParseMode.HTML, reply_markup=keys, disable_notification=True, protect_content=False
        )
        await bot.call(
            "sendMessage", chat_id=ANA, text="<b>¿Qué tal?</b>", parse_mode=ParseMode.HTML, reply_markup=keys,
            disable_notification=True, protect_content=False, allow_paid_broadcast=None,
        )  # fmt: skip
    theirs, ours = map(json.loads, bodies)
    assert ours == theirs
