"""Trouble on request: what the local Telegram does to the next calls instead of answering them well."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.arguments import Call
from bot.sandbox.errors import PREFIXES, Json, RefusedError

What = Literal["error", "slow", "slow_after", "drop", "drop_after", "truncated"]


@dataclass
class Fault:
    """Trouble for calls of `method` in `chat_id` (None is any), `times` times (None is always).

    error: the status, with `description` (a fitting one when empty) and `parameters` (retry_after for 429).
    slow: the call waits, before it does anything, for `release` (an Event that the test sets) or `seconds`.
    slow_after: the call has its effect first, then the answer waits in the same way.
    drop: the connection breaks before anything happens. drop_after: it breaks after the effect.
    truncated: the effect happens and half of the answer arrives.
    `skip` calls pass first; `hits` counts the calls that met the fault.
    """

    what: What = "error"
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    skip: int = 0
    status: int = 500
    description: str = ""
    retry_after: int | None = None
    migrate_to_chat_id: int | None = None
    release: asyncio.Event | None = None
    seconds: float | None = None
    hits: int = field(default=0, init=False)

    def matches(self, call: Call) -> bool:
        if self.method is not None and self.method.lower() != call.method.lower():
            return False
        return self.chat_id is None or call.text("chat_id") == str(self.chat_id)

    def refusal(self) -> RefusedError:
        """The refusal of a fault of the kind `error`."""
        parameters: Json = {}
        description = self.description or PREFIXES.get(self.status, f"Error {self.status}")
        if self.retry_after is not None:
            parameters["retry_after"] = self.retry_after
            description = self.description or f"Too Many Requests: retry after {self.retry_after}"
        if self.migrate_to_chat_id is not None:
            parameters["migrate_to_chat_id"] = self.migrate_to_chat_id
        status = 429 if self.retry_after is not None else self.status
        return RefusedError(status, description, parameters or None)

    async def wait(self, stopping: asyncio.Event) -> None:
        """Hold the call until it is released, its seconds are over, or the server stops."""
        ends = [asyncio.ensure_future(stopping.wait())]
        if self.release is not None:
            ends.append(asyncio.ensure_future(self.release.wait()))
        try:
            await asyncio.wait(ends, timeout=self.seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()


@dataclass
class Faults:
    """The faults that wait for their calls, in the order in which they were asked for."""

    pending: list[Fault] = field(default_factory=list)

    def add(self, fault: Fault) -> Fault:
        self.pending.append(fault)
        return fault

    def meet(self, call: Call) -> Fault | None:
        """The fault that this call meets, if any; it is used up by one."""
        for fault in self.pending:
            if not fault.matches(call):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.hits += 1
            if fault.times is not None and fault.hits >= fault.times:
                self.pending.remove(fault)
            return fault
        return None

    def clear(self) -> None:
        self.pending.clear()
