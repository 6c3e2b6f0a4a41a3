"""getUpdates: long polling, and the conflicts that Telegram knows there."""

import asyncio

from bot.sandbox.arguments import Call
from bot.sandbox.errors import Json, RefusedError, bad, conflict
from bot.sandbox.state import Poll, State

MAX_TIMEOUT = 50
WEBHOOK_IS_ACTIVE = conflict(
    "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLL = conflict("terminated by other getUpdates request; make sure that only one bot instance is running")
WEBHOOK_SET = conflict("terminated by setWebhook request")
RESTART = RefusedError(500, "Internal Server Error: restart")


async def get_updates(state: State, call: Call) -> list[Json]:
    """Wait up to `timeout` real seconds for updates; a poll that waits ends another that waits (with 409)."""
    if state.webhook.url:
        raise WEBHOOK_IS_ACTIVE
    limit = call.integer("limit", 100, 1, 100)
    timeout = call.integer("timeout", 0, 0, MAX_TIMEOUT)
    allow_updates(state, call)
    start = state.queue.resolve(call.integer("offset"))
    found = _take(state, start, limit)
    if found or not timeout:
        return found
    abort(state, OTHER_POLL)
    poll = state.poll = Poll()
    state.changes.ring()
    try:
        async with asyncio.timeout(timeout):
            await state.changes.wait_for(lambda: poll.ended or state.queue.waiting)
    except TimeoutError:
        return []
    finally:
        if state.poll is poll:
            state.poll = None
    if poll.ended:
        raise poll.ended
    return _take(state, start, limit)


def _take(state: State, start: int, limit: int) -> list[Json]:
    before = len(state.queue.waiting)
    found = [waiting.update for waiting in state.queue.take(start, limit, state.now())]
    if len(state.queue.waiting) != before:
        state.changes.ring()
    return found


def abort(state: State, why: RefusedError) -> None:
    """End the poll that waits, if one does."""
    if state.poll is not None:
        state.poll.ended = why
        state.poll = None
        state.changes.ring()


def allow_updates(state: State, call: Call) -> None:
    """The `allowed_updates` argument; without it the earlier choice stays."""
    kinds = call.data("allowed_updates", "allowed_updates")
    if kinds is None:
        return
    if not isinstance(kinds, list) or not all(isinstance(kind, str) for kind in kinds):
        raise bad("Expected an Array of String as allowed_updates")
    state.queue.allow(kinds)
