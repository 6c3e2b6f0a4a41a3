"""Role by object by command: no therapist reaches a patient who is not theirs, by typing, by tapping, by forging.

Made from the tables: a command or a button without a rule here fails.
"""

import pytest
from sqlmodel import select

from bot.domain import signing
from bot.models import Incident, Patient, Person
from bot.models.person import Role
from bot.sandbox.phone import Phone
from handlers.tables import COMMANDS, TAPS, TYPED
from tests.cast import ADA, ANA, TOM, Stage, on_sqlite
from tests.dialogues.test_inviting import therapist

EVE, KIM = 606, 707
UNKNOWN = "I don't know that one"
P, CASE, OFFER, KIM_ID = "{patient}", "{case}", "{offer}", "{kim}"

REACHING: dict[str, tuple[str, ...]] = {
    "patients.card": (P,),
    "patients.map": (P,),
    "letters.choose": (P,),
    "letters.phrase": (P, "phone_ask"),
    "letters.own": (P,),
    "letters.send": (P, "1"),
    "letters.drop": (P, "1"),
    "letters.show": (P,),
    "letters.back": (P, "1"),
    "notes.show": (P,),
    "notes.write": (P,),
    "notes.delete": (P, "1"),
    "export.show": (P,),
    "export.send": (P, "csv", "14", "0"),
    "wishes.show": (P,),
    "wishes.set": (P, "chair", "on"),
    "patients.why": (P,),
    "patients.plans": (P,),
    "patients.outlook": (P, "desk"),
    "patients.assign": (P, "desk"),
    "plan.edit": (P,),
    "plan.add": (P,),
    "plan.put": (P, "walk"),
    "plan.line": (P, "1"),
    "plan.field": (P, "1", "times"),
    "plan.set": (P, "1", "times", "+10:00"),
    "plan.remove": (P, "1"),
    "plan.on_top": (P,),
    "plan.versions": (P,),
    "plan.template": (P,),
    "plan.drop": (P,),
    "step.take": (P, "1", "up"),
    "step.keep": (P, "1"),
    "template.list": (P,),
    "template.show": (P, "1"),
    "template.rename": (P, "1"),
    "template.delete": (P, "1"),
    "profile.of": (P,),
    "profile.set": (P, "diabetes"),
    "profile.problems": (P,),
    "profile.know": (P, "bladder"),
    "thresholds.show": (P,),
    "thresholds.set": (P, "pain", "5"),
    "incident.open": (CASE,),
    "incident.words": (CASE,),
    "incident.hold": (CASE,),
    "incident.tick": (CASE, "spoke"),
    "incident.acknowledge": (CASE,),
    "incident.close": (CASE,),
    "handover.show": (P,),
    "handover.choose": (P, "share"),
    "handover.offer": (P, "share", KIM_ID),
    "handover.read": (OFFER, "0"),
    "handover.withdraw": (OFFER,),
    "handover.answer": (OFFER, "yes"),
    "handover.end": (OFFER,),
}
"""action -> what its button carries about Ana. Whoever may, gets another answer for it than whoever may not."""
RECEIVERS = {"handover.read", "handover.answer"}
"""What only the colleague may tap to whom Ana was offered."""
NO_PATIENT = {
    "cover.choose", "cover.from", "cover.offer", "cover.until", "digest.move", "digest.set", "digest.stop",
    "drill.acknowledge", "exercises.list", "exercises.show", "export.all", "export.all_send",
    "oncall.answer", "oncall.backup", "oncall.choose",
    "oncall.day", "oncall.give", "oncall.week", "patients.list", "waiting.list", "waiting.take",
}  # fmt: skip
"""Buttons that carry no patient's number, and 'take on', which says the same of everybody who does not wait."""
TYPED_ABOUT = {"case", "patients"}
"""Commands that take a patient's code or name."""
NO_NAME = {"alerts", "cover", "digest", "exercises", "invite", "oncall", "waiting"}
ANSWERED = {"known_note", "digest.zone", "plan", "private_note", "letter_words", "template_name"}
"""Questions that a therapist answers by typing: what was ticked last, the own city, a plan's line, a private note, a
message, a template's name.
"""


def for_therapists(roles: frozenset[Role]) -> bool:
    return Role.THERAPIST in roles


def test_every_row_that_therapists_may_use_has_a_rule() -> None:
    assert {name for name, tap in TAPS.items() if for_therapists(tap.roles)} == set(REACHING) | NO_PATIENT
    assert {name for name, row in COMMANDS.items() if for_therapists(row.roles)} == TYPED_ABOUT | NO_NAME
    assert {name for name, row in TYPED.items() if for_therapists(row.roles)} == ANSWERED


@pytest.fixture
async def ids(stage: Stage, ana: Phone, tom: Phone) -> dict[str, str]:
    """Ana has an open case, and Tom has offered her to Kim. Eve is a therapist like them, on another rota."""
    kim = await therapist(stage, KIM, "Kim")
    await ana.says("/urgent")
    await ana.taps("Chest pain")
    await ana.taps("Send this")
    await tom.says("/patients")
    for label in ("Ana", "Hand over or share", "Hand over for good", "Kim"):
        await tom.taps(label)
    await therapist(stage, EVE, "Eve")
    kim.looks_away()
    async with stage.database() as session:
        people = {one.telegram_id: str(one.id) for one in (await session.exec(select(Person))).all()}
    return {"patient": people[ANA], "case": "1", "offer": "1", "kim": people[KIM]}


async def forged(stage: Stage, phone: Phone, action: str, args: tuple[str, ...], ids: dict[str, str]) -> str:
    """What a person reads after a button that is signed for them, whoever it is about."""
    phone.looks_away()
    data = signing.sign(stage.app._key, phone.id, action, tuple(one.format(**ids) for one in args))
    await phone.forges(data)
    return phone.sees()


@on_sqlite
@pytest.mark.refusals("message is not modified", "message can't be edited")
async def test_nobody_reaches_a_patient_who_is_not_theirs(
    stage: Stage, ana: Phone, tom: Phone, ids: dict[str, str]
) -> None:
    eve, kim = stage.phone(EVE, "Eve"), stage.phone(KIM, "Kim")
    nobody = dict.fromkeys(ids, "9999")
    before = await kept(stage)
    for action, args in REACHING.items():
        theirs, none = await forged(stage, eve, action, args, ids), await forged(stage, eve, action, args, nobody)
        assert UNKNOWN in theirs, action
        assert theirs == none, action
        if action not in RECEIVERS:
            assert UNKNOWN in await forged(stage, kim, action, args, ids), action
    for action in (*NO_PATIENT, *(name for name, tap in TAPS.items() if not tap.roles)):
        assert not await shows_ana(stage, eve, action, ids), action
    assert await kept(stage) == before


async def shows_ana(stage: Stage, phone: Phone, action: str, ids: dict[str, str]) -> bool:
    code = (await stage.patient()).code
    seen = [await forged(stage, phone, action, args, ids) for args in ((P,), (CASE, "being_seen"))]
    return any(word in text for text in seen for word in ("Ana", code))


async def kept(stage: Stage) -> tuple[object, ...]:
    """What a therapist could have changed about Ana."""
    async with stage.database() as session:
        case = (await session.exec(select(Incident))).one()
        patient = (await session.exec(select(Patient))).first()
        assert patient is not None
        return case.state, case.patient_says, patient.therapist_id, patient.held_since


@on_sqlite
@pytest.mark.refusals("message is not modified", "message can't be edited")
async def test_whoever_may_gets_another_answer_for_the_same_buttons(
    stage: Stage, ana: Phone, tom: Phone, ids: dict[str, str]
) -> None:
    """So that the rules above are about buttons that work."""
    kim = stage.phone(KIM, "Kim")
    for action, args in REACHING.items():
        if action == "handover.end":
            continue
        phone = kim if action in RECEIVERS else tom
        assert UNKNOWN not in await forged(stage, phone, action, args, ids), action


@on_sqlite
async def test_a_button_of_somebody_else_and_one_with_another_number_are_old(
    stage: Stage, ana: Phone, tom: Phone, ids: dict[str, str]
) -> None:
    eve = stage.phone(EVE, "Eve")
    for action, args in REACHING.items():
        filled = tuple(one.format(**ids) for one in args)
        toms = signing.sign(stage.app._key, TOM, action, filled)
        own = signing.sign(stage.app._key, EVE, action, ("9999", *filled[1:]))
        for data in (toms, own.replace("9999", filled[0])):
            eve.looks_away()
            await eve.forges(data)
            assert "Ana" not in eve.sees(), action
            assert "EMERGENCY" not in eve.sees(), action


@on_sqlite
async def test_typing_a_name_or_a_code_reaches_nobody_else(
    stage: Stage, ana: Phone, tom: Phone, ids: dict[str, str]
) -> None:
    eve, code = stage.phone(EVE, "Eve"), (await stage.patient()).code
    for name in (*TYPED_ABOUT, *NO_NAME):
        answers = []
        for typed in ("Ana", "Zzz", code, "Z9Z8"):
            eve.looks_away()
            await eve.says(f"/{name} {typed}")
            answers.append(eve.sees().replace(typed, "…"))
        if name in TYPED_ABOUT:
            assert set(answers) == {answers[0]}, name
        assert not any(word in answer for answer in answers for word in ("Ana", code)), name


@on_sqlite
async def test_an_admin_who_is_no_therapist_reaches_cases_and_no_cards(
    stage: Stage, ana: Phone, tom: Phone, ada: Phone, ids: dict[str, str]
) -> None:
    assert ada.id == ADA
    for action, args in REACHING.items():
        reached = UNKNOWN not in await forged(stage, ada, action, args, ids)
        assert reached == action.startswith("incident."), action
