"""The outbox under several processes: a message has one owner, and nobody waits for another's."""

import pytest

from bot.domain.lanes import Kind, Stream
from bot.domain.message import Message
from bot.services import outbox
from tests.cast import TOM, Stage


@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
async def test_two_processes_claim_at_once_and_share_what_there_is(stage: Stage) -> None:
    now = stage.clock.now()
    async with stage.database() as session:
        for number in range(10):
            await outbox.queue(session, outbox.Address(TOM), Kind.TIP, Message(f"{number}"), now=now)
    async with stage.database() as first, stage.database() as second:
        mine = await outbox.claim(first, stream=Stream.BULK, limit=6, now=now)
        theirs = await outbox.claim(second, stream=Stream.BULK, limit=6, now=now)
    assert [len(mine), len(theirs)] == [6, 4]
    assert not {row.id for row in mine} & {row.id for row in theirs}
