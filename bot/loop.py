"""The event loop that the bot runs on: uvloop's where it is installed, which needs less computing for each message."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

Result = TypeVar("Result")


def run(work: Coroutine[Any, Any, Result]) -> Result:
    """As `asyncio.run`."""
    with asyncio.Runner(loop_factory=maker()) as runner:
        return runner.run(work)


def maker() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """None is the standard loop: on Windows there is no other."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop
