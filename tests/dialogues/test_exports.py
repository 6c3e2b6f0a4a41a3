"""Exports in the chat: one patient and the caseload, made when they leave, with the rights asked again."""

import csv
import io
import json
import sys
import zipfile

import pytest
from fhir.resources.R4B.bundle import Bundle
from pypdf import PdfReader

from bot.domain.lanes import Kind
from bot.domain.message import Message
from bot.models import Person
from bot.sandbox.phone import Phone
from bot.services import outbox
from tests.cast import TOM, Stage, on_sqlite

SECRET = "my boss must not know"


def rows(content: bytes, table: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return list(csv.DictReader(io.StringIO(file.read(f"{table}.csv").decode())))


async def checks_in(ana: Phone) -> None:
    await ana.says("/checkin")
    for label in ("None of these", "3", "2", "about the same"):
        await ana.taps(label)
    await ana.says(SECRET)


async def opens_exports(tom: Phone) -> None:
    await tom.says("/patients")
    await tom.taps("Ana")
    await tom.taps("Export")


async def test_one_patient_as_tables_report_and_fhir(stage: Stage, ana: Phone, tom: Phone, ada: Phone) -> None:
    await checks_in(ana)
    await opens_exports(tom)
    assert "What the patient typed is left out." in tom.sees()
    code, made = (await stage.patient()).code, {}
    for form, ending in (("CSV", "zip"), ("PDF", "pdf"), ("FHIR", "json")):
        await tom.taps(form)
        made[form] = tom.files()[f"stepwell-{code}-2026-03-02.{ending}"]
    (answers,) = rows(made["CSV"], "check_ins")
    assert (answers["patient"], answers["numbness"], answers["pain"], answers["note"]) == (code, "3", "2", "")
    pages = PdfReader(io.BytesIO(made["PDF"])).pages
    said = " ".join(page.extract_text() for page in pages)
    assert f"Report on patient {code}" in said
    assert sum(len(page.images) for page in pages) == 1
    assert "boss" not in said
    assert Bundle.model_validate_json(made["FHIR"]).type == "collection"
    assert b"boss" not in made["FHIR"]
    await ada.says("/audit")
    assert ada.sees().count("exported the record") == 3


@on_sqlite
async def test_typed_words_are_in_it_only_when_asked_for(ana: Phone, tom: Phone) -> None:
    await checks_in(ana)
    await opens_exports(tom)
    await tom.taps("With the patient's own words")
    await tom.taps("30 days")
    assert "What the patient typed is in it." in tom.sees()
    await tom.taps("CSV")
    assert rows(next(iter(tom.files().values())), "check_ins")[0]["note"] == SECRET


@on_sqlite
async def test_what_is_no_longer_ones_patient_does_not_leave(stage: Stage, ana: Phone, tom: Phone) -> None:
    file = {"kind": "export", "name": "x.zip", "form": "csv", "days": 14, "words": False, "language": "en"}
    patient = await stage.patient()
    async with stage.database() as session:
        message = Message("", file={**file, "patients": [patient.person_id]})
        await outbox.queue(session, outbox.Address(TOM), Kind.REPLY, message, now=stage.clock.now())
        (await session.merge(patient)).therapist_id = None
    await tom.waits()
    assert "That export is not sent" in tom.sees()
    assert tom.files() == {}


@on_sqlite
async def test_the_caseload_comes_as_one_file_a_page(
    stage: Stage, ana: Phone, tom: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handlers.exporting.PAGE", 1)
    bea = await another(stage, "Bea")
    await tom.says("/patients")
    await tom.taps("Export all")
    assert "2 patients, the last 90 days" in tom.sees()
    await tom.taps("Send the files")
    assert len(tom.files()) == 2
    consents = [row["patient"] for content in tom.files().values() for row in rows(content, "consents")]
    packages = [zipfile.ZipFile(io.BytesIO(content)).read("datapackage.json") for content in tom.files().values()]
    assert sorted(code for one in packages for code in json.loads(one)["patients"]) == sorted([bea, *consents])


async def another(stage: Stage, name: str) -> str:
    """One more patient of Tom's, by code."""
    ana = await stage.patient()
    async with stage.database() as session:
        person = Person(telegram_id=909, first_name=name, zone="Europe/Madrid", created_at=stage.clock.now())
        session.add(person)
        await session.flush()
        code, now = "B2B2", stage.clock.now()
        session.add(type(ana)(person_id=person.id, code=code, therapist_id=ana.therapist_id, enrolled_at=now))
    return code


@on_sqlite
async def test_without_its_library_fhir_is_not_offered(ana: Phone, tom: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fhir.resources", None)
    await opens_exports(tom)
    assert not any("FHIR" in label for label in tom.buttons())
    assert "FHIR" not in tom.sees()
