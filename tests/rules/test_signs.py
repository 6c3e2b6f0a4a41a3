"""The jobs' signs: where none is there, a job has nothing to do, whatever has happened and however late it is."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import false

from bot.sandbox.phone import Phone
from schedules import signs
from schedules.tables import JOBS
from tests.cast import Stage, on_sqlite
from tests.overlooked import overlooked

BLIND = tuple(replace(job, signs=(false(),)) for job in JOBS if job.signs)
"""The same jobs, as if there were never anything to do."""


@on_sqlite
async def test_no_job_is_overlooked_in_nine_days(stage: Stage, ana: Phone, tom: Phone) -> None:
    """An unanswered check-in, ticks that are never sent, an emergency that climbs, a silent week; always late."""
    await tom.says("/digest")
    await tom.says("Madrid")
    await tom.taps("07:30")
    await ana.taps("Check in now")
    await ana.taps("None of these")
    missed: set[str] = set()
    for hours in (0.5, 5, 14, 1, 3, 7, 20, *(23,) * 8):
        stage.clock.forward(timedelta(hours=hours))
        assert await overlooked(stage) == []
        missed |= set(await overlooked(stage, BLIND))
        await stage.passes(minutes=11)
        if hours == 14:
            await ana.says("/checkin")
            await ana.taps("peeing")
    assert missed >= {
        "ask_again", "chase_alerts", "close_old", "follow_up", "queue_reminders", "send_digests", "send_left_ticks",
        "watch", "write_ahead",
    }  # fmt: skip


@on_sqlite
async def test_a_quiet_bot_asks_once(stage: Stage, ana: Phone) -> None:
    """When all is done, no job but those that always run is due."""
    await stage.passes(minutes=1)
    async with stage.database() as session:
        due = await signs.due(session, stage.app.content, JOBS, now=stage.clock.now())
    assert {job.name for job in due} == {"refresh_numbers", "heartbeat"}
