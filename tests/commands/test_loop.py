"""The event loop that the bot runs on."""

import asyncio
import sys

import pytest

from bot import loop


async def _mine() -> str:
    return type(asyncio.get_running_loop()).__module__.partition(".")[0]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no uvloop for Windows")
def test_it_is_the_fast_one() -> None:
    assert loop.run(_mine()) == "uvloop"


def test_without_it_the_standard_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uvloop", None)
    assert loop.run(_mine()) == "asyncio"
