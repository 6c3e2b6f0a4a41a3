"""A dose never rises by itself: the therapist sees the evidence and decides by one tap."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import col, select

from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line
from bot.domain.profile import Said
from bot.domain.stepping import Way
from bot.models import Answer, AuditEntry, CheckIn, CheckInState, Occurrence, Patient, Person, PlanItem
from bot.sandbox.phone import Phone
from bot.services import patients, plans, profiles, steps
from tests.cast import TOM, Stage, on_sqlite
from tests.dialogues.test_inviting import therapist

EVE = 606
STRETCH = "hamstring_chair"
WELL = ("done",) * 11 + ("skipped", "expired")
CALM = ("3", "2", "3", "2", "2", "2")


async def has_done(stage: Stage, exercise: str, states: Sequence[str], pains: Sequence[str]) -> None:
    """Ana's plan has an exercise, and she has answered it so on the last days, the last day first."""
    now = stage.clock.now()
    patient = await stage.patient()
    async with stage.database() as session:
        person = await session.get(Person, patient.person_id)
        mine = await session.get(Patient, patient.person_id)
        assert person is not None
        assert mine is not None
        plan = await plans.current(session, mine.person_id)
        assert plan is not None
        wanted = [*await plans.lines_at(session, plan), Line(Kind.EXERCISE, {"times": ["20:00"]}, exercise)]
        zone = patients.zone_of(mine, person)
        given = await plans.put(session, mine, plan.starter, wanted, zone=zone, by=mine.therapist_id, now=now)
        item = (await plans.items(session, given.id))[-1]
        for ago, state in enumerate(states, start=1):
            at = now - timedelta(days=ago)
            session.add(
                Occurrence(
                    item_id=item.id, patient_id=mine.person_id, kind=item.kind, exercise=exercise, slot=0, state=state,
                    local_date=at.date(), due_at=at, sent_at=at, answered_at=at,
                )
            )  # fmt: skip
        for ago, pain in zip(range(len(pains), 0, -1), pains, strict=True):
            at = now - timedelta(days=ago)
            done = CheckIn(patient_id=mine.person_id, state=CheckInState.DONE, opened_at=at, finished_at=at)
            session.add(done)
            await session.flush()
            session.add(Answer(check_in_id=done.id, question="pain", value=pain, answered_at=at))


async def doses(stage: Stage, exercise: str = STRETCH) -> list[dict[str, int]]:
    """The doses of an exercise's lines, the oldest first."""
    async with stage.database() as session:
        found = select(PlanItem.dose).where(PlanItem.exercise == exercise).order_by(col(PlanItem.id))
        return [dict(dose) for dose in (await session.exec(found)).all()]


async def opens_the_card(phone: Phone) -> None:
    await phone.says("/patients")
    phone.looks_away()
    await phone.taps("Ana ·")


async def test_nothing_rises_before_a_therapist_taps_and_then_the_patient_hears_of_it(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await has_done(stage, STRETCH, WELL, CALM)
    await ana.says("/settings")
    await ana.taps("Check-in")
    await ana.taps("08:00")
    await stage.jumps(hours=14)
    assert await doses(stage) == [{}]
    await opens_the_card(tom)
    assert "Back-of-thigh stretch, sitting: a step up? 2 rounds, hold for 20 seconds → 2 rounds, " in (
        seen := tom.sees()
    )
    assert "hold for 25 seconds" in seen
    assert "done 11 of 13, pain 2–3" in seen
    ana.looks_away()
    await tom.taps("Step up")
    assert "Back-of-thigh stretch, sitting: 2 rounds, hold for 25 seconds, from now on" in tom.sees()
    assert await doses(stage) == [{}, {"sets": 2, "hold_seconds": 25}]
    assert "Tom has set a little more" not in ana.sees()
    await stage.jumps(hours=10)
    assert "Tom has set a little more for you: Back-of-thigh stretch, sitting" in ana.sees()
    async with stage.database() as session:
        raised = (await session.exec(select(AuditEntry).where(AuditEntry.action == "dose_raised"))).one()
        by = await session.get(Person, raised.actor_id)
        assert by is not None
        assert by.telegram_id == TOM


@on_sqlite
async def test_of_two_therapists_the_second_hears_that_it_is_decided(stage: Stage, ana: Phone, tom: Phone) -> None:
    eve = await therapist(stage, EVE, "Eve")
    await tom.says("/patients")
    for label in ("Ana ·", "Hand over or share", "Share with", "Eve"):
        await tom.taps(label)
    await eve.taps("Read the hand-over")
    await eve.taps("I have read it")
    await has_done(stage, STRETCH, WELL, CALM)
    await opens_the_card(tom)
    await opens_the_card(eve)
    await eve.taps("Step down")
    assert await doses(stage) == [{}, {"sets": 1, "hold_seconds": 20}]
    await tom.taps("Step up")
    assert "Nothing has changed: this is decided already" in tom.sees()
    assert len(await doses(stage)) == 2


async def test_two_taps_at_the_same_moment_step_once(stage: Stage, ana: Phone, tom: Phone) -> None:
    await has_done(stage, STRETCH, WELL, CALM)

    async def steps_up() -> str:
        async with stage.database() as session:
            patient, person = (await session.exec(select(Patient, Person).where(Person.id == Patient.person_id))).one()
            by = await session.get(Person, patient.therapist_id)
            item = (await session.exec(select(PlanItem.id).where(PlanItem.exercise == STRETCH))).first()
            assert by is not None
            assert item is not None
            now = stage.clock.now()
            outcome, _ = await steps.take(session, stage.app.content, patient, person, item, Way.UP, by, now=now)
            return outcome

    assert sorted(await asyncio.gather(steps_up(), steps_up())) == ["done", "over"]
    assert len(await doses(stage)) == 2


@on_sqlite
async def test_a_dose_that_was_kept_is_not_asked_about_for_some_days(stage: Stage, ana: Phone, tom: Phone) -> None:
    await has_done(stage, STRETCH, ("worse", *WELL), CALM)
    await opens_the_card(tom)
    assert "a step down? 2 rounds, hold for 20 seconds → 1 round" in (seen := tom.sees())
    assert "done 11 of 13, 1 made it worse, pain 2–3" in seen
    assert "Step up" not in seen
    await tom.taps("Keep the dose")
    assert "I don't ask again for 7 days" in tom.sees()
    await opens_the_card(tom)
    assert "a step" not in tom.sees()
    await stage.jumps(days=8)
    await opens_the_card(tom)
    assert "a step down?" in tom.sees()
    assert await doses(stage) == [{}]


@on_sqlite
async def test_nothing_is_offered_on_a_hold_and_an_old_button_raises_nothing(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await has_done(stage, STRETCH, WELL, CALM)
    await opens_the_card(tom)
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    await tom.taps("Step up")
    assert "Nothing has changed" in tom.sees()
    await opens_the_card(tom)
    assert "a step up?" not in tom.sees()
    assert await doses(stage) == [{}]


@on_sqlite
async def test_a_caution_of_today_stands_against_a_step_up(stage: Stage, ana: Phone, tom: Phone) -> None:
    await has_done(stage, "cat_camel", WELL, CALM)
    await opens_the_card(tom)
    patient = await stage.patient()
    async with stage.database() as session:
        person = await session.get(Person, patient.person_id)
        assert person is not None
        await profiles.say(session, patient, "osteoporosis", Said.YES, person, now=stage.clock.now())
    await tom.taps("Step up")
    assert "is ruled out by Thin or broken bones" in tom.sees()
    assert await doses(stage, "cat_camel") == [{}]


@on_sqlite
async def test_the_morning_summary_names_the_dose_and_leads_to_the_card(stage: Stage, ana: Phone, tom: Phone) -> None:
    await tom.says("/digest")
    await tom.says("Madrid")
    await tom.taps("07:30")
    await has_done(stage, STRETCH, WELL, CALM)
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", "about the same"):
        await ana.taps(label)
    tom.looks_away()
    await stage.jumps(hours=23)
    assert "A dose to decide on:" in (seen := tom.sees())
    assert "Good morning" not in seen
    assert "Back-of-thigh stretch, sitting: done 11 of" in seen
    await tom.taps(f"💬 {(await stage.patient()).code}")
    assert "a step up?" in tom.sees()
