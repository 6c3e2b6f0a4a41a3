"""The whole database at a glance, and updates as Telegram itself could write them."""

from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from bot.sandbox.updates import Waiting
from tests.cast import Stage

OWN_TRACES = {"seen_update", "outbox"}
"""What every update leaves: its number, and the bot's answer."""


async def everything(stage: Stage) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for the traces that any update leaves."""
    async with stage.database() as session:
        connection = await session.connection()
        return {
            table.name: sorted((tuple(row) for row in await connection.execute(select(table))), key=str)
            for table in SQLModel.metadata.sorted_tables
            if table.name not in OWN_TRACES
        }


async def comes(stage: Stage, **content: Any) -> None:
    """An update in Telegram's own words reaches the bot, whatever it asked for; it has to be confirmed.

    The strict client that judges the transcript is spared it: it would not know it either.
    """
    queue = stage.sandbox.queue
    queue.waiting.append(Waiting(queue.next_id, stage.clock.now(), {"update_id": queue.next_id, **content}))
    queue.next_id += 1
    await stage.settle()
    assert not queue.waiting
    transcript = stage.sandbox.transcript
    transcript.entries = [entry for entry in transcript.entries if entry.method.lower() != "getupdates"]
