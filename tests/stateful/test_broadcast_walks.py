"""Whatever happens to a broadcast, each recipient gets it exactly once, or the ledger says why not.

BROADCAST_SEEDS=200 walks more; BROADCAST_SEED=7 takes one again.
"""

import os
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import time, timedelta

import pytest
from sqlmodel import col, select

from bot.domain import wall
from bot.domain.audience import Audience
from bot.domain.lanes import Stream
from bot.models import (
    Broadcast,
    BroadcastRecipient,
    BroadcastState,
    OutboxRow,
    Patient,
    Person,
    RecipientState,
)
from bot.sandbox import Fault
from bot.sandbox.phone import Phone
from bot.services import broadcast_life, broadcast_rewriting, broadcast_series, broadcasts, dispatch, outbox
from bot.services.broadcast_life import Refusal, Wish
from tests.cast import ADA, Stage, on_sqlite
from tests.scenes import known_admin

READERS = range(201, 209)
ZONES = ("Europe/Madrid", "Asia/Tokyo", "America/New_York", "UTC")
WORDS = "The clinic moves to Main Street."
STEPS = int(os.environ.get("BROADCAST_STEPS", "10"))
ENDS = {RecipientState.SENT, RecipientState.UNSURE, RecipientState.FAILED, RecipientState.LEFT_OUT}


def seeds() -> range:
    if one := os.environ.get("BROADCAST_SEED"):
        return range(int(one), int(one) + 1)
    return range(int(os.environ.get("BROADCAST_SEEDS", "1")))


class Walk:
    def __init__(self, stage: Stage, seed: int) -> None:
        self.stage, self.chance, self.steps = stage, random.Random(seed), [f"seed {seed}"]
        self.broadcast_id = 0
        self.texts, self.corrected_at = [WORDS], stage.clock.now()

    async def begin(self) -> None:
        """Readers all over the world, one of them on hold, and one broadcast that two admins start. It is paid for
        on one of the two databases, so that both lanes are walked.
        """
        object.__setattr__(self.stage.app.content.policy, "allow_paid_broadcast", True)
        await known_admin(self.stage)
        for number in READERS:
            self.stage.phone(number, f"R{number}")
            self.stage.sandbox.person_says(number, "/start")
        await self.stage.settle()
        now = self.stage.clock.now()
        async with self.stage.database() as session:
            found = await session.exec(select(Person).where(col(Person.telegram_id).in_(READERS)))
            for place, person in enumerate(found.all()):
                person.zone = ZONES[place % len(ZONES)]
                held = now if place == 0 else None
                session.add(Patient(person_id=person.id, code=f"R{place}", enrolled_at=now, held_since=held))
            ada = (await session.exec(select(Person).where(Person.telegram_id == ADA))).one()
            row = await broadcasts.draft(session, self.stage.app.content, ada, now=now)
            row.audience, row.paid = Audience().document(), self.stage.app.database.alone
            assert await broadcasts.write(session, row, "en", WORDS) is None
            self.broadcast_id = row.id
        assert await self._starts() is None
        assert await self._starts() is Refusal.ALREADY

    async def _starts(self) -> Refusal | None:
        async with self.stage.database() as session:
            ada = (await session.exec(select(Person).where(Person.telegram_id == ADA))).one()
            return await broadcast_life.schedule(
                session, self.stage.app.content, self.broadcast_id, Wish(), ada, now=self.stage.clock.now()
            )

    async def verb(self, verb: Callable[..., Awaitable[object]]) -> None:
        async with self.stage.database() as session:
            ada = (await session.exec(select(Person).where(Person.telegram_id == ADA))).one()
            await verb(session, self.broadcast_id, ada, now=self.stage.clock.now())

    async def pauses(self) -> None:
        await self.verb(broadcast_life.pause)

    async def resumes(self) -> None:
        await self.verb(broadcast_life.resume)

    async def retries(self) -> None:
        await self.verb(broadcast_rewriting.retry_failed)

    async def corrects(self) -> None:
        now, words = self.stage.clock.now(), f"{WORDS} It is number {len(self.texts)}."
        async with self.stage.database() as session:
            ada = (await session.exec(select(Person).where(Person.telegram_id == ADA))).one()
            if await broadcast_rewriting.correct(session, self.broadcast_id, "en", words, ada, now=now) is None:
                self.texts, self.corrected_at = [*self.texts, words], now

    async def time_passes(self) -> None:
        await self.stage.passes(minutes=self.chance.choice([1, 2, 61, 400]))

    async def crashes_after_a_claim(self) -> None:
        """Messages are claimed, and their sender dies before one has left; the next life begins at once."""
        now = self.stage.clock.now()
        await self.stage.app.tick()
        async with self.stage.database() as session:
            for stream in (Stream.BULK, Stream.PAID):
                await dispatch.take(session, self.stage.app.content, stream=stream, limit=3, now=now)
        async with self.stage.database() as session:
            await outbox.take_back(session, now=now, leased_too=True)

    async def is_put_on_hold(self) -> None:
        async with self.stage.database() as session:
            found = await session.exec(select(Patient).where(col(Patient.held_since).is_(None)))
            patient = self.chance.choice(found.all())
            patient.held_since = self.stage.clock.now()

    async def blocks(self) -> None:
        phone = self.stage.phone(self.chance.choice(READERS), "")
        if not self.stage.sandbox.person(phone.id).blocked:
            await phone.blocks()

    async def telegram_is_in_trouble(self) -> None:
        kind = self.chance.choice(["429", "drop", "drop_after"])
        if kind == "429":
            self.stage.sandbox.fail(Fault(retry_after=30, method="sendMessage", times=2))
        else:
            self.stage.sandbox.fail(Fault(kind, method="sendMessage", times=1))  # type: ignore[arg-type]

    async def step(self) -> None:
        run = self.chance.choice(
            [
                self.pauses,
                self.resumes,
                self.resumes,
                self.retries,
                self.corrects,
                self.time_passes,
                self.time_passes,
                self.crashes_after_a_claim,
                self.is_put_on_hold,
                self.blocks,
                self.telegram_is_in_trouble,
            ]
        )
        self.steps.append(run.__name__)
        await run()

    async def comes_to_rest(self) -> None:
        self.stage.sandbox.faults.clear()
        for _ in range(8):
            await self.resumes()
            await self.stage.jumps(hours=6)
            await self.stage.passes(seconds=2)

    async def holds(self) -> None:
        """What must be true of the ledger, and of what Telegram saw."""
        calls = self.stage.sandbox.transcript.calls("sendMessage")
        taken = [one for one in calls if one.ok and one.text in self.texts]
        arrived = Counter(one.chat_id for one in taken)
        async with self.stage.database() as session:
            row = await session.get_one(Broadcast, self.broadcast_id)
            assert row.state == BroadcastState.FINISHED
            found = select(BroadcastRecipient, Person, Patient).where(
                Person.id == BroadcastRecipient.person_id, Patient.person_id == Person.id
            )
            ledger = (await session.exec(found)).all()
            sending = select(OutboxRow.id).where(OutboxRow.state == "sending")
            assert not (await session.exec(sending)).all()
        assert {person.telegram_id for _, person, _ in ledger} == set(READERS)
        for entry, person, patient in ledger:
            times = arrived[person.telegram_id]
            assert entry.state in ENDS
            assert entry.reason or entry.state in (RecipientState.SENT, RecipientState.UNSURE)
            assert times == 1 if entry.state == RecipientState.SENT else times <= (entry.state == RecipientState.UNSURE)
            if entry.sent_at is not None and self.corrected_at < entry.sent_at + broadcast_rewriting.ALLOWED_FOR:
                phone = self.stage.phone(person.telegram_id, "")
                assert phone.person.blocked or phone.message(WORDS).text == self.texts[-1]
            for one in taken:
                if one.chat_id == person.telegram_id:
                    assert patient.held_since is None or one.at <= patient.held_since
                    quiet = wall.Window.of(patient.quiet_from, patient.quiet_until)
                    assert not quiet.holds(wall.local(one.at, person.zone or "UTC").time())


@pytest.mark.parametrize("seed", seeds())
async def test_each_reader_gets_it_once_or_the_ledger_says_why(stage: Stage, seed: int) -> None:
    walk = Walk(stage, seed)
    await walk.begin()
    try:
        for _ in range(STEPS):
            await walk.step()
        await walk.comes_to_rest()
        await walk.holds()
    except AssertionError as error:
        raise AssertionError(f"BROADCAST_SEED={seed}: {' → '.join(walk.steps)}\n{error}") from error


async def test_what_was_sent_is_corrected_and_taken_back(stage: Stage) -> None:
    walk = Walk(stage, 0)
    await walk.begin()
    await stage.passes(minutes=2)
    content, now = stage.app.content, stage.clock.now()
    async with stage.database() as session:
        ada = (await session.exec(select(Person).where(Person.telegram_id == ADA))).one()
        row = await session.get_one(Broadcast, walk.broadcast_id)
        assert row.state == BroadcastState.RUNNING
        assert (await broadcasts.count(session, content, row, now=now)).left_out == {"held": 1}
        told = await broadcast_rewriting.correct(session, row.id, "en", "It moves to Oak Street.", ada, now=now)
        assert told is None
    await stage.passes(minutes=1)
    edits = [one for one in stage.sandbox.transcript.calls("editMessageText") if one.ok]
    sent = [one for one in stage.sandbox.transcript.calls("sendMessage") if one.ok and one.text == WORDS]
    assert {one.chat_id for one in edits} == {one.chat_id for one in sent} != set()
    await walk.verb(broadcast_rewriting.recall)
    for _ in range(2):
        await stage.passes(minutes=1)
    deleted = [one for one in stage.sandbox.transcript.calls("deleteMessage") if one.ok]
    assert {one.chat_id for one in deleted} == {one.chat_id for one in sent}
    async with stage.database() as session:
        ledger = (await session.exec(select(BroadcastRecipient))).all()
        assert {one.recall for one in ledger if one.state == RecipientState.SENT} == {"done"}
        assert {one.reason for one in ledger if one.state == RecipientState.LEFT_OUT} == {"held", "stopped"}


async def test_a_large_one_waits_for_the_few_and_for_a_second_admin(stage: Stage) -> None:
    policy = stage.app.content.policy
    object.__setattr__(policy, "broadcast_approval_above", 3)
    object.__setattr__(policy, "broadcast_canary", 2)
    walk = Walk(stage, 0)
    await walk.begin()
    await stage.passes(minutes=3)
    assert not [one for one in stage.sandbox.transcript.calls("sendMessage") if one.text == WORDS]
    async with stage.database() as session:
        ada = (await session.exec(select(Person).where(Person.telegram_id == ADA))).one()
        other = (await session.exec(select(Person).where(Person.telegram_id == READERS[0]))).one()
        content, now = stage.app.content, stage.clock.now()
        assert await broadcast_life.approve(session, content, walk.broadcast_id, ada, now=now) is Refusal.OWN
        assert await broadcast_life.approve(session, content, walk.broadcast_id, other, now=now) is None
    await stage.passes(minutes=2)
    sent = [one for one in stage.sandbox.transcript.calls("sendMessage") if one.ok and one.text == WORDS]
    assert len(sent) == policy.broadcast_canary
    for one in sent:
        await stage.phone(one.chat_id or 0, "").blocks()
    await stage.passes(minutes=11)
    async with stage.database() as session:
        row = await session.get_one(Broadcast, walk.broadcast_id)
        assert (row.state, row.reason) == (BroadcastState.PAUSED, "unwelcome")


@on_sqlite
async def test_one_that_grew_too_large_on_the_way_goes_on_only_by_a_second_admin(stage: Stage) -> None:
    walk = Walk(stage, 0)
    await walk.begin()
    object.__setattr__(stage.app.content.policy, "broadcast_approval_above", 3)
    await stage.passes(minutes=2)
    assert not [one for one in stage.sandbox.transcript.calls("sendMessage") if one.text == WORDS]
    async with stage.database() as session:
        ada = (await session.exec(select(Person).where(Person.telegram_id == ADA))).one()
        other = (await session.exec(select(Person).where(Person.telegram_id == READERS[0]))).one()
        now = stage.clock.now()
        assert await broadcast_life.resume(session, walk.broadcast_id, ada, now=now) is Refusal.OWN
        assert await broadcast_life.resume(session, walk.broadcast_id, other, now=now) is None


@on_sqlite
async def test_a_series_brings_a_tip_each_week(stage: Stage, ana: Phone) -> None:
    content, now = stage.app.content, stage.clock.now()
    tips = ["back_pocket", "legs_side_by_side"]
    async with stage.database() as session:
        ada = (await session.exec(select(Person).where(Person.telegram_id == ADA))).one()
        day = now.date() + timedelta(days=1)
        await broadcast_series.start(session, content, tips, Audience(), day, time(10), ada, now=now)
    seen = [content.tips[tip].text("en").title for tip in tips]
    await stage.jumps(days=1)
    for _ in range(3):
        await stage.jumps(minutes=40)
    assert seen[0] in ana.screen()
    assert seen[1] not in ana.screen()
    for hours in (24 * 6, 12, 12, 12, 12):
        await stage.jumps(hours=hours)
    assert seen[1] in ana.screen()
