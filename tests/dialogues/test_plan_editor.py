"""A therapist writes a plan by tapping."""

from sqlmodel import select

from bot.domain.lanes import Kind
from bot.domain.plan_lines import Line
from bot.domain.profile import Said
from bot.models import AuditEntry, Occurrence, Person, Plan, PlanDraft, PlanItem
from bot.sandbox.phone import Phone
from bot.services import plans, profiles
from tests.cast import Stage, on_sqlite


async def _opens(tom: Phone) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Give a plan")
    await tom.taps("Line by line")


@on_sqlite
async def test_a_line_with_its_dose_and_a_note_reach_the_patient(stage: Stage, ana: Phone, tom: Phone) -> None:
    await _opens(tom)
    await tom.taps("Add one")
    await tom.taps("Note")
    await tom.says("Stop when I can't feel my feet")
    assert "Added: “Stop when I can't feel my feet”" in tom.screen()
    await tom.taps("Seated knee")
    await tom.taps("Times a round")
    await tom.says("500")
    assert "Dose: give a whole number from 1 to 200" in tom.sees()
    await tom.says("12")
    assert "12 times" in tom.sees()
    await tom.taps("Every so many days")
    await tom.says("0")
    assert "give a whole number from 1 to 366" in tom.sees()
    await tom.says("2")
    assert "12:30 · every 2 days" in tom.sees()
    await tom.taps("Back")
    await tom.taps("Look and save")
    assert "Nothing is saved yet." in tom.sees()
    await tom.taps("Give this plan")
    assert "Ana has this plan from now on" in tom.sees()
    async with stage.database() as session:
        plan = await plans.current(session, (await stage.patient()).person_id)
        lines = await plans.lines_at(session, plan)
        assert [line.note for line in lines if line.note] == ["Stop when I can't feel my feet"]
        assert {"reps": 12} in [line.dose for line in lines]
        assert (await session.exec(select(PlanDraft))).all() == []
    for command in ("/today", "/why"):
        await ana.says(command)
        assert "Your dose: 12 times" in ana.sees()
        assert "Stop when I can't feel my feet" in ana.sees()
    assert "Rule: every 2 days, at 12:30" in ana.sees()


@on_sqlite
async def test_what_is_ruled_out_needs_a_reason(stage: Stage, ana: Phone, tom: Phone) -> None:
    patient = await stage.patient()
    async with stage.database() as session:
        person = await session.get(Person, patient.person_id)
        assert person is not None
        await profiles.say(session, patient, "osteoporosis", Said.YES, person, now=stage.clock.now())
        await session.commit()
    await _opens(tom)
    await tom.taps("Add a set")
    await tom.taps("Gentle mobility")
    assert "Left out, ruled out for this patient: Cat" in tom.sees()
    await tom.taps("Line by line")
    await tom.taps("Add one")
    await tom.taps("Moving freely")
    await tom.taps("Cat")
    assert "ruled out by Thin or broken bones" in tom.sees()
    await tom.says("Scan of May is clear")
    assert "given all the same: Scan of May is clear" in tom.sees()
    await tom.taps("Look and save")
    await tom.taps("Give this plan")
    async with stage.database() as session:
        kept = (await session.exec(select(PlanItem).where(PlanItem.exercise == "cat_camel"))).one()
        assert kept.override == "Scan of May is clear"
        audited = select(AuditEntry).where(AuditEntry.action == "caution_overridden")
        assert len((await session.exec(audited)).all()) == 1


@on_sqlite
async def test_the_second_of_two_saves_is_refused_and_loses_nothing(stage: Stage, ana: Phone, tom: Phone) -> None:
    await _opens(tom)
    await tom.taps("Add one")
    await tom.taps("Walk")
    await tom.taps("Look and save")
    await ana.says("/settings")
    await ana.taps("Check-in")
    await ana.taps("08:00")
    await tom.taps("Give this plan")
    assert "Not saved yet." in tom.sees()
    await tom.taps("Lay mine on top")
    await tom.taps("Look and save")
    await tom.taps("Give this plan")
    async with stage.database() as session:
        newest = (await plans.versions(session, (await stage.patient()).person_id, 1))[0]
        assert isinstance(newest, Plan)
        found = {
            line.kind: line.rule["times"] for line in await plans.lines_at(session, newest) if "times" in line.rule
        }
        assert found[Kind.CHECK_IN] == ["08:00"]
        assert found[Kind.WALK] == ["12:00"]


@on_sqlite
async def test_no_exercise_is_given_while_a_hold_is_open_and_the_draft_stays(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    await _opens(tom)
    await tom.taps("Add one")
    await tom.taps("Walk")
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    await tom.taps("Look and save")
    await tom.taps("Give this plan")
    assert "Ana's exercises are on hold." in tom.screen()
    await tom.taps("Line by line")
    assert "Short walk" in tom.screen()


@on_sqlite
async def test_a_template_of_the_clinic_is_added_to_a_plan(stage: Stage, ana: Phone, tom: Phone) -> None:
    await _opens(tom)
    await tom.taps("Add one")
    await tom.taps("Walk")
    await tom.taps("Save as template")
    await tom.says("After the cast")
    assert "Saved as a template: After the cast." in tom.sees()
    await tom.taps("Drop the draft")
    await _opens(tom)
    await tom.taps("Add a set")
    await tom.taps("After the cast")
    assert "Added: Short walk" in tom.sees()
    assert "Already there: Check-in" in tom.sees()
    await tom.taps("Give this plan")
    await tom.taps("Card")
    await _opens(tom)
    await tom.taps("Versions")
    assert "Tom\n➕ Short walk" in tom.sees()


@on_sqlite
async def test_a_line_of_tips_brings_one_that_suits_and_asks_for_no_answer(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    patient = await stage.patient()
    async with stage.database() as session:
        person = await session.get(Person, patient.person_id)
        assert person is not None
        await profiles.say(session, patient, "pad", Said.YES, person, now=stage.clock.now())
    await _opens(tom)
    await tom.taps("Add one")
    await tom.taps("Tip")
    assert "Tip · 12:00 · Mon" in tom.sees()
    await tom.taps("Look and save")
    await tom.taps("Give this plan")
    ana.looks_away()
    await stage.passes(hours=3, minutes=1)
    assert "The next position is the best one" in ana.sees()
    assert "Get up before the leg goes numb" not in ana.sees()
    async with stage.database() as session:
        tip = (await session.exec(select(Occurrence).where(Occurrence.kind == Kind.TIP))).one()
        assert (tip.state, tip.tip) == ("done", "change_position")
        breaks = (await session.exec(select(Occurrence.state).where(Occurrence.kind == Kind.NUDGE))).all()
    asked = sum(state in ("sent", "expired") for state in breaks)
    await tom.says("/patients")
    await tom.taps("Ana")
    assert f"0 of {asked} exercises and breaks done" in tom.sees(), "it is none of them"


@on_sqlite
async def test_a_template_gets_another_name_and_goes_and_the_plan_stays(stage: Stage, ana: Phone, tom: Phone) -> None:
    await _opens(tom)
    for name in ("After the cast", "Runners"):
        await tom.taps("Save as template")
        await tom.says(name)
    await tom.taps("Add a set")
    await tom.taps("After the cast")
    await tom.taps("Give this plan")
    given = await _lines(stage)
    await tom.taps("Card")
    await tom.taps("Give a plan")
    await tom.taps("The clinic's templates")
    await tom.taps("After the cast")
    assert "Saved by Tom" in tom.sees()
    await tom.taps("Other name")
    for typed, answer in (("runners", "There is a template “runners” already"), ("x" * 41, "1 to 40 characters")):
        await tom.says(typed)
        assert answer in tom.sees()
    await tom.says("After the boot")
    assert "The name is changed" in tom.sees()
    await tom.taps("Delete")
    assert "Delete the template “After the boot” for the whole clinic?" in tom.sees()
    await tom.taps("Keep it")
    await tom.taps("Delete")
    await tom.taps("Yes, delete it")
    assert "“After the boot” is deleted." in (seen := tom.sees())
    assert "Runners" in seen
    assert await _lines(stage) == given
    await tom.taps_old("Other name")
    assert "This template is gone" in tom.sees()
    async with stage.database() as session:
        deeds = (await session.exec(select(AuditEntry.action).where(AuditEntry.subject == "template:1"))).all()
    assert set(deeds) == {"template_saved", "template_renamed", "template_deleted"}


async def _lines(stage: Stage) -> list[Line]:
    async with stage.database() as session:
        return await plans.lines_at(session, await plans.current(session, (await stage.patient()).person_id))
