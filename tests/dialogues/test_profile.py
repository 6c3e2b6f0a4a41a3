"""What is known of a patient: asked by taps, completed by the therapist, and what it does to a red flag."""

from sqlmodel import select

from bot.models import Judgement, ProfileFact
from bot.sandbox.phone import Phone
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite


async def test_it_is_asked_by_taps_and_may_be_left_out(stage: Stage, ana: Phone) -> None:
    await ana.taps("About my health")
    assert "Do you have diabetes?" in ana.sees()
    for label in ("Yes", "No", "Prefer not to say", "Enough for now"):
        await ana.taps(label)
    assert "Diabetes: Yes" in ana.sees()
    assert "Poor leg circulation: Prefer not to say" in ana.sees()
    await ana.taps("Diabetes")
    await ana.taps("No")
    async with stage.database() as session:
        said = {row.fact: row.said for row in (await session.exec(select(ProfileFact))).all()}
    assert said == {"diabetes": "no", "neuropathy": "no", "pad": "untold"}
    await ana.says("/settings")
    assert "About my health" in ana.buttons()


async def test_a_cancer_history_makes_weakness_an_emergency_and_adds_a_line(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Health and known")
    await tom.taps("Cancer, now or before")
    assert "Cancer, now or before: Yes" in tom.sees()
    await ana.says("/urgent")
    await ana.taps("Leg weaker")
    await ana.taps("Send this one")
    assert "call 112 now" in ana.sees()
    assert "Tell them about your cancer history" in ana.sees()
    await tom.taps("I have seen it")
    assert "Tell them about your cancer history" in ana.screen()
    async with stage.database() as session:
        row = (await session.exec(select(Judgement))).one()
    assert (row.profile, row.rules, row.rules_version) == (
        ["cancer_history"], ["C7"], stage.app.content.rules_version,
    )  # fmt: skip
    await ana.says("/checkin")
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Health and known")
    await tom.taps("Cancer, now or before")
    assert "Cancer, now or before: No" in tom.sees()
