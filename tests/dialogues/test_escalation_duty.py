"""On call, hand-over, the fire drill, and the numbers that two admins set."""

import pytest
from sqlalchemy import Connection, event
from sqlmodel import select

from bot.models import DrillAlert, Incident, NumberOverride, Person
from bot.models.person import Role
from bot.sandbox.faults import Fault
from bot.sandbox.phone import Phone
from bot.services import numbers
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import BEA, BOB, joins, reports

pytestmark = on_sqlite


async def test_the_weekly_rota_is_set_by_taps_and_says_who_is_on_call(stage: Stage, tom: Phone, ada: Phone) -> None:
    await tom.says("/oncall")
    assert "Nobody is on call now" in tom.sees()
    await tom.taps("Weekly rota")
    await tom.taps("Mon")
    await tom.taps("Tom")
    await tom.says("/oncall")
    assert "On call now: Tom" in tom.sees()
    ada.looks_away()
    await stage.passes(seconds=1)
    assert "from Tue, 3 Mar, 00:00 nobody is on call" in ada.sees()
    ada.looks_away()
    await stage.passes(minutes=10)
    assert ada.sees() == ""
    await tom.taps("Weekly rota")
    await tom.taps("Mon")
    await tom.taps("☑️ Tom")
    await tom.says("/oncall")
    assert "Nobody is on call now" in tom.sees()


async def test_those_on_call_hear_of_an_emergency_and_the_others_do_not(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    bob = await joins(stage, BOB, "Bob", Role.THERAPIST)
    await bea.says("/oncall")
    await bea.taps("I take over now")
    assert "On call now: Bea" in bea.sees()
    bea.looks_away()
    await reports(ana)
    await stage.passes(minutes=15)
    assert "EMERGENCY" in bea.sees()
    assert bob.sees() == ""


async def test_in_a_gap_of_the_rota_every_therapist_hears(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    bob = await joins(stage, BOB, "Bob", Role.THERAPIST)
    await bea.says("/oncall")
    await bea.taps("Weekly rota")
    await bea.taps("Tue")
    await bea.taps("Bea")
    await bob.says("/oncall")
    assert "Nobody is on call now" in bob.sees()
    for phone in (bea, bob, ada):
        phone.looks_away()
    await reports(ana)
    await stage.passes(minutes=15)
    assert all("EMERGENCY" in phone.sees() for phone in (bea, bob, ada))


async def test_the_duty_moves_only_when_the_other_has_confirmed(stage: Stage, tom: Phone, ada: Phone) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    await tom.says("/oncall")
    await tom.taps("I take over now")
    await tom.taps("Hand over")
    await tom.taps("Bea")
    assert "Tom asks you to take over" in bea.sees()
    await ada.says("/oncall")
    assert "On call now: Tom" in ada.sees()
    tom.looks_away()
    await bea.taps("Yes, I take over")
    assert "Bea is on call now" in tom.sees()
    await ada.says("/oncall")
    assert "On call now: Bea" in ada.sees()
    await bea.taps_old("No, I can't")
    assert "answered, or over" in bea.sees()


async def test_who_declines_moves_nothing_and_nobody_else_can_answer(stage: Stage, tom: Phone, ada: Phone) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    await tom.says("/oncall")
    await tom.taps("Hand over")
    await tom.taps("Bea")
    tom.looks_away()
    await bea.taps("No, I can't")
    assert "has not moved" in tom.sees()
    await ada.says("/oncall")
    assert "Nobody is on call now" in ada.sees()


async def test_a_backup_is_named_by_a_tap_and_hears_of_it(stage: Stage, ana: Phone, tom: Phone) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    await tom.says("/oncall")
    await tom.taps("My backup")
    await tom.taps("Bea")
    assert "Tom has named you as backup" in bea.sees()
    bea.looks_away()
    await reports(ana)
    await stage.passes(minutes=5)
    assert "EMERGENCY" in bea.sees()


async def test_a_drill_climbs_the_ladder_measures_everybody_and_never_touches_a_patient(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    ana.looks_away()
    await ada.says("/drill")
    await ada.taps("Start the drill")
    assert "DRILL, not a patient" in tom.sees()
    await ada.says("/drill")
    await ada.taps("Start the drill")
    assert "A drill is on already" in ada.sees()
    ada.looks_away()
    await stage.passes(minutes=4)
    assert "DRILL" not in ada.sees()
    await stage.passes(minutes=3)
    assert "DRILL, not a patient" in ada.sees()
    await tom.taps("I have seen the drill")
    await stage.passes(minutes=2)
    await ada.taps("I have seen the drill")
    await stage.passes(seconds=2)
    assert "The drill is over" in ada.sees()
    assert "Tom: 7 minutes" in ada.sees()
    assert "Ada: 4 minutes" in ada.sees()
    assert "drill" not in ana.screen().casefold()
    async with stage.database() as session:
        assert (await session.exec(select(Incident))).all() == []


async def test_a_drill_that_nobody_answers_ends_with_a_report(stage: Stage, tom: Phone, ada: Phone) -> None:
    await ada.says("/drill")
    await ada.taps("Start the drill")
    ada.looks_away()
    await stage.jumps(minutes=36)
    assert "Tom: no answer" in ada.sees()
    async with stage.database() as session:
        assert len((await session.exec(select(DrillAlert))).all()) == 2


async def test_a_number_counts_when_a_second_admin_has_confirmed_it(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await ada.says("/numbers ES 061")
    assert "there is none whom I can reach" in ada.sees()
    bob = await joins(stage, BOB, "Bob", Role.ADMIN)
    await ada.says("/numbers ES 061")
    assert "Until then nothing changes" in ada.sees()
    assert "from 112 to 061" in bob.sees().replace("<b>", "").replace("</b>", "")
    await reports(ana, "Leg weaker")
    assert "call 112" in ana.sees()
    await bob.taps("I have checked: confirm")
    await reports(ana)
    assert "call 061 now" in ana.sees()
    assert "061" in ana.screen()
    await ada.says("/numbers")
    assert "Spain: 061" in ada.sees()
    await ada.says("/numbers ES -")
    await bob.taps("I have checked: confirm")
    await ana.says("/urgent")
    assert "call 112 now" in ana.sees()
    async with stage.database() as session:
        rows = (await session.exec(select(NumberOverride))).all()
    assert all(row.confirmed_by is not None and row.confirmed_by != row.proposed_by for row in rows)


async def test_a_message_that_waits_leaves_with_the_number_that_was_confirmed_meanwhile(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    bob = await joins(stage, BOB, "Bob", Role.ADMIN)
    await ada.says("/numbers ES 061")
    for phone in (ana, tom):
        phone.looks_away()
    away = [
        stage.sandbox.faults.add(Fault("error", method, chat_id=phone.id, times=None, status=502))
        for method in ("sendMessage", "sendContact", "editMessageText")
        for phone in (ana, tom)
    ]
    await ana.says("I can't pee")
    assert (ana.sees(), tom.sees()) == ("", "")
    await bob.taps("I have checked: confirm")
    for fault in away:
        stage.sandbox.faults.pending.remove(fault)
    await stage.passes(minutes=2)
    for seen in (ana.sees(), tom.sees()):
        assert "call 061" in seen
        assert "112" not in seen
    cards = [one.content.body["contact"]["phone_number"] for one in ana.chat.messages if "contact" in one.content.body]
    assert cards == ["061"]


async def test_a_number_whose_confirmation_cannot_be_saved_is_shown_to_nobody(
    stage: Stage, ana: Phone, ada: Phone
) -> None:
    await joins(stage, BOB, "Bob", Role.ADMIN)
    await ada.says("/numbers ES 061")

    def fails(_connection: Connection) -> None:
        raise OSError("no room is left")

    engine = stage.app.database.engine.sync_engine
    event.listen(engine, "commit", fails)
    with pytest.raises(OSError, match="no room"):
        await confirms(stage)
    event.remove(engine, "commit", fails)
    await ana.says("/urgent")
    assert "call 112 now" in ana.sees()
    await confirms(stage)
    await ana.says("/urgent")
    assert "call 061 now" in ana.sees()


async def confirms(stage: Stage) -> None:
    """Bob, the second admin, agrees to the one number that was proposed."""
    async with stage.database() as session:
        row = (await session.exec(select(NumberOverride))).one()
        bob = (await session.exec(select(Person).where(Person.telegram_id == BOB))).one()
        assert await numbers.confirm(session, stage.app.content, row, bob, takes=True, now=stage.clock.now())


async def test_an_admin_cannot_confirm_alone_and_nonsense_is_explained(stage: Stage, tom: Phone, ada: Phone) -> None:
    bob = await joins(stage, BOB, "Bob", Role.ADMIN)
    for text in ("ES", "Spain 112", "ES 1", "ES 12x", "ES 1234567", "XX -"):
        await ada.says(f"/numbers {text}")
        assert "write the country's two letters" in ada.sees()
    await ada.says("/numbers ES 061")
    await bob.taps("Leave it as it is")
    assert "Nothing has changed" in bob.sees()
    await bob.taps_old("I have checked")
    assert "cannot confirm this one" in bob.sees()
    await tom.says("/numbers ES 061")
    assert "I don't know that one" in tom.sees()
    await ada.says("/help")
    assert "112" in ada.sees()
