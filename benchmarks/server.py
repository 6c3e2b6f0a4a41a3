"""A Bot API server for measuring: raw asyncio in a process of its own, so that it is never what is slow.

It prints its port, answers each call after `--latency` seconds, and notes when each message arrived, on the clock that
all processes of a machine share. Beside the Bot API it knows, without the latency:

/arrivals  [[seconds, chat, text], …];  /count  how many;  /forget  them;  /reset  everything
/busy?first=A&last=B&retry=S  answer 429 to these chats
/feed?chats=N&each=M&rate=R  put M updates of each of N people into the queue, R a second (0: all at once)
/fed  {chat: seconds} of the newest update of each person
"""

import argparse
import asyncio
import contextlib
import json
import re
import time
from collections import deque
from itertools import count
from typing import Any
from urllib.parse import parse_qs

ME = {"id": 7000000001, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
MOST_UPDATES = 100
MESSAGES = {"sendmessage", "editmessagetext", "sendphoto", "senddocument", "sendcontact"}
HEAD = b"HTTP/1.1 %d OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
FIELD = re.compile(rb'name="?(chat_id|caption)"?\r\n(?:[^\r]+\r\n)*\r\n([^\r]*)\r\n')
"""What is read of a call that carries a file."""
Json = dict[str, Any]


class State:
    """What the server knows: queued updates, messages that arrived, the chats that are told to wait."""

    def __init__(self, latency: float) -> None:
        self.latency = latency
        self.numbers = count(1)
        self.news = asyncio.Event()
        self.tasks: set[asyncio.Task[None]] = set()
        self.reset()

    def reset(self) -> None:
        self.arrivals: list[tuple[float, int, str]] = []
        self.waiting: deque[Json] = deque()
        self.fed: dict[int, float] = {}
        self.busy: tuple[int, int, int] | None = None

    async def feed(self, chats: int, each: int, rate: float) -> None:
        for number in range(chats * each):
            if rate:
                await asyncio.sleep(1 / rate)
            self._say(number % chats + 1)

    def _say(self, chat: int) -> None:
        number = next(self.numbers)
        who = {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": "en"}
        message = {
            "message_id": number, "date": 1772438400, "chat": {"id": chat, "type": "private", "first_name": "Ana"},
            "from": who, "text": "/help", "entities": [{"type": "bot_command", "offset": 0, "length": 5}],
        }  # fmt: skip
        self.waiting.append({"update_id": number, "message": message})
        self.fed[chat] = time.monotonic()
        self.news.set()

    def call(self, method: str, arguments: Json) -> tuple[int, Json]:
        """The answer of a Bot API method, and its status."""
        if method == "getme":
            return 200, {"ok": True, "result": ME}
        if method not in MESSAGES:
            return 200, {"ok": True, "result": True}
        chat = int(arguments["chat_id"])
        if self.busy is not None and self.busy[0] <= chat <= self.busy[1]:
            retry = self.busy[2]
            said = f"Too Many Requests: retry after {retry}"
            return 429, {"ok": False, "error_code": 429, "description": said, "parameters": {"retry_after": retry}}
        text = arguments.get("text", "")
        self.arrivals.append((time.monotonic(), chat, text))
        message = {"message_id": next(self.numbers), "date": 1772438400, "from": ME, "text": text}
        return 200, {"ok": True, "result": {**message, "chat": {"id": chat, "type": "private", "first_name": "Ana"}}}

    async def updates(self, arguments: Json) -> Json:
        """What is waiting from the offset on, as soon as there is something."""
        offset, wait = int(arguments.get("offset") or 0), float(arguments.get("timeout") or 0)
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        if not self.waiting and wait:
            self.news.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.news.wait(), wait)
        return {"ok": True, "result": [self.waiting[i] for i in range(min(len(self.waiting), MOST_UPDATES))]}

    def control(self, path: str, query: dict[str, float]) -> Any:
        """The paths for the benchmarks."""
        match path:
            case "/reset":
                self.reset()
            case "/busy":
                self.busy = int(query["first"]), int(query["last"]), int(query["retry"])
            case "/feed":
                task = asyncio.ensure_future(self.feed(int(query["chats"]), int(query["each"]), query["rate"]))
                self.tasks.add(task)
                task.add_done_callback(self.tasks.discard)
            case "/forget":
                self.arrivals = []
            case "/count":
                return len(self.arrivals)
            case "/arrivals":
                return self.arrivals
            case "/fed":
                return self.fed
        return True


class Connection(asyncio.Protocol):
    """One keep-alive connection; a client that waits for each answer before its next call is all that it serves."""

    def __init__(self, state: State) -> None:
        self._state, self._data = state, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._data += data
        head, found, body = self._data.partition(b"\r\n\r\n")
        if not found:
            return
        lines = head.split(b"\r\n")
        headers = dict(line.lower().split(b": ", 1) for line in lines[1:])
        if len(body) < int(headers.get(b"content-length", 0)):
            return
        self._data = b""
        self._handle(lines[0].split(b" ")[1].decode(), headers.get(b"content-type", b""), body)

    def _handle(self, target: str, kind: bytes, body: bytes) -> None:
        path, _, query = target.partition("?")
        if not path.startswith("/bot"):
            numbers = {name: float(values[0]) for name, values in parse_qs(query).items()}
            self._answer(200, self._state.control(path, numbers))
            return
        arguments = _read(kind, body)
        method, loop = path.rpartition("/")[2].lower(), asyncio.get_running_loop()
        if method == "getupdates":
            task = loop.create_task(self._poll(arguments))
            self._state.tasks.add(task)
            task.add_done_callback(self._state.tasks.discard)
            return
        answer = self._state.call(method, arguments)
        if self._state.latency:
            loop.call_later(self._state.latency, self._answer, *answer)
        else:
            self._answer(*answer)

    async def _poll(self, arguments: Json) -> None:
        self._answer(200, await self._state.updates(arguments))

    def _answer(self, status: int, document: Any) -> None:
        payload = json.dumps(document).encode()
        self._transport.write(HEAD % (status, len(payload), payload))


def _read(kind: bytes, body: bytes) -> Json:
    if not body:
        return {}
    if kind.startswith(b"application/json"):
        document: Json = json.loads(body)
        return document
    if kind.startswith(b"multipart/form-data"):
        return {name.decode(): value.decode() for name, value in FIELD.findall(body)}
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


async def serve(latency: float) -> None:
    state = State(latency)
    server = await asyncio.get_running_loop().create_server(lambda: Connection(state), "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--latency", type=float, default=0.08)
    asyncio.run(serve(parser.parse_args().latency))
