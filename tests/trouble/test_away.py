"""The bot was away: who hears of it, and who is asked again."""

from datetime import timedelta

import pytest

from bot.sandbox.phone import Phone
from bot.services import gap
from tests.cast import Stage, on_sqlite

WATCHING = "I was not watching from"
OFFLINE = "I was offline from"


async def away(stage: Stage, **much: float) -> None:
    """The process is gone for a while, and comes back."""
    async with stage.database() as session:
        await gap.beat(session, now=stage.clock.now())
    stage.clock.forward(timedelta(**much))
    for person in stage.sandbox.people:
        stage.phone(person, "").looks_away()
    await stage.app.prepare()
    await stage.settle()


async def test_a_day_away_asks_who_has_an_open_check_in_to_tell_again(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await ana.says("/checkin")
    await away(stage, hours=25)
    assert f"{OFFLINE} Mon, 2 Mar, 09:00 (Europe/Madrid) to Tue, 3 Mar, 10:00 (Europe/Madrid)" in ana.sees()
    assert "In an emergency, call 112" in ana.sees()
    for phone in (tom, ada):
        assert phone.sees().count(WATCHING) == 1
        assert "asked 1 patient" in phone.sees()
    await ana.taps("Something is wrong")
    assert "peeing" in str(ana.buttons())


@on_sqlite
async def test_a_day_away_reaches_an_open_case_at_night(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Leg weaker")
    await ana.taps("Send this")
    await away(stage, hours=38)
    assert OFFLINE in ana.sees(), "at 23:00, since it is about safety"


@on_sqlite
async def test_a_day_away_leaves_who_reported_nothing_in_peace(stage: Stage, ana: Phone, tom: Phone) -> None:
    await away(stage, hours=25)
    assert OFFLINE not in ana.screen()
    assert "asked 0 patients" in tom.sees()


@on_sqlite
@pytest.mark.parametrize(("minutes", "told"), [(10, 0), (11, 1), (60 * 20, 1)])
async def test_some_minutes_away_are_told_to_the_team_alone(
    stage: Stage, ana: Phone, tom: Phone, minutes: int, told: int
) -> None:
    await ana.says("/checkin")
    await away(stage, minutes=minutes)
    assert tom.sees().count(WATCHING) == told
    assert "more than a day ago" not in tom.sees()
    assert OFFLINE not in ana.screen()


@on_sqlite
async def test_the_same_time_away_is_told_once(stage: Stage, ana: Phone, tom: Phone) -> None:
    await away(stage, hours=25)
    await stage.app.prepare()
    await stage.settle()
    assert tom.screen().count(WATCHING) == 1


@on_sqlite
async def test_a_bot_that_ran_and_heard_nothing_for_a_day_asks_too(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.app.lookout.look()
    await ana.says("/checkin")
    for phone in (ana, tom):
        phone.looks_away()
    for _ in range(2):
        stage.clock.forward(timedelta(hours=12, minutes=30))
        await stage.app.tick()
        await stage.app.lookout.look()
    await stage.settle()
    assert OFFLINE not in ana.sees(), "while nothing is heard, nothing is over"
    await stage.app.lookout.look()
    await stage.settle()
    assert OFFLINE in ana.sees()
    assert tom.sees().count(WATCHING) == 1
    await stage.app.lookout.look()
    await stage.app.prepare()
    await stage.settle()
    assert tom.sees().count(WATCHING) == 1


@on_sqlite
async def test_the_first_start_is_no_return(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.app.prepare()
    await stage.settle()
    assert WATCHING not in tom.screen()
