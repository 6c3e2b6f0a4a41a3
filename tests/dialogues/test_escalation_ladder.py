"""An alert that nobody acknowledges climbs, each rung at its minute; whoever acknowledges stops it."""

import pytest
from sqlmodel import col, select

from bot.models import Alert, Notice, Rung
from bot.models.person import Role
from bot.sandbox.phone import Phone
from tests.cast import ANA, Stage, on_sqlite
from tests.dialogues.escalating import BEA, BOB, UNREACHED, backs_up, case, comes_to, joins, releases, reports

pytestmark = on_sqlite


async def steps(stage: Stage) -> list[int]:
    async with stage.database() as session:
        return list((await session.exec(select(Rung.step).order_by(col(Rung.id)))).all())


async def notices(stage: Stage) -> int:
    """How many were owed outside Telegram."""
    async with stage.database() as session:
        return len((await session.exec(select(Notice))).all())


async def test_an_emergency_goes_up_at_5_15_and_30_minutes_and_then_every_hour(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    bob = await joins(stage, BOB, "Bob", Role.THERAPIST)
    await backs_up(stage, tom, bea)
    for phone in (tom, ada):
        phone.looks_away()
    await reports(ana)
    assert "EMERGENCY" in tom.sees()
    await stage.passes(minutes=4, seconds=59)
    assert bea.sees() == ""
    await stage.passes(seconds=1)
    assert "EMERGENCY" in bea.sees()
    await stage.passes(minutes=9, seconds=59)
    assert (bob.sees(), ada.sees()) == ("", "")
    await stage.passes(seconds=1)
    assert "EMERGENCY" in bob.sees()
    assert "EMERGENCY" in ada.sees()
    tom.looks_away()
    assert await notices(stage) == 0
    await stage.passes(minutes=15)
    assert "Nobody has acknowledged this within the time" in tom.sees()
    assert (await case(stage)).breached_at == stage.clock.now()
    assert await notices(stage) == 2
    for hours in (1, 1, 22, 2):
        await stage.jumps(hours=hours)
    assert await notices(stage) == 2
    assert await steps(stage) == list(range(28))


async def test_the_patient_reads_sent_then_that_nobody_has_seen_it_then_who_has(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await reports(ana)
    message = ana.message("Get emergency help")
    assert "On its way to your therapist" in message.text
    await stage.passes(seconds=2)
    assert "Sent to your therapist at 09:00" in message.text
    await stage.passes(minutes=5)
    assert "Nobody has seen this yet. Do not wait: call 112" in message.text
    await ada.taps("I have seen it")
    assert "Seen by Ada at 09:05" in message.text
    assert "Nobody has seen" not in message.text
    assert len([one for one in ana.chat.messages if "Get emergency help" in one.text]) == 1


@pytest.mark.refusals("message to edit not found")
async def test_when_the_patient_deleted_the_message_a_new_one_tells_the_truth_from_then_on(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await reports(ana)
    await stage.passes(seconds=2)
    ana.chat.messages.remove(gone := ana.message("Get emergency help"))
    ana.chat.gone.append(gone)
    await stage.passes(minutes=5)
    again = ana.message("Nobody has seen this yet")
    await tom.taps("I have seen it")
    assert "Seen by Tom" in again.text


@pytest.mark.parametrize("minutes", [1, 6, 31])
async def test_acknowledging_stops_the_ladder_wherever_it_stands(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone, minutes: int
) -> None:
    await reports(ana)
    await ana.taps("already being seen")
    await stage.passes(minutes=minutes)
    await tom.taps("I have seen it")
    reached = await steps(stage)
    ada.looks_away()
    await stage.jumps(hours=30)
    assert await steps(stage) == reached
    assert "EMERGENCY" not in ada.sees()


async def test_an_urgent_case_counts_the_clinics_working_hours(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    await backs_up(stage, tom, bea)
    await stage.jumps(hours=7)
    ada.looks_away()
    bea.looks_away()
    await reports(ana, "Leg weaker")
    assert "URGENT" in tom.sees()
    await stage.jumps(hours=17, minutes=59)
    assert bea.sees() == ""
    await stage.jumps(minutes=1)
    assert "URGENT" in bea.sees()
    assert ada.sees() == ""
    await stage.jumps(hours=2)
    assert "URGENT" in ada.sees()
    assert "Nobody has seen this yet. Do not wait for us" in ana.screen()


async def test_after_an_outage_every_rung_is_taken_once_in_order_and_nobody_is_flooded(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await reports(ana)
    ada.looks_away()
    await stage.jumps(hours=3)
    assert await steps(stage) == [0, 1, 2, 3, 4, 5]
    assert len([one for one in ada.news() if "EMERGENCY" in one.text]) == 1
    await stage.passes(seconds=30)
    assert await steps(stage) == [0, 1, 2, 3, 4, 5]


async def test_without_a_backup_the_next_rung_comes_at_once(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    ada.looks_away()
    await reports(ana)
    await stage.passes(minutes=5)
    assert "EMERGENCY" in ada.sees()


async def test_with_nobody_at_all_the_patient_hears_so_and_the_outside_channel_is_used_at_once(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await tom.blocks()
    await ada.blocks()
    await reports(ana)
    assert "could not reach anybody" in ana.sees()
    async with stage.database() as session:
        notice = (await session.exec(select(Notice))).first()
        assert notice is not None
        assert set(notice.body) == {"kind", "why", "patient", "tier", "flags", "raised_at"}
        assert "Ana" not in str(notice.body)
    await ada.unblocks()
    await ada.says("/help")
    await stage.jumps(hours=2)
    assert "EMERGENCY" in ada.screen()


async def test_a_therapist_who_blocked_the_bot_is_passed_over_at_once(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    await backs_up(stage, tom, bea)
    stage.sandbox.people[tom.id].blocked = True
    await reports(ana)
    assert "EMERGENCY" in bea.sees()
    async with stage.database() as session:
        found = (await session.exec(select(Alert).order_by(col(Alert.id)))).all()
    assert found[0].failed_at is not None


async def test_a_second_flag_opens_a_seen_case_again_and_puts_off_no_rung_of_an_unseen_one(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await reports(ana)
    await stage.passes(minutes=4)
    await reports(ana, "Chest pain")
    ada.looks_away()
    await stage.passes(minutes=1)
    assert "EMERGENCY" in ada.sees()
    await tom.taps("I have seen it")
    await reports(ana, "Face, arm")
    assert (await case(stage)).state == "open"
    ada.looks_away()
    await stage.passes(minutes=5)
    assert "EMERGENCY" in ada.sees()


async def test_a_second_flag_needs_a_new_look_before_the_case_can_end(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana)
    await tom.taps("I have seen it")
    await tom.taps("Open the case")
    await tom.taps("Hold and release list")
    for point in ("I spoke", "A doctor has seen", "No red flag now", "I looked through"):
        await tom.taps(point)
    await reports(ana, "Chest pain")
    await tom.taps("I have seen it")
    await tom.taps("Close the case", message="Before exercises")
    assert "tick every point" in tom.sees()
    await releases(tom)
    assert (await case(stage)).state == "closed"
    assert (await stage.patient()).held_since is None


@pytest.mark.parametrize("state", UNREACHED)
async def test_the_ladder_climbs_in_every_state_of_the_patient(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone, state: str
) -> None:
    await comes_to(stage, ana, state)
    for phone in (tom, ada):
        phone.looks_away()
    await reports(ana)
    assert "EMERGENCY" in tom.sees()
    await stage.passes(minutes=31)
    assert "within the time for it" in ada.sees()
    assert "Have you got emergency care?" in ana.sees()


async def test_in_the_middle_of_joining_the_ladder_climbs_too(stage: Stage, tom: Phone, ada: Phone) -> None:
    ana = stage.phone(ANA, "Ana")
    await ana.starts()
    await ana.taps("Go on")
    await ana.taps("I am 18")
    await ana.says("Spain")
    await reports(ana)
    ada.looks_away()
    await stage.passes(minutes=31)
    assert "within the time for it" in ada.sees()
