"""A therapist writes to a patient, the patient answers; every word of it is read for red flags, and nothing is lost."""

import logging
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain import signing
from bot.models import Handover, HandoverKind, HandoverState, Incident, Letter, OutboxRow, Patient, Person
from bot.sandbox.phone import Phone
from bot.services import correspondence, identity, records
from tests.cast import ANA, TOM, Stage, on_sqlite
from tests.dialogues.test_inviting import therapist

KIM = 707
WORDS = "Can you <b>stretch</b> on Monday & Friday?"


async def reaches(stage: Stage, tom: Phone, action: str) -> None:
    """Tap a button of Ana's card; most of what a card costs is its picture, which nobody looks at here."""
    ana = str((await stage.patient()).person_id)
    await tom.forges(signing.sign(stage.app._key, tom.id, action, (ana,)))


async def writes(stage: Stage, tom: Phone, *taps: str, words: str | None = None) -> None:
    """Tom goes on from "Write to Ana"."""
    await reaches(stage, tom, "letters.choose")
    for label in taps:
        await tom.taps(label)
    if words is not None:
        await tom.taps("My own words")
        await tom.says(words)


async def sends(stage: Stage, tom: Phone, words: str = WORDS) -> None:
    await writes(stage, tom, words=words)
    await tom.taps("Send")


async def opens_messages(stage: Stage, tom: Phone) -> str:
    await reaches(stage, tom, "letters.show")
    return tom.sees()


async def person(stage: Stage, telegram_id: int) -> Person:
    async with stage.database() as session:
        return (await session.exec(select(Person).where(Person.telegram_id == telegram_id))).one()


async def test_a_message_goes_out_and_the_answer_comes_back(stage: Stage, ana: Phone, tom: Phone) -> None:
    """On both databases, since all of the queries are in it."""
    ana.looks_away()
    await tom.says("/patients")
    for label in ("Ana ·", "Write to Ana", "My own words"):
        await tom.taps(label)
    await tom.says(WORDS)
    assert "Nothing is sent yet." in tom.sees()
    assert WORDS in tom.sees()
    assert ana.sees() == ""
    await tom.taps("Send")
    assert "goes to Ana now" in tom.sees()
    assert "Tom, your therapist, writes:" in (seen := ana.sees())
    assert WORDS in seen
    assert "Nobody reads this chat at all hours. If something is wrong, use /urgent or call 112." in seen
    assert "sent" in await opens_messages(stage, tom)

    await ana.taps("Answer")
    await ana.says("Thursday is fine, <i>thank you</i>")
    assert "Your answer is on its way to Tom. It is read in working hours, not at once." in ana.sees()
    assert "has answered a message" in tom.sees()
    assert "Thursday" not in tom.sees()
    await tom.says("/patients")
    assert "answered a message" in tom.sees()
    await tom.taps("Ana ·")
    await tom.taps("Messages · 1 new")
    assert "Thursday is fine, <i>thank you</i>" in (seen := tom.sees())
    assert "answered" in seen
    await tom.says("/patients")
    assert "answered a message" not in tom.sees()

    async with stage.database() as session:
        patient = (await session.exec(select(Patient))).one()
        one = (await session.exec(select(Person).where(Person.id == patient.person_id))).one()
        record = await records.of(session, patient, one, days=90, notes=True, now=stage.clock.now())
        assert "Thursday" not in repr(record)
        await correspondence.forget(session, stage.app.content, now=stage.clock.now() + timedelta(days=91))
        kept = [str(row.body) for row in (await session.exec(select(OutboxRow))).all()]
        assert not any("Thursday" in body for body in kept)
    assert "The words are deleted." in (seen := await opens_messages(stage, tom))
    assert "Thursday" not in seen


@on_sqlite
async def test_a_red_flag_in_an_answer_is_an_alarm_first_and_the_words_still_arrive(
    stage: Stage, ana: Phone, tom: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "stepwell")
    await sends(stage, tom)
    await ana.taps("Answer")
    await ana.says("Thursday works. I can't pee since this morning")
    assert "call 112" in (seen := ana.sees())
    assert "Is this happening now?" in seen
    assert "Your words reach your care team too, but perhaps not at once." in seen
    assert "on its way" not in seen
    assert "EMERGENCY" in (seen := tom.sees())
    assert "may be a red flag" in seen
    assert "this morning" not in seen
    assert (await stage.patient()).held_since is not None
    await tom.taps("Read it")
    assert "found by a program, not a finding" in (seen := tom.sees())
    assert "I can't pee since this morning" in seen
    assert "this morning" not in caplog.text
    await writes(stage, tom)
    assert "There is an open case." in tom.sees()


@on_sqlite
async def test_what_an_answer_only_mentions_is_asked_about_and_clears_nothing(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await sends(stage, tom)
    await ana.taps("Answer")
    await ana.says("what if I can't pee?")
    assert "on its way to Tom" in (seen := ana.sees())
    assert "You mentioned" in seen
    assert "Your words reach your care team, but perhaps not at once." in seen
    assert "told nobody" not in seen
    async with stage.database() as session:
        assert (await session.exec(select(Incident))).all() == []
    await ana.taps("Yes")
    assert "EMERGENCY" in tom.sees()
    await ana.taps("Answer")
    await ana.says("all good, it was nothing")
    async with stage.database() as session:
        assert [one.state for one in (await session.exec(select(Incident))).all()] == ["open"]


@on_sqlite
async def test_self_harm_in_an_answer_brings_the_warm_words_alone(stage: Stage, ana: Phone, tom: Phone) -> None:
    await sends(stage, tom)
    await ana.taps("Answer")
    await ana.says("I don't want to live any more")
    assert "glad you told me" in (seen := ana.sees())
    assert "Your words reach" not in seen
    assert "I don't want to live any more" in await opens_messages(stage, tom)


@on_sqlite
async def test_quiet_hours_and_a_pause_hold_a_message_and_it_comes_after(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.jumps(hours=13)
    ana.looks_away()
    await writes(stage, tom, words=WORDS)
    assert "It is quiet time for Ana: it goes on Tue, 3 Mar at 08:00, on Ana's clock." in tom.sees()
    await tom.taps("Send")
    assert ana.sees() == ""
    assert "waits until Tue, 3 Mar, 08:00, on Ana's clock" in await opens_messages(stage, tom)
    await stage.jumps(hours=10)
    assert WORDS in ana.screen()

    await ana.says("/pause")
    await ana.taps("1 day")
    ana.looks_away()
    await writes(stage, tom, "May I phone you?")
    assert "Ana has paused messages: it goes on Wed, 4 Mar at 09:00" in tom.sees()
    await tom.taps("Send")
    assert ana.sees() == ""
    await ana.taps("Answer")
    await ana.says("I answer on a pause too")
    assert "on its way to Tom" in ana.sees()
    await ana.says("/resume")
    assert "May I call you?" in ana.sees()
    await ana.taps("Yes")
    assert "on its way to Tom" in ana.sees()
    await ana.taps("Yes")
    assert "You have answered this already" in ana.sees()
    assert "I answer on a pause too" in (seen := await opens_messages(stage, tom))
    assert seen.count("Yes") == 1


@on_sqlite
async def test_what_still_waits_can_be_taken_back_and_never_comes_once_ana_has_left(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await stage.jumps(hours=13)
    await sends(stage, tom, "wrong patient, sorry")
    await opens_messages(stage, tom)
    await tom.taps("Take back")
    assert "It is taken back. It was not sent." in tom.sees()
    await sends(stage, tom, "a second one")
    await ana.says("/stop")
    tom.looks_away()
    await ana.taps("Yes")
    assert "Your message to Ana" in (seen := tom.sees())
    assert "did not arrive" in seen
    assert "has left, and can't be written to" in seen
    await stage.jumps(hours=12)
    assert "wrong patient" not in ana.screen()
    assert "a second one" not in ana.screen()


@on_sqlite
async def test_what_waits_for_a_phone_that_is_not_anas_never_comes(stage: Stage, ana: Phone, tom: Phone) -> None:
    await stage.jumps(hours=13)
    await sends(stage, tom)
    async with stage.database() as session:
        patient = (await session.exec(select(Patient))).one()
        await identity.denied(session, stage.app.content, patient, now=stage.clock.now())
    await stage.settle()
    assert "did not arrive" in tom.screen()
    await stage.jumps(hours=12)
    assert WORDS not in ana.screen()


@on_sqlite
async def test_whom_the_bot_cannot_reach_is_said_before_a_word_is_typed(stage: Stage, ana: Phone, tom: Phone) -> None:
    await writes(stage, tom, words=WORDS)
    await ana.blocks()
    await tom.taps("Send")
    assert "Ana can't be reached" in tom.sees()
    await writes(stage, tom)
    assert "Ana can't be reached" in tom.sees()
    assert "My own words" not in tom.buttons()


@on_sqlite
@pytest.mark.refusals("bot was blocked")
async def test_a_message_that_telegram_refuses_is_reported_to_who_wrote_it(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    stage.sandbox.person(ANA).blocked = True  # the news of it has not come
    await sends(stage, tom)
    assert "did not arrive" in tom.screen()
    assert "did not arrive" in await opens_messages(stage, tom)


@on_sqlite
async def test_too_long_and_too_many_lose_nothing(stage: Stage, ana: Phone, tom: Phone) -> None:
    await writes(stage, tom, words="a" * 701)
    assert "That has 701 letters, and one message holds 700." in tom.sees()
    await tom.sends_photo("and a picture")
    assert "words only" in tom.sees()
    await tom.says("first words")
    await writes(stage, tom, words="short")
    await tom.taps("Send", message="first words")
    assert "not waiting to be sent any more" in tom.sees()
    a, t = await person(stage, ANA), await person(stage, TOM)
    async with stage.database() as session:
        now = stage.clock.now()
        session.add_all(
            Letter(patient_id=a.id, author_id=t.id, text="x", drafted_at=now, written_at=now) for _ in range(5)
        )
    await tom.taps("Send")
    assert "as often as one day holds. You can write again on Tue, 3 Mar at 09:00" in tom.sees()
    await stage.jumps(hours=24, minutes=1)
    await tom.taps("Send")
    assert "goes to Ana now" in tom.sees()
    assert "short" in ana.sees()
    await ana.forges(signing.sign(stage.app._key, ana.id, "letters.answer", ("9999",)))
    assert "I don't know that one" in ana.sees()
    await ana.taps("Answer")
    await ana.says("word " * 800)
    await opens_messages(stage, tom)
    await tom.taps("Older")
    async with stage.database() as session:
        mine = (await session.exec(select(Letter).where(Letter.author_id == a.id))).all()
    assert len(mine) == 6
    assert sum(letter.text.count("word") for letter in mine if letter.text) == 800
    assert {letter.read_at is None for letter in mine} == {False}


@on_sqlite
async def test_a_ready_made_message_comes_in_the_patients_language_and_hidden_where_they_want_that(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    async with stage.database() as session:
        (await session.exec(select(Person).where(Person.telegram_id == ANA))).one().language = "es"
        (await session.exec(select(Patient))).one().discreet = True
    await writes(stage, tom, "May I phone you?")
    assert "¿Puedo llamarte?" in (seen := tom.sees())
    assert "In your language: I would like to speak with you by phone" in seen
    await tom.taps("Send")
    assert "Te escribe Tom, tu terapeuta:" in ana.sees()
    (letter,) = [one for one in ana.chat.messages if "Te escribe Tom" in one.text]
    assert letter.content.entities[0]["type"] == "spoiler"
    assert letter.text.startswith("✉️ Un mensaje para ti. Toca el texto para leerlo.")
    assert letter.protected
    await ana.taps("Sí")
    assert "Tu respuesta va de camino a Tom" in ana.sees()
    assert "Yes" in (seen := await opens_messages(stage, tom))
    assert "May I call you?" in seen
    await writes(stage, tom)
    assert "Ana reads: Español" in tom.sees()


@on_sqlite
async def test_telegrams_own_reply_is_an_answer_as_after_the_button(stage: Stage, ana: Phone, tom: Phone) -> None:
    await sends(stage, tom)
    await ana.says("Thursday is fine", reply_to=WORDS)
    assert "on its way to Tom" in ana.sees()
    assert "Thursday is fine" in await opens_messages(stage, tom)
    await stage.jumps(days=20)
    await ana.says("and now I can't pee", reply_to=WORDS)
    assert "call 112" in ana.sees()
    assert "EMERGENCY" in tom.screen()
    assert "and now I can't pee" in await opens_messages(stage, tom)
    await ana.says("thank you", reply_to="call 112")
    assert "on its way" not in ana.sees()


@on_sqlite
async def test_words_without_the_button_or_long_after_it_are_asked_about(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("hello")
    assert "Is this an answer" not in ana.sees()
    await sends(stage, tom)
    tom.looks_away()
    await ana.says("Thursday is fine")
    assert "Is this an answer for Tom? I have passed nothing on yet." in ana.sees()
    assert tom.sees() == ""
    await ana.taps("Yes, send it to Tom")
    assert "on its way to Tom" in ana.sees()
    assert "Thursday is fine" in await opens_messages(stage, tom)
    await ana.says("something else")
    assert "Is this an answer" not in ana.sees()

    await sends(stage, tom, "and on Friday?")
    await ana.taps("Answer")
    await stage.jumps(hours=25)
    await ana.says("Friday too")
    assert "Is this an answer for Tom?" in ana.sees()
    await ana.taps("No", message="Is this an answer")
    assert "I have passed nothing on." in ana.sees()
    assert "Friday too" not in await opens_messages(stage, tom)
    await ana.taps("Answer")
    await stage.jumps(hours=13)
    await ana.says("I don't want to live any more")
    assert "glad you told me" in ana.sees()
    assert "want to live" not in await opens_messages(stage, tom)


@on_sqlite
async def test_who_treats_ana_reads_it_and_after_a_hand_over_who_did_does_not(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    kim = await therapist(stage, KIM, "Kim")
    a, t, k = await person(stage, ANA), await person(stage, TOM), await person(stage, KIM)
    await sends(stage, tom)
    now = stage.clock.now()
    async with stage.database() as session:
        session.add(
            Handover(
                kind=HandoverKind.SHARE, state=HandoverState.ACCEPTED, patient_id=a.id, giver_id=t.id, receiver_id=k.id,
                offered_by=t.id, offered_at=now, answer_by=now,
            )
        )  # fmt: skip
    await ana.taps("Answer")
    await ana.says("Thursday is fine")
    assert "on its way to Tom, Kim" in ana.sees()
    assert "has answered a message" in kim.sees()
    assert "Thursday is fine" in await opens_messages(stage, kim)
    await sends(stage, kim)
    assert "Kim, from your care team, writes:" in ana.sees()
    async with stage.database() as session:
        (await session.exec(select(Patient))).one().therapist_id = k.id
    await opens_messages(stage, tom)
    assert "Thursday" not in tom.sees()
    assert "I don't know that one" in tom.sees()
