"""`stepwell demo` as a real process, as `make demo` starts it."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.browser.chromium import ZONE

COMMAND = (str(Path(sys.executable).parent / "stepwell"), "demo", "--no-open", "--port", "0")
PATIENCE = 60.0
"""Seconds after which a demonstration that neither starts nor stops is given up."""


@asynccontextmanager
async def demonstration(folder: Path, **settings: str) -> AsyncIterator[str]:
    """The page's address; its data is in `folder`. `settings` are as in `.env`.

    AssertionError when it does not start, writes a traceback while it runs, or does not end well.
    """
    log = folder / "demo.log"
    with log.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            *COMMAND, cwd=folder, env=os.environ | {"TZ": ZONE} | settings, stdout=PIPE, stderr=stderr
        )
    try:
        address, said = await _address(process)
        assert address, f"the demonstration did not start: {said}{log.read_text()}"
        yield address
        assert "Traceback" not in log.read_text(), log.read_text()
    finally:
        if process.returncode is None:
            process.terminate()
        await asyncio.wait_for(process.wait(), PATIENCE)
    assert process.returncode == 0, log.read_text()


async def _address(process: asyncio.subprocess.Process) -> tuple[str, str]:
    """The address in the first line that it prints, and the line."""
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE)).decode()
    return next((word for word in line.split() if word.startswith("http://")), ""), line
