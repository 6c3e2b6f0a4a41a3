"""The bot was away: who hears of it, and who is asked again."""

from datetime import datetime, timedelta

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.models import BroadcastRecipient, Patient, Person
from bot.sandbox.phone import Phone
from bot.services import gap
from tests.cast import Stage, on_sqlite

WATCHING = "I was not watching from"
OFFLINE = "I was offline from"
TOLD = "Nothing that you missed in that time counts against you."


async def away(stage: Stage, **much: float) -> None:
    """The process is gone for a while, and comes back."""
    async with stage.database() as session:
        await gap.beat(session, now=stage.clock.now())
    stage.clock.forward(timedelta(**much))
    for person in stage.sandbox.people:
        stage.phone(person, "").looks_away()
    await stage.app.prepare()
    await stage.settle()


async def enrolled(session: AsyncSession, telegram_id: int, *, now: datetime) -> None:
    """A further patient in Madrid."""
    person = (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).one()
    person.zone = "Europe/Madrid"
    session.add(Patient(person_id=person.id, code="B1B1", enrolled_at=now))


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


@on_sqlite
async def test_an_admin_lets_the_patients_know_with_one_tap_and_each_hears_it_once(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await away(stage, hours=2)
    assert "Shall I tell the patients?" in ada.sees()
    assert "Tell the patients" not in tom.buttons()
    for _ in range(2):
        await ada.taps("Tell the patients")
    assert ada.toasts() == ["The patients are told already."]
    await stage.passes(minutes=9)
    assert TOLD not in ana.screen(), "what comes first after an outage has ten minutes for itself"
    await stage.passes(minutes=2)
    assert f"I was away on Mon, 2 Mar from 08:00 to 10:00 (UTC time).\n{TOLD}" in ana.screen()
    assert ana.screen().count(TOLD) == 1
    assert "Sent: 1" in ada.screen()


@on_sqlite
async def test_it_can_be_undone_and_is_then_a_draft_like_any_other(stage: Stage, ana: Phone, ada: Phone) -> None:
    await away(stage, hours=2)
    await ada.taps("Tell the patients")
    await ada.taps("Undo")
    assert "Draft 1: I was away on Mon, 2 Mar" in ada.sees()
    await ada.taps("Tell the patients")
    assert ada.toasts() == ["It is on its list. The message below shows how far it is."]


@on_sqlite
async def test_a_long_absence_is_told_without_a_tap_and_not_twice_to_who_was_asked_again(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    object.__setattr__(stage.app.content.policy, "away_told_minutes", 60)
    await ana.says("/checkin")
    await stage.phone(505, "Bea").starts()
    async with stage.database() as session:
        await enrolled(session, 505, now=stage.clock.now())
    await away(stage, hours=38)
    assert OFFLINE in ana.sees()
    assert "I tell the patients that I was away" in ada.sees()
    bea = stage.phone(505, "Bea")
    await stage.passes(minutes=11)
    assert TOLD not in bea.screen(), "at 23:11 it is quiet"
    await stage.jumps(hours=9)
    await stage.passes(seconds=5)
    assert TOLD in bea.screen()
    assert TOLD not in ana.screen()
    async with stage.database() as session:
        rows = (await session.exec(select(BroadcastRecipient.reason))).all()
    assert sorted(rows, key=str) == [None, "told"]
