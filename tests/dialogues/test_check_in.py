"""The daily check-in: safety first, every tap kept, nothing taken for a 'no'."""

import pytest
from sqlmodel import col, select

from bot.models import Answer, CheckIn, Occurrence
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite

QUIET_DAY = ["None of these", "3", "2", "about the same"]


async def kept(stage: Stage) -> dict[str, str]:
    """The answers in the database."""
    async with stage.database() as session:
        return {row.question: row.value for row in (await session.exec(select(Answer))).all()}


async def test_a_quiet_day_takes_four_taps(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    for label in QUIET_DAY:
        await ana.taps(label)
    assert "Your check-in is saved" in ana.sees()
    assert await kept(stage) == {"screen": "none", "numbness": "3", "pain": "2", "change": "same"}


async def test_none_of_these_never_reassures(ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("None of these")
    assert "Thank you, noted." in ana.sees()
    for label in QUIET_DAY[1:]:
        await ana.taps(label)
    assert "call 112 if it is an emergency" in ana.sees()
    assert not {"fine", "good", "great", "safe", "normal"} & set(ana.sees().casefold().split())


async def test_every_tap_is_kept_and_the_check_in_goes_on_where_it_was(stage: Stage, ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("None of these")
    await ana.taps("7")
    assert await kept(stage) == {"screen": "none", "numbness": "7"}
    await ana.says("/checkin")
    assert "How much does it hurt" in ana.sees()


async def test_an_unfinished_check_in_expires_and_its_buttons_change_nothing(stage: Stage, ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("None of these")
    await stage.jumps(hours=30)
    await ana.taps("4", message="How numb")
    assert "That list is closed" in ana.sees()
    assert "numbness" not in await kept(stage)
    async with stage.database() as session:
        states = (await session.exec(select(CheckIn.state).order_by(CheckIn.id))).all()  # type: ignore[arg-type]
    assert states[0] == "expired"


@pytest.mark.parametrize("command", ["", "/checkin"], ids=["under the reminder", "by command"])
async def test_who_is_at_it_when_its_end_comes_goes_on_to_the_last_question(
    stage: Stage, ana: Phone, command: str
) -> None:
    await stage.passes(days=1)
    await stage.passes(hours=19, minutes=55)
    if command:
        await ana.says(command)
        await stage.passes(minutes=20)
    asked = ("new or worse", "How numb", "How much does it hurt", "compared")
    for label, words in zip(QUIET_DAY, asked, strict=True):
        await ana.taps(label, message=words)
        await stage.passes(minutes=20)
    assert "Your check-in is saved" in ana.screen()
    async with stage.database() as session:
        came = select(Occurrence.state).where(Occurrence.kind == "check_in", col(Occurrence.sent_at).is_not(None))
        assert (await session.exec(came)).all() == ["done"]


async def test_who_left_it_in_the_middle_finds_it_over_an_hour_later(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    await stage.passes(hours=19, minutes=55)
    await ana.taps("None of these")
    await stage.passes(minutes=70)
    assert "Check-in: this one is over." in ana.screen()
    await ana.says("/checkin")
    assert "is any of this new or worse" in ana.sees()


async def test_ticks_that_were_not_sent_count_after_ten_minutes(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("Both legs")
    await stage.passes(minutes=9)
    assert "EMERGENCY" not in tom.screen()
    await stage.passes(minutes=2)
    assert "call 112 now" in ana.sees()
    assert "EMERGENCY" in tom.screen()
    await stage.passes(minutes=15)
    assert sum("Get emergency help" in message.text for message in ana.chat.messages) == 1


async def test_a_tick_can_be_taken_back(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("Both legs")
    assert "✅ Both legs" in ana.sees()
    await ana.taps("Both legs")
    await stage.passes(minutes=11)
    assert "EMERGENCY" not in tom.screen()


async def test_none_with_something_ticked_is_asked_about_not_dropped(stage: Stage, ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("Both legs")
    assert "None of these" not in ana.buttons()
    await ana.taps_old("None of these")
    assert "You have ticked something" in ana.sees()
    assert "screen" not in await kept(stage)


async def test_strong_pain_is_urgent(ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("None of these")
    await ana.taps("5")
    await ana.taps("9")
    assert "get medical advice today" in ana.sees()
    assert "URGENT" in tom.sees() or "URGENT" in tom.screen()


async def test_worse_is_worth_a_visit(ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    for label in [*QUIET_DAY[:3], "worse"]:
        await ana.taps(label)
    assert "book a" in ana.sees()
    assert "URGENT" not in tom.screen()
    await tom.says("/patients")
    assert "says it is worse" in tom.sees()


async def test_once_a_day_is_enough_and_again_is_possible(ana: Phone) -> None:
    await ana.says("/checkin")
    for label in QUIET_DAY:
        await ana.taps(label)
    await ana.says("/checkin")
    assert "You have done your check-in today" in ana.sees()
    await ana.taps("Do it once more")
    assert "None of these" in ana.sees()


async def test_checking_in_before_the_reminder_spares_the_reminder(stage: Stage, ana: Phone) -> None:
    await stage.passes(hours=23)
    await ana.says("/checkin")
    for label in QUIET_DAY:
        await ana.taps(label)
    ana.looks_away()
    await stage.passes(hours=2)
    assert "Your check-in" not in ana.sees()
    await ana.says("/today")
    assert "done before I asked" in ana.sees() or "Check-in · done" in ana.sees()


async def test_what_is_typed_after_a_check_in_is_its_note(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    for label in QUIET_DAY:
        await ana.taps(label)
    await ana.says("<b>tingling</b> & cold")
    assert "put that with your check-in" in ana.sees()
    assert (await kept(stage))["note"] == "<b>tingling</b> & cold"
    await tom.says("/patients")
    await tom.taps("Ana")
    assert "Note: <b>tingling</b> & cold" in tom.sees()


@pytest.mark.refusals("message is not modified")
async def test_double_taps_do_no_harm(stage: Stage, ana: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("None of these")
    await ana.taps("3")
    await ana.taps_old("3", "How numb")
    assert "How much does it hurt" in ana.screen()
    assert (await kept(stage))["numbness"] == "3"


async def test_an_answered_reminder_counts_as_done(stage: Stage, ana: Phone) -> None:
    await stage.passes(days=1)
    for label in QUIET_DAY:
        await ana.taps(label)
    async with stage.database() as session:
        found = await session.exec(select(Occurrence.state).where(Occurrence.kind == "check_in"))
        assert "done" in found.all()
