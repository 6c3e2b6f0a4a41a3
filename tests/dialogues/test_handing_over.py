"""Care passes from one therapist to another: read first, acknowledged, and only then does it move."""

from datetime import date, timedelta

from sqlmodel import col, select

from bot.domain import signing
from bot.models import AuditEntry, Person
from bot.sandbox.phone import Phone
from bot.services import care
from tests.cast import Stage, on_sqlite
from tests.dialogues.test_inviting import therapist

EVE = 606


async def opens_the_ways(tom: Phone) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Hand over or share")


async def alarms(ana: Phone) -> None:
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")


async def test_responsibility_moves_when_the_packet_was_read_and_taken(stage: Stage, ana: Phone, tom: Phone) -> None:
    eve = await therapist(stage, EVE, "Eve")
    await opens_the_ways(tom)
    await tom.taps("Hand over for good")
    await tom.taps("Eve")
    assert "you stay responsible" in tom.sees()
    assert "Tom asks you to take over patient" in eve.sees()
    assert await _therapist(stage) == tom.id
    await eve.taps("Read the hand-over")
    for part in ("Plan: Starter", "numbness – → –", "No open case", "Agreed on"):
        assert part in eve.sees()
    await eve.taps("I have read it and take over")
    assert "Eve has read the hand-over and is responsible" in tom.screen()
    assert "Eve is your therapist now" in ana.screen()
    assert await _therapist(stage) == EVE
    await tom.says("/patients")
    assert "Ana" not in tom.sees()
    tom.looks_away()
    await alarms(ana)
    assert "EMERGENCY" in eve.screen()
    assert "EMERGENCY" not in tom.sees()
    async with stage.database() as session:
        deeds = (await session.exec(select(AuditEntry.action).order_by(col(AuditEntry.id)))).all()
    assert {"handover_offered", "packet_read", "handover_accepted", "patient_transferred"} <= set(deeds)


@on_sqlite
async def test_declined_and_unanswered_are_said_and_nothing_moves(stage: Stage, ana: Phone, tom: Phone) -> None:
    eve = await therapist(stage, EVE, "Eve")
    for answer in ("declined", "silent"):
        await opens_the_ways(tom)
        await tom.taps("Hand over for good")
        await tom.taps("Eve")
        tom.looks_away()
        if answer == "declined":
            await eve.taps("Read the hand-over")
            await eve.taps("I can't")
            assert "Eve cannot take over" in tom.sees()
        else:
            await stage.jumps(hours=48, minutes=1)
            assert "has not taken over" in tom.sees()
            await eve.taps("Read the hand-over")
            assert "This offer is over" in eve.sees()
        assert await _therapist(stage) == tom.id


@on_sqlite
async def test_a_co_therapist_hears_and_acts_too(stage: Stage, ana: Phone, tom: Phone) -> None:
    eve = await therapist(stage, EVE, "Eve")
    await opens_the_ways(tom)
    await tom.taps("Share with")
    await tom.taps("Eve")
    await eve.taps("Read the hand-over")
    await eve.taps("I have read it")
    assert "together with your therapist" in ana.screen()
    await alarms(ana)
    assert "EMERGENCY" in eve.screen()
    assert "EMERGENCY" in tom.screen()
    await eve.says("/patients")
    assert "Ana" in eve.sees()
    await opens_the_ways(tom)
    await tom.taps("End it with Eve")
    await eve.says("/patients")
    assert "Ana" not in eve.sees()


async def test_a_cover_begins_and_ends_by_itself(stage: Stage, ana: Phone, tom: Phone) -> None:
    eve = await therapist(stage, EVE, "Eve")
    say, today = stage.app.content.say("en"), date(2026, 3, 2)
    await tom.says("/cover")
    await tom.taps("Plan a time away")
    await tom.taps(say.day(today + timedelta(days=1)))
    await tom.taps(say.day(today + timedelta(days=2)))
    await tom.taps("Eve")
    await eve.taps("Read the hand-over")
    await eve.taps("I have read it")
    assert await _told(stage) == ["Tom"]
    await stage.jumps(hours=24)
    assert await _told(stage) == ["Eve"]
    assert "Eve looks after you up to and with Wed, 4 Mar, while Tom is away" in ana.screen()
    await eve.says("/patients")
    assert "Ana" in eve.sees()
    tom.looks_away()
    await alarms(ana)
    assert "EMERGENCY" in eve.screen()
    assert "EMERGENCY" not in tom.sees()
    await stage.jumps(hours=48)
    assert await _told(stage) == ["Tom"]
    assert "Tom looks after you again" in ana.screen()
    assert "EMERGENCY" in tom.screen()
    await eve.says("/patients")
    assert "Ana" not in eve.sees()


@on_sqlite
async def test_an_admin_hands_over_everybody_of_one_who_leaves(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    eve = await therapist(stage, EVE, "Eve")
    await ada.says("/people Tom")
    await ada.taps("Tom")
    await ada.taps("Hand over 1 patient")
    await ada.taps("Eve")
    assert "Eve has been asked to take over" in tom.screen()
    await eve.taps("Read the hand-over")
    await eve.taps("I have read it")
    assert "is responsible for" in ada.screen()
    assert await _therapist(stage) == EVE
    assert "Eve is your therapist now" in ana.screen()


@on_sqlite
async def test_what_cannot_be_handed_over_is_said_clearly(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    """To oneself, to somebody who is no therapist, to one who has blocked the bot."""
    eve = await therapist(stage, EVE, "Eve")
    async with stage.database() as session:
        ids = {one.telegram_id: str(one.id) for one in (await session.exec(select(Person))).all()}
    await opens_the_ways(tom)
    await tom.taps("Hand over for good")
    await eve.blocks()
    await tom.taps("Eve")
    assert "they have blocked me. Nothing has changed" in tom.sees()
    for receiver, words in ((tom.id, "already"), (ada.id, "only to somebody who is a therapist")):
        await tom.forges(_signed(stage, tom, "handover.offer", ids[ana.id], "transfer", ids[receiver]))
        assert words in tom.sees()
    assert await _therapist(stage) == tom.id


def _signed(stage: Stage, phone: Phone, action: str, *args: str) -> str:
    return signing.sign(stage.app._key, phone.id, action, args)


async def _told(stage: Stage) -> list[str]:
    patient = await stage.patient()
    async with stage.database() as session:
        return [one.first_name for one in await care.carers(session, patient, now=stage.clock.now())]


async def _therapist(stage: Stage) -> int:
    patient = await stage.patient()
    async with stage.database() as session:
        found = select(Person.telegram_id).where(Person.id == patient.therapist_id)
        return (await session.exec(found)).one()
