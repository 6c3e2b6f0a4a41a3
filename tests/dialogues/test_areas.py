"""Where it is numb: once a day, skippable, and what only places can say."""

from sqlmodel import select

from bot.models import AreaMap, Judgement
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite
DAY = ["None of these", "3", "2", "about the same"]


async def checks_in(ana: Phone) -> None:
    await ana.says("/checkin")
    for label in DAY:
        await ana.taps(label)


async def test_one_leg_that_becomes_both_is_an_emergency(stage: Stage, ana: Phone, tom: Phone) -> None:
    await checks_in(ana)
    for label in ("Left foot", "Done"):
        await ana.taps(label)
    assert "once a week" in ana.sees()
    await stage.passes(days=1)
    await checks_in(ana)
    for label in ("Left foot", "Right toes", "Done"):
        await ana.taps(label)
    assert "call 112 now" in ana.sees()
    assert "EMERGENCY" in tom.screen()
    async with stage.database() as session:
        row = (await session.exec(select(Judgement))).one()
    assert (row.source, row.flags, row.rules) == ("area", ["both_legs"], ["C2"])


async def test_a_map_that_nobody_finished_counts_after_ten_minutes(stage: Stage, ana: Phone) -> None:
    await checks_in(ana)
    await ana.taps("Between the legs")
    await stage.passes(minutes=11)
    assert "call 112 now" in ana.sees()
    await ana.taps("Left foot", message="Where is it numb")
    assert "saved already" in ana.sees()


async def test_it_is_asked_once_a_day_and_may_be_skipped(stage: Stage, ana: Phone, tom: Phone) -> None:
    await checks_in(ana)
    await ana.taps("Skip for today")
    await ana.says("/checkin")
    await ana.taps("Do it once more")
    for label in DAY:
        await ana.taps(label)
    assert "Where is it numb today" not in ana.sees()
    async with stage.database() as session:
        assert [row.skipped for row in (await session.exec(select(AreaMap))).all()] == [True]
    await stage.jumps(days=1)
    await ana.taps_old("Left foot", "Where is it numb today")
    async with stage.database() as session:
        assert len((await session.exec(select(AreaMap))).all()) == 1
