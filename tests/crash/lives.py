"""Lives of the bot: real processes, started from a warm one, watched and waited for without sleeping."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess

from bot.sandbox import Sandbox
from tests.crash.victim import Order, live
from tests.forked import WARM


@dataclass
class Life:
    """One process. `passed` are the places that it came by, `ended` its exit code (-9 when it was killed)."""

    process: ForkServerProcess
    sandbox: Sandbox
    passed: list[str] = field(default_factory=list)
    ended: int | None = None

    async def until(self, quiet: Callable[[], Awaitable[bool]]) -> None:
        """Return when the process has ended, or when all is confirmed and nothing is owed any more."""
        while self.ended is None:
            heard = self._heard()
            if not self.sandbox.queue.waiting and await quiet():
                return
            await self.sandbox.wait_for(lambda heard=heard: self._heard() != heard)  # type: ignore[misc]

    def _heard(self) -> tuple[int, int, int | None]:
        return len(self.passed), len(self.sandbox.queue.waiting), self.ended


@asynccontextmanager
async def living(order: Order, sandbox: Sandbox) -> AsyncIterator[Life]:
    """Start a process; each report and its end ring the sandbox's bell. It is stopped at the end of the block."""
    loop = asyncio.get_running_loop()
    reports, theirs = WARM.Pipe(duplex=False)
    process = WARM.Process(target=live, args=(order, theirs), daemon=True)
    process.start()
    theirs.close()
    life = Life(process, sandbox)

    def read() -> None:
        try:
            life.passed.append(reports.recv())
        except EOFError:
            loop.remove_reader(reports.fileno())
            process.join()
            life.ended = process.exitcode
        sandbox.changes.ring()

    loop.add_reader(reports.fileno(), read)
    try:
        yield life
    finally:
        if life.ended is None:
            process.terminate()
        await sandbox.wait_for(lambda: life.ended is not None)
        reports.close()
        process.close()
