"""The client's transport: python-telegram-bot's own interface over aiohttp, whose pool holds under concurrency.

The stock transport falls to a hundred calls a second with a hundred of them in flight (encode/httpcore#1035).
"""

import json
from typing import Any

import aiohttp
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

IDLE_SECONDS = 15.0
"""How long an unused connection is kept: shorter than any server's patience, so that few break under a call."""
JSON = {"Content-Type": "application/json"}
Wait = Any
"""Seconds, None for no limit, or the client's mark for 'as this transport was set up'."""


class NeverLeft:
    """A mark on errors. The call surely had no effect: sending it again makes no second copy."""


class NotConnectedError(NeverLeft, NetworkError):
    """No connection, or one that was closed before the whole call was written."""


class NotConnectedInTimeError(NeverLeft, TimedOut):
    """No connection, or no free place among the connections, within the time."""


class BrokenAnswerError(NetworkError):
    """The call had left and no whole answer came back: it may have been carried out."""


class Request(BaseRequest):
    """At most `connections` calls at once; more wait `pool_timeout` seconds for a place.

    Errors are the ones of the stock transport, told apart further by the classes above. None of them carries the
    address, which holds the token. A proxy is used when it is given, never because of the environment.
    """

    def __init__(
        self,
        *,
        connections: int,
        read_timeout: float | None,
        write_timeout: float = 10,
        connect_timeout: float = 5,
        pool_timeout: float = 5,
        proxy: str | None = None,
    ) -> None:
        self._connections, self._proxy = connections, proxy
        self._read, self._write, self._connect, self._pool = read_timeout, write_timeout, connect_timeout, pool_timeout
        self._session: aiohttp.ClientSession | None = None
        self._usual = self._timeout(self.DEFAULT_NONE, self.DEFAULT_NONE, self.DEFAULT_NONE, self.DEFAULT_NONE)
        self._addresses: dict[str, URL] = {}

    @property
    def read_timeout(self) -> float | None:
        """Seconds; the client adds them to the wait of a long poll."""
        return self._read

    async def initialize(self) -> None:
        """Open the pool. Safe to call again."""
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=IDLE_SECONDS),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                skip_auto_headers=("Accept", "Accept-Encoding"),
                proxy=self._proxy,
            )

    async def shutdown(self) -> None:
        """Close every connection. Safe to call again."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | bytes | None = None,
        read_timeout: Wait = BaseRequest.DEFAULT_NONE,
        write_timeout: Wait = BaseRequest.DEFAULT_NONE,
        connect_timeout: Wait = BaseRequest.DEFAULT_NONE,
        pool_timeout: Wait = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """One call, its data as the client collects them, or as JSON that is ready.

        Raises the errors above, BrokenAnswerError and TimedOut for what may have been carried out.
        """
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        timeout = self._timeout(read_timeout, write_timeout, connect_timeout, pool_timeout)
        body = request_data if isinstance(request_data, bytes) else _body(request_data)
        kind = JSON if isinstance(body, bytes) else None
        call = self._session.request(method, self._address(url), data=body, headers=kind, timeout=timeout)
        try:
            async with call as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            raise _meaning(error) from None

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As the client's own, without writing what cannot be read into the log: it may hold what people said."""
        try:
            document: dict[str, Any] = json.loads(payload)
        except ValueError:
            raise BrokenAnswerError("the answer cannot be read") from None
        return document

    def _address(self, url: str) -> URL:
        """The same few addresses are called for ever: each is taken apart once."""
        known = self._addresses.get(url)
        return known if known is not None else self._addresses.setdefault(url, URL(url, encoded=True))

    def _timeout(self, read: Wait, write: Wait, connect: Wait, pool: Wait) -> aiohttp.ClientTimeout:
        """aiohttp has no limit for writing alone: it is part of the limit of the whole."""
        unset = self.DEFAULT_NONE
        if read is write is connect is pool is unset and hasattr(self, "_usual"):
            return self._usual
        read, write = self._read if read is unset else read, self._write if write is unset else write
        connect, pool = self._connect if connect is unset else connect, self._pool if pool is unset else pool
        parts = (read, write, connect, pool)
        total = None if None in parts else sum(parts)
        place = None if connect is None or pool is None else connect + pool
        return aiohttp.ClientTimeout(total=total, connect=place, sock_connect=connect, sock_read=read)


def _body(data: RequestData | None) -> bytes | aiohttp.FormData | None:
    """What a call carries: JSON, or a form when there are files in it."""
    if data is None or not (data.parameters or data.contains_files):
        return None
    if not data.contains_files:
        return data.json_payload
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form


def _meaning(error: aiohttp.ClientError | OSError) -> NetworkError:
    """The client's error for one of aiohttp's, by what it says about the call."""
    name = type(error).__name__
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return NotConnectedInTimeError(f"{name}: the call has not left")
    if isinstance(error, TimeoutError):
        return TimedOut(f"{name}: no answer in time")
    if isinstance(error, aiohttp.ClientConnectorError) or _unwritten(error):
        return NotConnectedError(f"{name}: the call has not left")
    return BrokenAnswerError(f"{name}: it is not known whether the call arrived")


def _unwritten(error: BaseException) -> bool:
    """Whether the body, or its rest, could not be written: a kept connection had been closed by the server.

    A call whose body is not whole is never carried out.
    """
    return any(isinstance(one, aiohttp.ClientConnectionResetError) for one in (error, error.__cause__))
