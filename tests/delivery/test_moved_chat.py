"""A chat that has a new number: the message follows, once, and so does whoever it belongs to."""

import pytest

from bot.domain.lanes import Kind
from bot.models import OutboxState
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.delivery.test_sending import rows

pytestmark = [on_sqlite, pytest.mark.refusals("upgraded to a supergroup")]
GROUP = -1007


def moves(stage: Stage, ana: Phone, to: int) -> None:
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    stage.sandbox.fail(
        Fault(method="sendMessage", chat_id=ana.id, status=400, description=words, migrate_to_chat_id=to, times=1)
    )


async def test_a_reminder_and_those_after_it_follow_their_chat(stage: Stage, ana: Phone) -> None:
    stage.sandbox.add_group(GROUP, "Ana and her daughter", [ana.id])
    await ana.adds_bot(GROUP)
    moves(stage, ana, GROUP)
    await stage.passes(minutes=45)
    await stage.passes(minutes=45)
    assert [(row.state, row.chat_id) for row in await rows(stage, Kind.NUDGE)] == [(OutboxState.SENT, GROUP)] * 2
    assert (await stage.patient(GROUP)).enrolled_at is not None


async def test_nothing_follows_into_a_chat_that_is_somebody_elses(stage: Stage, ana: Phone, tom: Phone) -> None:
    moves(stage, ana, tom.id)
    await stage.passes(minutes=50)
    assert "Time to stand up" not in tom.screen()
    assert "can no longer be reached" in tom.screen()
    assert [row.state for row in await rows(stage, Kind.NUDGE)] == [OutboxState.FAILED]
