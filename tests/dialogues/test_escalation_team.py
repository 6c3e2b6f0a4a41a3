"""The team's side: the list of cases, one case and its story, the hold and who may end it."""

import pytest

from bot.models.person import Role
from bot.sandbox.phone import Phone
from bot.services import people
from tests.cast import Stage, on_sqlite
from tests.dialogues.escalating import BEA, case, joins, releases, reports

pytestmark = on_sqlite


async def test_the_list_names_the_gravest_and_longest_unseen_first(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    await tom.says("/alerts")
    assert "No case is open" in tom.sees()
    await reports(ana, "Leg weaker")
    await stage.passes(minutes=20)
    await tom.says("/alerts")
    assert "⚠️ urgent" in tom.sees()
    assert "nobody has acknowledged it for 20 min" in tom.sees()
    await reports(ana)
    await tom.taps("I have seen it")
    await tom.says("/alerts")
    code = (await stage.patient()).code
    assert f"🚨 emergency {code} · Tom has it" in tom.sees().replace("<b>", "").replace("</b>", "")


async def test_a_case_opens_by_its_code_and_unknown_and_forbidden_look_the_same(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    bea = await joins(stage, BEA, "Bea", Role.THERAPIST)
    await reports(ana)
    code = (await stage.patient()).code
    await tom.says(f"/case {code.lower()}")
    assert "Reported: new trouble peeing" in tom.sees()
    await ada.says(f"/case {code}")
    assert "Reported: new trouble peeing" in ada.sees()
    await bea.says(f"/case {code}")
    forbidden = bea.sees()
    await bea.says("/case Z9Z9")
    assert bea.sees() == forbidden
    await ana.says(f"/case {code}")
    assert "I don't know that one" in ana.sees()


async def test_the_case_tells_its_story_and_gives_words_for_the_call(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana)
    await stage.passes(seconds=2)
    await stage.passes(minutes=31)
    await ana.taps("going now")
    await tom.taps("Open the case")
    story = tom.sees()
    for line in ("09:00 · alert reached Tom", "09:30 · asked the patient about care", "patient: 🚑 I am going now"):
        assert line in story
    assert "not a finding" in story
    await tom.taps("Words for the call")
    assert "I am Tom from your clinic. You told the bot: new trouble peeing." in tom.sees()


async def test_only_a_therapist_ends_the_hold(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    await reports(ana)
    await stage.passes(minutes=6)
    await ada.taps("I have seen it")
    await ada.taps("Open the case")
    await ada.taps("Hold and release list")
    await ada.taps("I spoke with")
    assert "Only a therapist" in ada.sees()
    await ada.taps("Close the case")
    assert "Only a therapist" in ada.sees()
    assert (await stage.patient()).held_since is not None
    await releases(tom)
    found = await case(stage)
    assert (found.state, found.close_reason) == ("closed", "seen")
    assert (await stage.patient()).held_since is None
    assert "Tom has looked at your answer" in ana.screen()


async def test_a_case_that_nobody_has_seen_cannot_be_closed(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana)
    await tom.taps("Open the case")
    await tom.taps("Hold and release list")
    await tom.taps("Close the case")
    assert "acknowledge the case first" in tom.sees()
    assert (await case(stage)).state == "open"


async def test_a_closed_case_can_be_read_and_not_changed(stage: Stage, ana: Phone, tom: Phone) -> None:
    await reports(ana)
    await tom.taps("I have seen it")
    await releases(tom, "Checked: a mistake")
    await tom.says(f"/case {(await stage.patient()).code}")
    assert "Closed: checked, a mistake" in tom.sees()
    await tom.taps_old("I spoke with")
    assert "closed already" in tom.sees()
    await ana.taps("by mistake")
    assert "too old" in ana.sees()
    await tom.says("/alerts")
    assert "Your closed cases: 1; of them a mistake: 1" in tom.sees()


@pytest.mark.parametrize("language", ["en", "es", "ru"])
async def test_an_alert_says_no_name_and_none_of_the_patients_words(
    stage: Stage, ana: Phone, tom: Phone, language: str
) -> None:
    async with stage.database() as session:
        therapist = await people.by_telegram_id(session, tom.id)
        assert therapist is not None
        therapist.language = language
    await ana.says("/checkin")
    await ana.says("my secret sentence")
    tom.looks_away()
    await reports(ana)
    alert = tom.sees()
    assert (await stage.patient()).code in alert
    assert "Ana" not in alert
    assert "secret" not in alert
    assert stage.app.content.say(language)("alert.reported") in alert
