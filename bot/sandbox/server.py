"""The local Telegram's HTTP server: the Bot API, the files, the page. On this machine only."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.sandbox.arguments import Call
from bot.sandbox.control import Control
from bot.sandbox.errors import NO_SUCH_METHOD, NOT_FOUND, UNAUTHORIZED, RefusedError
from bot.sandbox.faults import Fault
from bot.sandbox.methods import BY_NAME
from bot.sandbox.polling import RESTART, abort, get_updates
from bot.sandbox.reading import read_call
from bot.sandbox.state import State
from bot.sandbox.webhook import Courier

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
MAX_REQUEST = 60 * 1024 * 1024


class SandboxServer:
    """Serves one Sandbox. `port` 0 is any free one.

    `on_clock` moves the clock for the page ("15m", "1h", "morning", "next") and says what happened;
    `webhook_pause` real seconds pass before an update that the webhook did not take is sent again.
    Raises ValueError for a host that others can reach.
    """

    def __init__(
        self,
        sandbox: State,
        host: str = "127.0.0.1",
        port: int = 8765,
        on_clock: Callable[[str], Awaitable[str]] | None = None,
        webhook_pause: float = 1.0,
    ) -> None:
        if host not in LOOPBACK:
            raise ValueError(f"the local Telegram listens on this machine only, not on {host}")
        self._state = sandbox
        self._host = host
        self._port = port
        self._courier = Courier(sandbox, webhook_pause)
        self._control = Control(sandbox, on_clock)
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._delivery: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """`http://host:port`, without a slash at the end. Raises RuntimeError before start."""
        if self._runner is None or not self._runner.addresses:
            raise RuntimeError("the server is not started")
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self._runner.addresses[0][1]}"

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        app = web.Application(client_max_size=MAX_REQUEST)
        app.router.add_route("*", "/bot{token}/{method}", self._api)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._control.add_routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=2)
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self._runner.cleanup()
            self._runner = None
            raise
        self._delivery = asyncio.create_task(self._courier.run())

    async def stop(self) -> None:
        """End every waiting call and free the port. Stopping twice does no harm."""
        self._stopping.set()
        abort(self._state, RESTART)
        self._control.close()
        if self._delivery is not None:
            self._delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivery
            self._delivery = None
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _check_token(self, token: str) -> None:
        if not token.partition(":")[0].isdigit() or not token.partition(":")[2]:
            raise NOT_FOUND
        if token != self._state.bot.token:
            raise UNAUTHORIZED

    async def _download(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
        except RefusedError as error:
            return _answer(error.status, error.as_api())
        stored = self._state.files.by_path.get(request.match_info["path"])
        if stored is None:
            return _answer(404, NOT_FOUND.as_api())
        return web.Response(body=stored.content, content_type="application/octet-stream")

    async def _api(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
            call = await read_call(request, request.match_info["method"])
        except RefusedError as error:
            return _answer(error.status, error.as_api())
        except ConnectionResetError:  # the bot hung up in the middle of its call
            return _broken(request)
        fault = self._state.faults.meet(call)
        if fault is None:
            return _response(*await self._handle(call))
        self._state.changes.ring()
        return await self._suffer(request, call, fault)

    async def _handle(self, call: Call, fault: str | None = None) -> tuple[Any, RefusedError | None]:
        result, error = None, None
        at = self._state.now()
        try:
            result = await self._result(call)
        except RefusedError as refused:
            error = refused
        self._state.transcript.add(call, at, result=result, error=error, fault=fault)
        self._state.changes.ring()
        return result, error

    async def _result(self, call: Call) -> Any:
        name = call.method.lower()
        if name == "getupdates":
            return await get_updates(self._state, call)
        if name not in BY_NAME:
            raise NO_SUCH_METHOD
        return BY_NAME[name](self._state, call)

    async def _suffer(self, request: web.Request, call: Call, fault: Fault) -> web.Response:
        """Answer a call that meets a fault."""
        if fault.what in {"error", "drop"}:
            refused = fault.refusal() if fault.what == "error" else None
            self._state.transcript.add(call, self._state.now(), result=None, error=refused, fault=fault.what)
            self._state.changes.ring()
            return _answer(refused.status, refused.as_api()) if refused else _broken(request)
        if fault.what == "slow":
            await fault.wait(self._stopping)
        response = _response(*await self._handle(call, fault.what))
        if fault.what == "slow_after":
            await fault.wait(self._stopping)
        if fault.what == "drop_after":
            return _broken(request)
        return _halved(response) if fault.what == "truncated" else response


def _response(result: Any, error: RefusedError | None) -> web.Response:
    if error is not None:
        return _answer(error.status, error.as_api())
    return _answer(200, {"ok": True, "result": result})


def _answer(status: int, body: dict[str, Any]) -> web.Response:
    retry_after = body.get("parameters", {}).get("retry_after")
    headers = {"Retry-After": str(retry_after)} if retry_after else None
    return web.Response(
        status=status,
        text=json.dumps(body, ensure_ascii=False),
        content_type="application/json",
        headers=headers,
    )


def _broken(request: web.Request) -> web.Response:
    """Cut the connection; the response that is returned goes nowhere."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _halved(response: web.Response) -> web.Response:
    whole = response.body if isinstance(response.body, bytes) else b""
    return web.Response(body=whole[: len(whole) // 2], content_type="application/json")
