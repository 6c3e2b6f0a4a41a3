"""The `stepwell` command as an operator runs it: a process with settings, the lines it says, its exit status."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.__main__ import main
from bot.settings import PROJECT
from tests.forked import WARM

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

    process: ForkServerProcess
    output: asyncio.StreamReader
    lines: list[str] = field(default_factory=list)

    @property
    def said(self) -> str:
        return "\n".join(self.lines)

    async def says(self, words: str) -> None:
        """Read on until a line has these words. AssertionError when it ends without."""
        while words not in self.said:
            line = await self.output.readline()
            assert line, f"ended without saying {words!r}:\n{self.said}"
            self.lines.append(line.decode().rstrip())

    async def ends(self) -> int:
        """Read to the end; the exit status."""
        self.lines += (await self.output.read()).decode().splitlines()
        self.process.join()
        assert self.process.exitcode is not None
        return self.process.exitcode

    async def stops(self) -> int:
        """Stop it as a service manager does; the exit status."""
        self.process.terminate()
        return await self.ends()


def _lives(folder: Path, args: tuple[str, ...], given: dict[str, str], output: Connection) -> None:
    """In the process: the command, with nothing of what the warm one has from the tests."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(given)
    for stream in (1, 2):
        os.dup2(output.fileno(), stream)
    output.close()
    main(args, prog_name="stepwell")


@asynccontextmanager
async def stepwell(folder: Path, *args: str, **settings: str) -> AsyncIterator[Running]:
    """Start the command in a folder without an .env; kill what is left of it at the end."""
    ours, theirs = WARM.Pipe(duplex=False)
    process = WARM.Process(target=_lives, args=(folder, args, environment(**settings), theirs), daemon=True)
    process.start()
    theirs.close()
    output = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(output), os.fdopen(os.dup(ours.fileno()), "rb")
    )
    ours.close()
    running = Running(process, output)
    try:
        yield running
    finally:
        if process.is_alive():
            process.kill()
            await running.ends()
        process.join()
        process.close()
        transport.close()


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
