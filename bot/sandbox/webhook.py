"""Delivery of updates to the bot's webhook: one after the other, each until it is taken."""

import asyncio

import aiohttp

from bot.sandbox.state import State, Webhook
from bot.sandbox.updates import Waiting

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
PATIENCE = aiohttp.ClientTimeout(total=60)


class Courier:
    """Posts updates to the webhook while one is set; `pause` real seconds after a failure, again."""

    def __init__(self, state: State, pause: float) -> None:
        self._state = state
        self._pause = pause

    async def run(self) -> None:
        """Deliver for ever; cancel the task to stop."""
        state = self._state
        async with aiohttp.ClientSession(timeout=PATIENCE) as http:
            while True:
                await state.changes.wait_for(lambda: state.webhook.url and state.queue.waiting)
                state.queue.expire(state.now())
                if state.queue.waiting and not await self._deliver(http, state.webhook, state.queue.waiting[0]):
                    await self._rest(state.webhook)

    async def _deliver(self, http: aiohttp.ClientSession, hook: Webhook, waiting: Waiting) -> bool:
        headers = {SECRET_HEADER: hook.secret} if hook.secret else {}
        try:
            async with http.post(hook.url, json=waiting.update, headers=headers, allow_redirects=False) as response:
                if 200 <= response.status < 300:
                    self._state.queue.confirm(waiting.id)
                    self._state.changes.ring()
                    return True
                problem = f"Wrong response from the webhook: {response.status} {response.reason}"
        except aiohttp.ClientConnectorError:
            problem = "Connection refused"
        except TimeoutError:
            problem = "Read timeout expired"
        except aiohttp.ClientError:
            problem = "Connection closed"
        hook.last_error, hook.last_error_at = problem, self._state.now()
        self._state.changes.ring()
        return False

    async def _rest(self, hook: Webhook) -> None:
        """Wait before the next try, unless the webhook is changed in between."""
        try:
            async with asyncio.timeout(self._pause):
                await self._state.changes.wait_for(lambda: self._state.webhook is not hook)
        except TimeoutError:
            return
