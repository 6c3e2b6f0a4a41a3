"""Sending through trouble: what may not be missed comes, says when it is a copy or late, and is never kept waiting."""

from datetime import timedelta

import pytest
from sqlmodel import col, select, update
from telegram.error import InvalidToken

from bot.domain.lanes import Kind, Stream
from bot.domain.message import Message
from bot.models import OutboxRow, OutboxState
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from bot.services import outbox
from tests.cast import TOM, Stage, on_sqlite
from tests.trouble.test_database import running

pytestmark = on_sqlite
WORDS = "🚨 <b>Call 112 now.</b>"


async def owe(stage: Stage, phone: Phone, text: str = WORDS, kind: Kind = Kind.SAFETY) -> None:
    """Something is owed to somebody, as any service would write it."""
    async with stage.database() as session:
        await outbox.queue(session, outbox.Address(phone.id), kind, Message(text), now=stage.clock.now())


async def owe_broadcasts(stage: Stage, phone: Phone, number: int) -> None:
    async with stage.database() as session:
        for place in range(number):
            message = Message(f"A tip, number {place}")
            await outbox.queue(session, outbox.Address(phone.id), Kind.TIP, message, now=stage.clock.now())


async def rows(stage: Stage, kind: Kind) -> list[OutboxRow]:
    async with stage.database() as session:
        return list((await session.exec(select(OutboxRow).where(OutboxRow.kind == kind))).all())


async def test_a_safety_message_that_may_have_arrived_says_that_it_is_a_copy(stage: Stage, tom: Phone) -> None:
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", chat_id=TOM))
    await owe(stage, tom)
    await stage.settle()
    await stage.passes(seconds=2)
    first, second = [text for text in tom.sees().split("🚨") if "Call 112 now" in text]
    assert "repeat" not in first
    assert "(repeat: you may have seen this already)" in second


async def test_one_that_surely_did_not_arrive_says_nothing_of_the_kind(stage: Stage, tom: Phone) -> None:
    stage.sandbox.fail(Fault(method="sendMessage", chat_id=TOM, status=502))
    await owe(stage, tom)
    await stage.settle()
    await stage.passes(seconds=2)
    assert tom.sees().count("Call 112 now") == 1
    assert "repeat" not in tom.sees()


async def test_a_safety_message_that_comes_late_says_so(stage: Stage, tom: Phone) -> None:
    async with stage.database() as session:
        row = await outbox.queue(
            session, outbox.Address(TOM), Kind.SAFETY, Message(WORDS), now=stage.clock.now() - timedelta(minutes=11)
        )
        row.not_before = stage.clock.now()
    await stage.settle()
    assert "(sent late at 08:00, it was meant for 07:49)" in tom.sees()


async def test_a_check_in_that_may_have_arrived_is_asked_once_more_when_nobody_answers(
    stage: Stage, ana: Phone
) -> None:
    await stage.passes(hours=23, minutes=55)
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", chat_id=ana.id, times=1))
    await stage.passes(minutes=5)
    shown = ana.screen().count("new or worse")
    assert [row.state for row in await rows(stage, Kind.CHECK_IN)] == [OutboxState.UNKNOWN]
    await stage.passes(minutes=14)
    assert ana.screen().count("new or worse") == shown
    await stage.passes(minutes=2)
    assert ana.screen().count("new or worse") == shown + 1
    assert [row.state for row in await rows(stage, Kind.CHECK_IN)] == [OutboxState.SENT]


async def test_a_check_in_that_may_have_arrived_and_is_answered_does_not_come_again(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=23, minutes=55)
    stage.sandbox.fail(Fault("drop_after", method="sendMessage", chat_id=ana.id, times=1))
    await stage.passes(minutes=5)
    await ana.taps("None of these")
    shown = ana.screen().count("new or worse")
    await stage.passes(minutes=20)
    assert ana.screen().count("new or worse") == shown
    assert [row.state for row in await rows(stage, Kind.CHECK_IN)] == [OutboxState.UNKNOWN]


async def test_a_check_in_whose_sender_died_is_asked_once_more_though_it_was_refused_before(
    stage: Stage, ana: Phone
) -> None:
    await stage.passes(hours=23, minutes=55)
    stage.sandbox.fail(Fault("error", method="sendMessage", chat_id=ana.id, status=502, times=1))
    await stage.passes(minutes=5)
    shown = ana.screen().count("new or worse")
    async with stage.database() as session:
        later = stage.clock.now() + timedelta(minutes=1)
        assert len(await outbox.claim(session, stream=Stream.BULK, limit=1, now=later)) == 1
    await stage.passes(minutes=3)
    await stage.passes(minutes=15)
    assert ana.screen().count("new or worse") == shown + 1
    assert [row.state for row in await rows(stage, Kind.CHECK_IN)] == [OutboxState.SENT]


async def test_a_patient_who_cannot_be_reached_is_named_to_the_therapist_once(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    stage.sandbox.people[ana.id].blocked = True
    await stage.passes(hours=2)
    assert tom.sees().count("can no longer be reached") == 1
    assert "Ana" in tom.sees()


@pytest.mark.refusals("can't parse entities")
async def test_words_whose_markup_telegram_cannot_read_arrive_as_plain_words(stage: Stage, tom: Phone) -> None:
    await owe(stage, tom, "<b>Call 112 &amp; wait<i></b>")
    await stage.settle()
    assert "Call 112 & wait" in tom.sees()
    assert [row.state for row in await rows(stage, Kind.SAFETY)] == [OutboxState.SENT]


async def test_a_token_that_is_taken_back_keeps_the_queue(stage: Stage, tom: Phone) -> None:
    fault = stage.sandbox.fail(Fault(method="sendMessage", status=401, times=None))
    await owe_broadcasts(stage, tom, 3)
    await owe(stage, tom)
    with pytest.raises(InvalidToken):
        await stage.settle()
    owed = await rows(stage, Kind.TIP) + await rows(stage, Kind.SAFETY)
    assert {(row.state, row.attempts) for row in owed} == {(OutboxState.QUEUED, 0)}
    stage.sandbox.faults.pending.remove(fault)
    await stage.settle()
    assert tom.sees().count("A tip, number") == 3
    assert "Call 112 now" in tom.sees()


async def test_a_429_to_safety_is_tried_again_on_its_own_schedule(stage: Stage, tom: Phone) -> None:
    stage.sandbox.fail(Fault(method="sendMessage", chat_id=TOM, times=3, retry_after=300))
    await owe(stage, tom)
    await stage.settle()
    await stage.passes(seconds=8)
    assert "Call 112 now" in tom.sees()


async def test_an_emergency_passes_the_broadcasts_while_telegram_refuses_them(
    stage: Stage, ada: Phone, tom: Phone
) -> None:
    refusing = stage.sandbox.fail(Fault(method="sendMessage", chat_id=ada.id, times=None, retry_after=300))
    await owe_broadcasts(stage, ada, 100)
    async with running(stage):
        await stage.sandbox.wait_for(lambda: refusing.hits)
        await owe(stage, tom)
        stage.app.delivery.wake()
        await stage.sandbox.wait_for(lambda: "Call 112 now" in tom.sees())
    waiting = await rows(stage, Kind.TIP)
    assert {row.state for row in waiting} == {OutboxState.QUEUED}, "what was in hand at the end is owed again"


async def test_a_broadcast_that_is_stopped_is_out_of_our_hands_at_once(stage: Stage, tom: Phone) -> None:
    people = [stage.phone(5000 + number, "Reader") for number in range(80)]
    for reader in people:
        stage.sandbox.person_starts(reader.id)
    await stage.settle()
    async with stage.database() as session:
        for reader in people:
            await outbox.queue(session, outbox.Address(reader.id), Kind.TIP, Message("A tip"), now=stage.clock.now())
    sent = stage.sandbox.transcript
    async with running(stage):
        await stage.sandbox.wait_for(lambda: [call for call in sent.calls("sendMessage") if call.text == "A tip"])
        async with stage.database() as session:
            rest = update(OutboxRow).where(col(OutboxRow.state) == OutboxState.QUEUED, col(OutboxRow.kind) == Kind.TIP)
            await session.exec(rest.values(state=OutboxState.CANCELLED))
        await owe(stage, tom, "the end", Kind.TIP)
        stage.app.delivery.wake()
        await stage.sandbox.wait_for(lambda: "the end" in tom.sees())
    assert len([call for call in sent.calls("sendMessage") if call.text == "A tip"]) < 40


async def test_the_most_urgent_is_claimed_first_and_then_what_is_longest_due(stage: Stage, tom: Phone) -> None:
    now = stage.clock.now()
    async with stage.database() as session:
        for kind, minutes in ((Kind.TIP, 9), (Kind.NUDGE, 1), (Kind.CHECK_IN, 5)):
            row = await outbox.queue(session, outbox.Address(TOM), kind, Message("words"), now=now)
            row.not_before = now - timedelta(minutes=minutes)
    async with stage.database() as session:
        claimed = await outbox.claim(session, stream=Stream.BULK, limit=2, now=now)
        assert [row.kind for row in claimed] == [Kind.CHECK_IN, Kind.NUDGE]
        assert {(row.state, row.attempts) for row in claimed} == {(OutboxState.SENDING, 1)}
        assert await outbox.next_instant(session, stream=Stream.BULK) == now - timedelta(minutes=9)
        assert await outbox.next_instant(session, stream=Stream.URGENT) is None
