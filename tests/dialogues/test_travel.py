"""Travelling: the reminders move along or keep the time of home, and no day has one twice or none."""

from sqlmodel import select

from bot.models import ZoneChange
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.test_reminders import states

pytestmark = on_sqlite
TOKYO, NEW_YORK = (35.68, 139.69), (40.71, -74.0)


async def flies(ana: Phone, to: tuple[float, float], choice: str) -> None:
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.shares_location(*to)
    assert "Shall your reminders move with you" in ana.sees()
    assert "An emergency number is only good in its own country" in ana.sees(), "asked first, whatever the reminders do"
    await ana.taps(choice)


async def check_ins(stage: Stage) -> int:
    return len([state for state, _ in await states(stage, "check_in") if state in ("sent", "expired", "done")])


async def test_going_west_the_check_in_that_came_does_not_come_again(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1, minutes=5)
    assert await check_ins(stage) == 1
    await flies(ana, NEW_YORK, "Move my reminders")
    assert "follow the time of New York" in ana.sees()
    await stage.passes(hours=20)
    assert await check_ins(stage) == 1
    await stage.passes(hours=9, minutes=55)
    assert await check_ins(stage) == 2


async def test_going_east_over_its_hour_the_check_in_comes_at_the_old_one_that_day(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=23)
    await flies(ana, TOKYO, "Move my reminders")
    await stage.passes(hours=2)
    assert await check_ins(stage) == 1
    await stage.passes(hours=15)
    assert await check_ins(stage) == 2


async def test_the_time_of_home_can_stay_and_it_is_quiet_where_one_is(stage: Stage, ana: Phone) -> None:
    await flies(ana, TOKYO, "Keep home time")
    assert "keep the time of Madrid" in ana.sees()
    await stage.passes(hours=24, minutes=5)
    assert await check_ins(stage) == 1
    assert ("suppressed", "quiet") in await states(stage, "nudge")
    await ana.says("/why")
    assert "You are in Tokyo. Your reminders keep the time of Madrid." in ana.sees()
    await flies_home(ana)
    await ana.says("/why")
    assert "Tokyo" not in ana.sees()


async def test_why_calls_nothing_moved_that_came_before_the_flight(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=25)
    await flies(ana, NEW_YORK, "Move my reminders")
    await ana.says("/why")
    assert "03:00 · Check-in\nRule: every day, at 09:00\nCame at 03:00" in ana.sees()
    assert "Moved to" not in ana.sees()


async def test_today_has_the_clock_and_the_day_of_the_reminders(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=7, minutes=20)
    await flies(ana, TOKYO, "Keep home time")
    await ana.says("/today")
    assert "Today, Mon, 2 Mar\n\n✈️ You are in Tokyo. Your reminders keep the time of Madrid." in ana.sees()
    assert "12:30 · Seated knee straightening · waiting for you" in ana.sees()
    assert "Will not come as things stand\n16:30 · Stand up · quiet hours" in ana.sees()


async def flies_home(ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.taps("Madrid")
    assert "move with you" not in ana.sees()


async def test_every_change_of_the_zone_is_on_record_and_an_old_question_changes_nothing(
    stage: Stage, ana: Phone
) -> None:
    await flies(ana, NEW_YORK, "Move my reminders")
    await ana.taps_old("Keep home time")
    assert "answered already" in ana.sees()
    async with stage.database() as session:
        rows = (await session.exec(select(ZoneChange).order_by(ZoneChange.id))).all()  # type: ignore[arg-type]
    assert [(row.zone, row.home_zone) for row in rows] == [
        ("Europe/Madrid", None),
        ("America/New_York", "Europe/Madrid"),
        ("America/New_York", None),
    ]


async def test_the_number_is_the_new_countrys_before_the_reminders_are_decided_on(stage: Stage, ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.shares_location(*TOKYO)
    await ana.says("Japan")
    await ana.says("/urgent")
    assert "call 119 now" in ana.sees()
    await ana.taps("Move my reminders")
    assert "follow the time of Tokyo" in ana.sees()


async def test_in_another_zone_of_the_same_country_it_is_not_asked(stage: Stage, ana: Phone) -> None:
    await ana.says("/settings")
    await ana.taps("Time zone")
    await ana.taps("Canary")
    assert "Shall your reminders move with you" in ana.sees()
    assert "only good in its own country" not in ana.sees()
