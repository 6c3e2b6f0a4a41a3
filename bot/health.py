"""`/healthz`: whether all is well, for a machine that asks. Counts alone, no names."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from sqlalchemy.exc import DBAPIError

from bot.clock import Clock
from bot.db import Database
from bot.lookout import Lookout
from bot.services import watch

log = logging.getLogger("stepwell.health")


@asynccontextmanager
async def answering(host: str, port: int, database: Database, clock: Clock, lookout: Lookout) -> AsyncIterator[None]:
    """Answer while the block runs; with port 0 nothing is opened. Raises OSError for a port that is taken."""
    if port == 0:
        yield
        return

    async def healthz(_request: web.Request) -> web.Response:
        try:
            async with database.begin() as session:
                found = await watch.state(session, now=clock.now())
        except (DBAPIError, OSError):
            return web.json_response({"well": False, "saving": False}, status=503)
        counts = {"waiting": sum(found.waiting.values()), "unseen": found.unseen}
        state = {"well": lookout.well, "saving": True, "hearing": lookout.hearing, "clock": not lookout.still}
        return web.json_response(state | counts, status=200 if lookout.well else 503)

    app = web.Application()
    app.router.add_get("/healthz", healthz)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        log.info("/healthz answers on %s port %s", host, port)
        yield
    finally:
        await runner.cleanup()
