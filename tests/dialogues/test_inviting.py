"""The way in: a link or a spoken code, once and in time; and a list for those who came without."""

import re

import pytest
from sqlmodel import col, select

from bot.models import AuditEntry, Invite, Person
from bot.models.person import Role
from bot.sandbox.phone import Phone
from bot.services import people
from tests.cast import Stage, enrols, on_sqlite
from tests.scenes import link_in

BOB, EVE, ZOE = 505, 606, 707
REFUSED = "This link or code does not work"


async def therapist(stage: Stage, number: int, name: str) -> Phone:
    """A further therapist, known to the bot."""
    phone = stage.phone(number, name)
    async with stage.database() as session:
        person = await people.meet(session, number, name, "en", now=stage.clock.now())
        await people.grant(session, person.id, Role.THERAPIST, by=None, now=stage.clock.now())
    await phone.starts()
    phone.looks_away()
    return phone


def code_in(phone: Phone) -> str:
    """The spoken code on somebody's screen."""
    found = re.search(r"\d{4} \d{4}", phone.sees())
    assert found is not None
    return found[0]


async def test_a_code_said_aloud_brings_a_patient_in(stage: Stage, tom: Phone) -> None:
    await tom.says("/invite")
    code = code_in(tom)
    tom.looks_away()
    bob = stage.phone(BOB, "Bob")
    await bob.starts()
    await bob.says(code.replace(" ", ""))
    await enrols(bob)
    assert "Bob has joined by an invite" in tom.screen()
    assert (await stage.patient(BOB)).therapist_id == await _person(stage, tom.id)
    async with stage.database() as session:
        kept = (await session.exec(select(Invite))).one()
    assert code.replace(" ", "") not in f"{kept.code_scrypt} {kept.token_sha256}"


@on_sqlite
async def test_a_code_in_the_middle_of_joining_answers_no_question_of_it(stage: Stage, tom: Phone) -> None:
    await tom.says("/invite")
    bob = stage.phone(BOB, "Bob")
    await bob.starts()
    await bob.taps("Go on")
    await bob.taps("I am 18 or over")
    await bob.says(code_in(tom))
    assert "Tom is your therapist now" in bob.sees()
    await bob.says("Spain")
    assert "Madrid" in str(bob.buttons())


@on_sqlite
async def test_a_link_or_code_that_is_none_gets_one_kind_answer(stage: Stage, ana: Phone, tom: Phone) -> None:
    """Used by somebody else, too old, one's own, of a former therapist, never made: nobody learns which."""
    await tom.says("/invite")
    link, code = link_in(tom), code_in(tom)
    bob, zoe = stage.phone(BOB, "Bob"), stage.phone(ZOE, "Zoe")
    await bob.starts(link.partition("start=")[2])
    answers = []

    async def refused(phone: Phone, says: str) -> None:
        phone.looks_away()
        await phone.says(says)
        answers.append(phone.sees())

    await refused(zoe, f"/start {link.partition('start=')[2]}")
    await refused(zoe, code)
    await refused(zoe, "/start no_such_secret")
    await refused(zoe, "/code 0000 0001")
    await tom.says("/invite")
    link = link_in(tom)
    await stage.jumps(hours=72)
    await refused(zoe, f"/start {link.partition('start=')[2]}")
    assert REFUSED in answers[0]
    assert "a therapist can still take you on" in answers[0]
    assert set(answers) == {answers[0]}
    await tom.says(f"/start {link.partition('start=')[2]}")
    assert REFUSED in tom.sees()


@on_sqlite
async def test_guessing_ends_after_five_codes_for_one_person(stage: Stage, tom: Phone) -> None:
    await tom.says("/invite")
    code = code_in(tom)
    bob, zoe = stage.phone(BOB, "Bob"), stage.phone(ZOE, "Zoe")
    await bob.starts()
    for number in range(5):
        await bob.says(f"0101 010{number}")
        assert REFUSED in bob.sees()
    await bob.says(code)
    assert "Please wait an hour" in bob.sees()
    await zoe.starts()
    await zoe.says(f"/code {code}")
    assert REFUSED not in zoe.sees()
    await tom.says("/invite")
    await stage.jumps(hours=1, seconds=1)
    await bob.says(code_in(tom))
    await enrols(bob)
    assert (await stage.patient(BOB)).therapist_id is not None


@on_sqlite
async def test_slash_code_asks_and_takes_what_is_no_code_kindly(ana: Phone, tom: Phone, stage: Stage) -> None:
    await ana.says("/code")
    assert "eight digits" in ana.sees()
    await ana.says("it is Tuesday")
    assert "A code has eight digits" in ana.sees()
    eve = await therapist(stage, EVE, "Eve")
    await eve.says("/invite")
    tom.looks_away()
    await ana.says("/code")
    await ana.says(code_in(eve))
    assert "Eve is your therapist now" in ana.screen()
    assert "has come to another therapist" in tom.sees()
    await ana.opens(link_in(eve))
    assert REFUSED not in ana.sees()


async def test_two_therapists_claim_and_the_first_one_wins(stage: Stage, tom: Phone) -> None:
    eve = await therapist(stage, EVE, "Eve")
    bob = stage.phone(BOB, "Bob")
    await bob.starts()
    await enrols(bob)
    code = (await stage.patient(BOB)).code
    await tom.says("/patients")
    assert "no therapist" in tom.sees()
    await tom.taps("1 waits")
    await eve.says("/waiting")
    assert "1 patient waits for a therapist" in eve.sees()
    assert "Bob" not in eve.sees()
    await eve.taps(f"Take on {code}")
    assert "Bob" in eve.sees()
    assert "Eve is your therapist now" in bob.screen()
    await tom.taps(f"Take on {code}")
    assert "not waiting any more: somebody was first" in tom.sees()
    assert "Bob" not in tom.sees()
    await tom.says("/waiting")
    assert "Nobody is waiting" in tom.sees()
    claimer = await _person(stage, EVE)
    async with stage.database() as session:
        deeds = select(AuditEntry.actor_id).where(col(AuditEntry.action) == "patient_claimed")
        assert (await session.exec(deeds)).all() == [claimer]


@on_sqlite
@pytest.mark.parametrize("typed", ["I can't pee since this morning", "/urgent"])
async def test_who_waits_for_a_therapist_has_all_the_safety(stage: Stage, tom: Phone, ada: Phone, typed: str) -> None:
    """A red flag before anybody has taken Bob on: the urgent words, everybody told, and whoever claims him too."""
    bob = stage.phone(BOB, "Bob")
    await bob.starts()
    await enrols(bob)
    for phone in (bob, tom, ada):
        phone.looks_away()
    await bob.says(typed)
    if typed == "/urgent":
        await bob.taps("Chest pain")
        await bob.taps("Send this")
    assert "emergency" in bob.sees().lower()
    assert "112" in bob.sees()
    for phone in (tom, ada):
        await stage.passes(minutes=15)
        assert "EMERGENCY" in phone.screen()
    eve = await therapist(stage, EVE, "Eve")
    await eve.says("/waiting")
    assert "🚨 open emergency" in eve.sees()
    await eve.taps("Take on")
    assert "EMERGENCY" in eve.screen()
    await eve.taps("I have seen it")
    assert "Eve" in bob.screen()


async def _person(stage: Stage, telegram_id: int) -> int:
    async with stage.database() as session:
        return (await session.exec(select(Person.id).where(Person.telegram_id == telegram_id))).one()
