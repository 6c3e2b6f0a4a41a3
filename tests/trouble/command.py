"""The `stepwell` command as an operator runs it: a process with settings, the lines it says, its exit status."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import PROJECT

SECRET = "AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
"""The part of a token after the colon: whoever has it has the bot."""
REAL_LOOKING = f"7000000001:{SECRET}"


def environment(**settings: str) -> dict[str, str]:
    """Nothing of the machine's own settings, no proxy, and these."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "XDG_RUNTIME_DIR") if name in os.environ}
    return kept | {"NO_PROXY": "127.0.0.1", "PYTHONPATH": str(PROJECT), "BALLAST_MB": "0"} | settings


@dataclass
class Running:
    """A `stepwell` that runs. `lines` are all that it has said so far."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    async def says(self, words: str) -> None:
        """Read on until a line has these words. AssertionError when it ends without."""
        assert self.process.stdout is not None
        while words not in self.said:
            line = await self.process.stdout.readline()
            assert line, f"ended without saying {words!r}:\n{self.said}"
            self.lines.append(line.decode().rstrip())

    async def ends(self) -> int:
        """Read to the end; the exit status."""
        assert self.process.stdout is not None
        self.lines += (await self.process.stdout.read()).decode().splitlines()
        return await self.process.wait()

    async def stops(self) -> int:
        """Stop it as a service manager does; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends()


@asynccontextmanager
async def stepwell(folder: Path, *args: str, **settings: str) -> AsyncIterator[Running]:
    """Start the command in a folder without an .env; kill what is left of it at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *args,
        cwd=folder, env=environment(**settings), stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    running = Running(process)
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
            await running.ends()


async def fails(folder: Path, *args: str, **settings: str) -> str:
    """The one line of a command that a person has to put right: exit status 2, no traceback."""
    async with stepwell(folder, *args, **settings) as running:
        status = await running.ends()
    assert status == 2, running.said
    assert "Traceback" not in running.said
    assert SECRET not in running.said
    (line,) = running.lines
    assert line.startswith("stepwell: ")
    return line
