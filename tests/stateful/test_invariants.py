"""Each invariant's checker is quiet over a true story, and speaks up when the story is doctored."""

import random
from dataclasses import dataclass, replace

from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.sandbox.phone import Phone
from bot.sandbox.transcript import Entry
from tests.cast import ADA, ANA, Stage, on_sqlite
from tests.dialogues.escalating import releases
from tests.stateful import invariants
from tests.stateful.invariants import CHECKS, Check, Evidence, broken
from tests.stateful.walk import Walk


@dataclass(frozen=True)
class Doctored:
    """How a story is falsified: by a statement, by words that somebody is shown, by what differed, by a past tier."""

    check: Check
    statement: str = ""
    shown: tuple[int, str] | None = None
    replayed: str = ""
    past_tier: str = ""
    gone: bool = False
    """Whether the patient had left all the time."""


CASES = [
    Doctored(invariants.i1_every_red_flag_is_told_and_alerted, "DELETE FROM alert"),
    Doctored(invariants.i1_every_red_flag_is_told_and_alerted, "UPDATE alert SET raised_at = '2026-03-02 07:00:00'"),
    Doctored(
        invariants.i1_every_red_flag_is_told_and_alerted,
        "UPDATE outbox SET queued_at = '2026-03-02 07:00:00' WHERE kind = 'safety'",
    ),
    Doctored(
        invariants.i1_every_red_flag_is_told_and_alerted, "UPDATE outbox SET state = 'queued' WHERE kind = 'safety'"
    ),
    Doctored(
        invariants.i2_a_reminder_comes_once,
        "UPDATE outbox SET kind = 'exercise', occurrence_id = 1 WHERE kind = 'reply'",
    ),
    Doctored(
        invariants.i3_quiet_means_quiet, "UPDATE outbox SET kind = 'exercise' WHERE kind = 'reply'", gone=True
    ),
    Doctored(invariants.i4_nothing_but_safety_while_held, "UPDATE outbox SET kind = 'exercise' WHERE kind = 'reply'"),
    Doctored(invariants.i4_nothing_but_safety_while_held, "UPDATE outbox SET kind = 'tip' WHERE kind = 'reply'"),
    Doctored(invariants.i5_nothing_closes_without_a_human, "UPDATE incident SET acknowledged_by = NULL"),
    Doctored(invariants.i5_nothing_closes_without_a_human, "UPDATE incident SET closed_by = patient_id"),
    Doctored(invariants.i5_nothing_closes_without_a_human, "UPDATE incident SET close_reason = NULL"),
    Doctored(invariants.i6_a_tier_only_rises, "UPDATE incident SET tier = 'urgent'"),
    Doctored(
        invariants.i6_a_tier_only_rises,
        "UPDATE incident_flag SET flag = 'weakness'; UPDATE incident SET tier = 'urgent'",
        past_tier="emergency",
    ),
    Doctored(invariants.i7_nobody_reads_of_another, f"UPDATE outbox SET chat_id = {ADA} WHERE patient_id IS NOT NULL"),
    Doctored(invariants.i7_nobody_reads_of_another, shown=(999, "CODE reported a red flag")),
    Doctored(invariants.i8_an_update_counts_once, replayed="outbox"),
    Doctored(invariants.i10_nothing_reassures, shown=(ANA, "You are <b>fine</b>.")),
    Doctored(invariants.i10_nothing_reassures, shown=(ANA, "No te preocupes.")),
    Doctored(invariants.i11_the_number_is_the_countrys, shown=(ANA, "If it gets worse, call 911 now.")),
    Doctored(invariants.i12_the_audit_is_whole, "DELETE FROM audit_entry WHERE id = 2"),
    Doctored(invariants.i12_the_audit_is_whole, "UPDATE audit_entry SET action = 'x' WHERE action = 'case_closed'"),
    Doctored(invariants.i12_the_audit_is_whole, "UPDATE consent SET withdrawn_at = '2026-03-02 09:00:00'"),
    Doctored(invariants.i14_nothing_is_stuck, "UPDATE outbox SET state = 'sending' WHERE id = 1"),
    Doctored(invariants.i14_nothing_is_stuck, "UPDATE outbox SET state = 'queued' WHERE id = 1"),
    Doctored(
        invariants.i14_nothing_is_stuck, "UPDATE outbox SET state = 'queued', not_before = '2026-03-03' WHERE id = 1"
    ),
    Doctored(invariants.i14_the_queues_are_empty, "UPDATE outbox SET state = 'sending' WHERE id = 1"),
    Doctored(invariants.i14_the_queues_are_empty, "UPDATE outbox SET state = 'queued' WHERE id = 1"),
    Doctored(
        invariants.i15_no_dose_rises_by_itself,
        """UPDATE plan_item SET replaces_id = 1, dose = '{"reps": 12}' WHERE id = 2""",
    ),
    Doctored(
        invariants.i16_after_an_outage_one_message_comes,
        """UPDATE outbox SET kind = 'exercise', occurrence_id = 1 WHERE kind = 'reply';
        UPDATE occurrence SET state = 'sent', due_at = '2026-03-02 06:00:00' WHERE id = 1""",
    ),
]  # fmt: skip


async def story(stage: Stage, ana: Phone, tom: Phone) -> Walk:
    """An emergency from the tick to the closing."""
    walk = Walk(stage, random.Random(0))
    await walk.look()
    await ana.says("/urgent")
    await ana.taps("peeing")
    await ana.taps("Send this")
    await walk.look()
    await stage.passes(minutes=5)
    await ana.says("/help")
    await stage.passes(minutes=5)
    await tom.taps("I have seen it")
    await releases(tom)
    await walk.look()
    return walk


async def evidence(walk: Walk, doctored: Doctored | None) -> list[str]:
    """What the checkers say of a story, after it was falsified."""
    stage, entries = walk.stage, list(walk.stage.sandbox.transcript.entries)
    if doctored is not None and doctored.shown is not None:
        chat, words = doctored.shown
        said = words.replace("CODE", (await stage.patient()).code)
        entries.append(Entry("sendMessage", {"chat_id": str(chat), "text": said}, {}, stage.clock.now(), {}))
    if doctored is not None and doctored.past_tier:
        walk.history[-1].tiers.update(dict.fromkeys(walk.history[-1].tiers, doctored.past_tier))
    replayed = [doctored.replayed] if doctored is not None and doctored.replayed else []
    async with AsyncSession(stage.app.database.engine) as session:
        for statement in (doctored.statement if doctored is not None else "").split(";"):
            if statement.strip():
                await (await session.connection()).execute(text(statement))
        now = stage.clock.now()
        made = Evidence(session, stage.app.content, entries, walk.history, replayed, now)
        found = await broken(made, CHECKS if doctored is None else [doctored.check])
        await session.rollback()
    return found


@on_sqlite
async def test_every_doctored_story_is_found_out(stage: Stage, ana: Phone, tom: Phone) -> None:
    """Each on its own: what a falsification wrote is taken back before the next."""
    walk = await story(stage, ana, tom)
    assert await evidence(walk, None) == []
    missed = []
    for doctored in CASES:
        before = [dict(seen.tiers) for seen in walk.history]
        stood = [dict(seen.standings) for seen in walk.history]
        if doctored.gone:
            for seen in walk.history:
                seen.standings.update({chat: replace(one, left=True) for chat, one in seen.standings.items()})
        if not await evidence(walk, doctored):
            missed.append(f"{doctored.check.__name__}: {doctored}")
        for seen, tiers, standings in zip(walk.history, before, stood, strict=True):
            seen.tiers.clear()
            seen.tiers.update(tiers)
            seen.standings.update(standings)
    assert missed == []


def test_every_checker_has_a_doctored_story() -> None:
    assert {doctored.check for doctored in CASES} == set(CHECKS)
