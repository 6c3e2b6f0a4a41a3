"""The whole bot in a process of its own, which kills itself at a named point. The product knows nothing of it:
its client and its engine are watched from outside.
"""

import asyncio
import json
import os
import signal
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from sqlalchemy import event
from sqlalchemy.engine import Connection as Transaction
from sqlalchemy.engine import Engine
from telegram.request import BaseRequest, RequestData

from bot.app import Stepwell
from bot.clock import StoppedClock
from bot.delivery.client import Client
from bot.delivery.request import Request
from bot.loop import run
from bot.settings import Settings
from tests.cast import ADA, TOKEN, TOM, shipped_content
from tests.databases import opened

WRITTEN = {"seen_update", "check_in", "answer", "incident", "incident_flag", "outbox", "alert"}


class Point(NamedTuple):
    """The nth passing of a named place, from the start of the process."""

    name: str
    nth: int = 1

    def __str__(self) -> str:
        return f"{self.name}, {self.nth}" if self.nth > 1 else self.name


@dataclass(frozen=True)
class Order:
    """Where to live and when to die. Without a point the process lives until it is stopped."""

    database_url: str
    api_url: str
    at: datetime
    point: Point | None = None


class Passing:
    """Reports every place that is passed, and ends the process at the chosen one as a power cut does."""

    def __init__(self, point: Point | None, reports: Connection) -> None:
        self._point, self._reports = point, reports
        self._times: Counter[str] = Counter()

    def __call__(self, name: str) -> None:
        self._times[name] += 1
        here = Point(name, self._times[name])
        if here == self._point:
            os.kill(os.getpid(), signal.SIGKILL)
        self._reports.send(str(here))


class Watched(Request):
    """The real client's transport, with a place before and after each call."""

    def __init__(self, passing: Passing) -> None:
        super().__init__(connections=32, read_timeout=20)
        self._passing = passing

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | bytes | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        call = _called(urlsplit(url).path.rpartition("/")[2], _parameters(request_data))
        self._passing(f"before {call}")
        answer = await super().do_request(
            url, method, request_data, read_timeout, write_timeout, connect_timeout, pool_timeout
        )
        self._passing(f"after {call}")
        return answer


def _parameters(data: RequestData | bytes | None) -> dict[str, Any]:
    if isinstance(data, bytes):
        document: dict[str, Any] = json.loads(data)
        return document
    return data.parameters if data is not None else {}


def _called(method: str, parameters: dict[str, Any]) -> str:
    """A call by what it is to the people: which message this is, not only which method."""
    if method != "sendMessage":
        return method
    if int(parameters["chat_id"]) == TOM:
        return "sendMessage of the alert"
    return "sendMessage of the urgent message" if "🚨 <b>Get" in parameters["text"] else "sendMessage of an answer"


def watch(engine: Engine, passing: Passing) -> None:
    """A place after each row that matters, and before and after each commit, by what the transaction did."""

    def wrote(connection: Transaction, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.split(maxsplit=3)
        if words[0] == "INSERT" and words[2] in WRITTEN:
            connection.info["what"] = "the update"
            passing(f"after a row of {words[2]}")
        elif words[:2] == ["UPDATE", "outbox"] and "attempts=" in statement:
            connection.info["what"] = "the claim"
        elif words[:2] == ["UPDATE", "outbox"] and "message_id=" in statement:
            connection.info["what"] = "the record"

    def commits(connection: Transaction) -> None:
        if what := connection.info.pop("what", None):
            passing(f"before the commit of {what}")
            connection.info["committed"] = what

    def given_back(_connection: Any, record: Any) -> None:
        if what := record.info.pop("committed", None):
            passing(f"after the commit of {what}")

    event.listen(engine, "after_cursor_execute", wrote)
    event.listen(engine, "commit", commits)
    event.listen(engine, "rollback", lambda connection: connection.info.pop("what", None))
    event.listen(engine, "checkin", given_back)


def live(order: Order, reports: Connection) -> None:
    """The process: prepare, tick, run, until SIGTERM or the point."""
    run(_live(order, Passing(order.point, reports)))


async def _live(order: Order, passing: Passing) -> None:
    task = asyncio.current_task()
    assert task is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    settings = Settings(
        telegram_bot_token=TOKEN,
        telegram_api_url=order.api_url,
        database_url=order.database_url,
        admin_telegram_ids=(ADA,),
        allow_local_telegram=True,
        _env_file=None,
    )
    database = opened(order.database_url)
    watch(database.engine.sync_engine, passing)
    client = Client(
        TOKEN,
        base_url=f"{order.api_url}/bot",
        request=Watched(passing),
        get_updates_request=Watched(passing),
    )
    app = Stepwell(settings, shipped_content(), StoppedClock(order.at), database, client)
    try:
        await app.prepare()
        await app.tick()
        await app.run()
    except asyncio.CancelledError:
        return
    finally:
        await app.close()
