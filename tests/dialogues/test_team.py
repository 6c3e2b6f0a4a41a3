"""A therapist's and an admin's first day, and what nobody but them may do."""

from typing import Any

from sqlmodel import SQLModel, col, select

from bot.domain import signing
from bot.domain.lanes import Kind
from bot.models import Occurrence, Person, Plan, PlanItem, RoleGrant
from bot.models.person import Role
from bot.sandbox.phone import Phone
from handlers.ask import EVERYONE
from handlers.tables import COMMANDS, TAPS
from tests.cast import ANA, TOM, Stage, enrols, on_sqlite

BOB = 505
TALK = {"outbox", "seen_update"}
"""The tables that any message changes."""
QUIET_DAY = ["None of these", "3", "2", "about the same"]


async def test_the_most_urgent_patient_comes_first(stage: Stage, ana: Phone, tom: Phone) -> None:
    bob = stage.phone(BOB, "Bob")
    await tom.says("/invite")
    await bob.opens(next(word for word in tom.sees().split() if word.startswith("https://t.me/")))
    await enrols(bob)
    await bob.says("/urgent")
    await bob.taps("Chest pain")
    await bob.taps("Send this")
    await tom.says("/patients")
    sees = tom.sees()
    assert "Your 2 patients" in sees
    assert sees.index("Bob") < sees.index("Ana")
    assert "emergency, nobody has acknowledged it" in sees


@on_sqlite
async def test_a_card_shows_the_last_answers_the_plan_and_a_picture(ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    for label in QUIET_DAY:
        await ana.taps(label)
    await tom.says("/patients")
    await tom.taps("Ana")
    assert "numbness 3, pain 2" in tom.sees()
    assert "Plan: Starter" in tom.sees()
    assert "Numb: Left foot" in tom.sees()
    assert len(tom.pictures()) == 1


@on_sqlite
async def test_a_patient_who_never_answered_is_not_shown_as_well(ana: Phone, tom: Phone) -> None:
    await tom.says("/patients")
    assert "no check-in yet" in tom.sees()
    assert "ticked nothing" not in tom.sees()


@on_sqlite
async def test_a_therapist_adds_a_set_to_the_plan_and_the_old_version_ends(
    stage: Stage, ana: Phone, tom: Phone
) -> None:
    for number, plan in enumerate(("Desk", "Gentle mobility", "Circulation", "Strength and balance"), 2):
        await tom.says("/patients")
        await tom.taps("Ana")
        await tom.taps("Give a plan")
        await tom.taps(plan)
        await tom.taps("Give this plan")
        await stage.passes(hours=10 if plan == "Desk" else 0)
        assert ana.screen().count("Tom has changed your plan.") == number - 1
        async with stage.database() as session:
            plans = (await session.exec(select(Plan).order_by(col(Plan.id)))).all()
            therapist = (await session.exec(select(Person.id).where(Person.telegram_id == TOM))).one()
            mine = select(Occurrence.kind).where(PlanItem.id == Occurrence.item_id, col(PlanItem.ended_by).is_(None))
            coming = set((await session.exec(mine)).all())
        assert [one.ended_at is None for one in plans] == [False] * (number - 1) + [True]
        assert plans[-1].assigned_by == therapist
        assert {Kind.EXERCISE, Kind.NUDGE} <= coming, plan
    assert "Time to stand up" in ana.screen()
    assert "Time for your exercise" in ana.screen()


async def all_rows(stage: Stage) -> dict[str, list[Any]]:
    """All that the bot knows, table by table."""
    async with stage.database() as session:
        connection = await session.connection()
        tables = [table for name, table in SQLModel.metadata.tables.items() if name not in TALK]
        return {table.name: list((await connection.execute(table.select())).all()) for table in tables}


@on_sqlite
async def test_roles_are_given_and_taken(stage: Stage, tom: Phone, ada: Phone) -> None:
    assert {"patients", "invite"} <= set(tom.commands())
    await ada.says("/people Tom")
    await ada.taps("Tom")
    await ada.taps("Take therapist away")
    assert "no longer a therapist" in tom.screen()
    await tom.says("/invite")
    assert "I don't know that one" in tom.sees()
    assert "invite" not in set(tom.commands())


@on_sqlite
async def test_an_admin_of_the_settings_cannot_be_locked_out(stage: Stage, ada: Phone) -> None:
    await ada.says("/people Ada")
    await ada.taps("Ada")
    await ada.taps("Take admin away")
    assert "can't be taken away here" in ada.sees()
    async with stage.database() as session:
        assert (await session.exec(select(RoleGrant.role))).all() == ["admin"]


@on_sqlite
async def test_a_search_that_finds_nobody_says_so(ada: Phone) -> None:
    await ada.says("/people <Zoe>")
    assert "I found nobody called “<Zoe>”" in ada.sees()


@on_sqlite
async def test_a_command_that_is_not_for_somebody_is_answered_like_one_that_is_not_there(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    for phone, role in ((ana, Role.PATIENT), (tom, Role.THERAPIST), (ada, Role.ADMIN)):
        await phone.says("/no_such_command")
        unknown = phone.sees()
        for name, row in COMMANDS.items():
            if row.roles != EVERYONE and role not in row.roles:
                await phone.says(f"/{name}")
                assert phone.sees() == unknown, f"/{name} for the {role}"


@on_sqlite
async def test_a_button_of_another_role_does_nothing_even_when_its_data_is_right(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone
) -> None:
    for phone, role in ((ana, Role.PATIENT), (tom, Role.THERAPIST), (ada, Role.ADMIN)):
        before = await all_rows(stage)
        newest = phone.message().id
        actions = [name for name, row in TAPS.items() if row.roles != EVERYONE and role not in row.roles]
        phone.looks_away()
        for action in actions:
            stage.sandbox.forged_tap(phone.id, newest, signing.sign(stage.app._key, phone.id, action, ("1", "1")))
        await stage.settle()
        for action, answer in zip(actions, phone.news(), strict=True):
            assert "I don't know that one" in answer.text or "I am Stepwell" in answer.text, f"{action}: {role}"
        assert await all_rows(stage) == before


@on_sqlite
async def test_a_therapist_reaches_no_patient_of_another(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    eve = stage.phone(606, "Eve")
    await eve.starts()
    await ada.says("/people Eve")
    await ada.taps("Eve")
    await ada.taps("Make a therapist")
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    async with stage.database() as session:
        patient = (await session.exec(select(Person.id).where(Person.telegram_id == ANA))).one()
    await eve.says("/patients")
    assert "Ana" not in eve.sees()
    for action, args in (
        ("patients.card", (str(patient),)),
        ("patients.map", (str(patient),)),
        ("notes.show", (str(patient),)),
        ("notes.write", (str(patient),)),
        ("notes.delete", (str(patient), "1")),
        ("patients.assign", (str(patient), "desk")),
        ("incident.open", ("1",)),
        ("incident.acknowledge", ("1",)),
        ("incident.close", ("1", "seen")),
    ):
        await eve.forges(signing.sign(stage.app._key, eve.id, action, args))
        assert "I don't know that one" in eve.sees(), action
