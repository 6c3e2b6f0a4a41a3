"""Letting what has begun come to its end when the bot is stopped."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

GRACE_SECONDS = 5.0
Result = TypeVar("Result")


async def to_the_end(work: Coroutine[Any, Any, Result]) -> Result:
    """Do the work; when cancelled in the middle, let it end first, for GRACE_SECONDS at most.

    A transaction that is cut off costs its connection; one that ends by itself does not.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.done():
            await asyncio.wait([task], timeout=GRACE_SECONDS)
        if not task.done():
            task.cancel()
        elif not task.cancelled():
            task.exception()  # looked at, so that it is not complained of
        raise
