"""The page, and what it may do: read the state, follow events, act for people, move the clock."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from importlib.resources import files
from typing import Any

from aiohttp import web

from bot.sandbox.changes import Feed
from bot.sandbox.errors import Json, NotPossibleError
from bot.sandbox.hands import HANDS, words
from bot.sandbox.state import State
from bot.sandbox.view import everything, happening_shown

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
KEEP_ALIVE = 15.0
PAGE_TYPES = {
    "html": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "json": "application/json",
    "svg": "image/svg+xml",
    "png": "image/png",
    "woff2": "font/woff2",
    "ico": "image/x-icon",
}
# The page needs nothing from outside, and a bug in it shall not reach outside either.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
OnClock = Callable[[str], Awaitable[str]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """The routes under `/` and `/sandbox/`."""

    def __init__(self, state: State, on_clock: OnClock | None) -> None:
        self._state = state
        self._on_clock = on_clock
        self._feeds: set[Feed] = set()

    def add_routes(self, app: web.Application) -> None:
        router = app.router
        router.add_get("/", _guarded(self._page))
        router.add_get("/page/{name:.+}", _guarded(self._page))
        router.add_get("/sandbox/state", _guarded(self._read))
        router.add_get("/sandbox/events", _guarded(self._follow))
        router.add_get("/sandbox/files/{path:.+}", _guarded(self._file))
        router.add_post("/sandbox/people/{id}/{act}", _guarded(self._act))
        router.add_post("/sandbox/clock", _guarded(self._move_clock))

    def close(self) -> None:
        """End every stream of events."""
        for feed in tuple(self._feeds):
            feed.close()

    async def _page(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", "index.html")
        kind = PAGE_TYPES.get(name.rpartition(".")[2])
        place = files("bot.sandbox").joinpath("page")
        steps = name.split("/")
        if kind is None or any(step in {"", ".", ".."} or "\\" in step for step in steps):
            raise web.HTTPNotFound
        found = place.joinpath(*steps)
        if not found.is_file():
            raise web.HTTPNotFound
        headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
        return web.Response(body=found.read_bytes(), content_type=kind, headers=headers)

    async def _read(self, request: web.Request) -> web.Response:
        return web.json_response(everything(self._state), headers={"Cache-Control": "no-store"})

    async def _file(self, request: web.Request) -> web.Response:
        stored = self._state.files.by_path.get(request.match_info["path"])
        if stored is None:
            raise web.HTTPNotFound
        # A sent file must not become a page of ours.
        mime = stored.mime if stored.mime.startswith(("image/", "audio/", "video/")) else "application/octet-stream"
        mime = "application/octet-stream" if mime == "image/svg+xml" else mime
        headers = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
        return web.Response(body=stored.content, content_type=mime, headers=headers)

    async def _act(self, request: web.Request) -> web.Response:
        hand = HANDS.get(request.match_info["act"])
        if hand is None:
            raise web.HTTPNotFound
        try:
            person = self._state.person(_number(request.match_info["id"]))
            hand(self._state, person, await _body(request))
        except NotPossibleError as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"ok": True})

    async def _move_clock(self, request: web.Request) -> web.Response:
        if self._on_clock is None:
            raise web.HTTPNotFound
        before = self._state.now()
        try:
            said = await self._on_clock(words(await _body(request), "forward"))
        except ValueError as error:
            return web.json_response({"error": str(error)}, status=400)
        clock = self._state.now().isoformat()
        moved = self._state.now() > before
        self._state.happened("clock", None, clock=clock)
        return web.json_response({"clock": clock, "moved": moved, "said": said})

    async def _follow(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events until the page goes away or the server stops."""
        response = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        feed = self._state.changes.subscribe()
        self._feeds.add(feed)
        try:
            await response.prepare(request)
            async for line in _lines(self._state, feed):
                await response.write(line.encode())
        except ConnectionError:
            pass  # the page was closed
        finally:
            self._feeds.discard(feed)
            feed.close()
        return response


async def _lines(state: State, feed: Feed) -> AsyncIterator[str]:
    """The stream's lines: hello, each event, and a comment when it is quiet for long."""
    yield 'data: {"type": "hello"}\n\n'
    while True:
        try:
            async with asyncio.timeout(KEEP_ALIVE):
                happening = await feed.queue.get()
        except TimeoutError:
            yield ": still here\n\n"
            continue
        if happening is None:
            return
        event = happening_shown(state, happening)
        if event is not None:
            yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"


def _guarded(handler: Handler) -> Handler:
    """Only pages of this machine may ask: no foreign name for our address, and no POST but JSON."""

    async def guard(request: web.Request) -> web.StreamResponse:
        host = request.host.rpartition(":")[0] if not request.host.endswith("]") else request.host
        if (host or request.host).strip("[]") not in LOOPBACK:
            raise web.HTTPForbidden(text="open this page under a loopback address")
        if request.method == "POST" and request.content_type != "application/json":
            raise web.HTTPUnsupportedMediaType(text="send application/json")
        return await handler(request)

    return guard


async def _body(request: web.Request) -> Json:
    raw = await request.text()
    try:
        value: Any = json.loads(raw or "{}")
    except ValueError:
        raise NotPossibleError("the body is not JSON") from None
    if not isinstance(value, dict):
        raise NotPossibleError("the body is not a JSON object")
    return value


def _number(raw: str) -> int:
    if not raw.isdigit():
        raise NotPossibleError(f"{raw} is no person's id")
    return int(raw)
