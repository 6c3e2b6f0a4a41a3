"""Once a month: is this still the patient's phone?"""

from sqlmodel import select

from bot.models import Consent
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import reports

pytestmark = on_sqlite

QUESTION = "Is this still Ana's phone?"


async def test_it_is_asked_by_day_once_a_month_and_a_yes_changes_nothing(stage: Stage, ana: Phone) -> None:
    await stage.jumps(days=29, hours=14)
    await stage.jumps(hours=10)
    assert ana.screen().count(QUESTION) == 1
    await ana.taps("Yes, I am Ana")
    await stage.jumps(days=29)
    assert "I go on as before" in ana.screen()
    assert QUESTION not in ana.screen()
    await stage.jumps(hours=25)
    assert ana.screen().count(QUESTION) == 1


async def test_a_no_stops_everything_but_safety_and_the_therapist_hears_of_it(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await reports(ana)
    await tom.taps("I have seen it")
    await stage.jumps(days=30)
    await ana.taps("No, somebody else's")
    await ana.taps("Yes, I am Ana")
    assert (await stage.patient()).left_at is None
    await stage.jumps(days=30)
    await ana.taps("No, somebody else's")
    for phone in (tom, ada):
        phone.looks_away()
    await ana.taps("Yes, it is not theirs")
    assert "this phone is not the patient's any more" in tom.sees()
    await stage.jumps(seconds=2)
    assert "This case is with the admins now" in ada.sees()
    async with stage.database() as session:
        assert (await session.exec(select(Consent.withdrawn_at))).one() is not None
    ana.looks_away()
    await stage.jumps(days=2)
    assert ana.sees() == ""
    await ana.says("/urgent")
    assert "call 112 now" in ana.sees()
