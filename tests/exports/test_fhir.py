"""The FHIR bundle is valid, refers only to what is in it, and says nothing that was not answered."""

import json
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle

from bot.exports import fhir
from bot.exports.fhir.asked import TASK_STATUS
from bot.models import OccurrenceState
from tests.exports.records import ANA


def resources(content: bytes) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(content)["entry"]]


def test_the_library_validates_it() -> None:
    made = Bundle.model_validate_json(fhir.bundle(ANA))
    assert made.type == "collection"
    assert Counter(one["resourceType"] for one in resources(fhir.bundle(ANA))) == {
        "Patient": 1, "Consent": 1, "CarePlan": 1, "QuestionnaireResponse": 3, "Observation": 8, "Task": 3,
        "Flag": 1, "DetectedIssue": 1,
    }  # fmt: skip


def test_an_empty_record_is_valid_too() -> None:
    Bundle.model_validate_json(fhir.bundle(replace(ANA, consents=[], plans=[], check_ins=[], reminded=[], cases=[])))


def test_every_reference_leads_to_a_resource_of_the_bundle() -> None:
    content = fhir.bundle(ANA).decode()
    known = {entry["fullUrl"] for entry in json.loads(content)["entry"]}
    named = {part.split('"')[0] for part in content.split('"reference": "')[1:]}
    assert named
    assert named <= known


def test_what_was_not_answered_is_no_observation() -> None:
    record = replace(ANA, measured=[])
    values = [one["valueInteger"] for one in resources(fhir.bundle(record)) if one["resourceType"] == "Observation"]
    assert values == [2, 3, 4]


def test_the_pain_scale_has_its_code_and_numbness_one_of_our_own() -> None:
    codes = {
        (one["code"]["coding"][0]["system"], one["code"]["coding"][0]["code"])
        for one in resources(fhir.bundle(replace(ANA, measured=[])))
        if one["resourceType"] == "Observation"
    }
    assert codes == {("http://loinc.org", "72514-3"), ("urn:stepwell:cs:numbness", "numbness-0-10")}


def test_a_tip_is_no_task() -> None:
    tip = replace(ANA, reminded=[replace(ANA.reminded[0], kind="tip", exercise=None)])
    assert "Task" not in {one["resourceType"] for one in resources(fhir.bundle(tip))}


def test_measures_over_weeks_are_observations_and_a_skipped_answer_is_none() -> None:
    found = [one for one in resources(fhir.bundle(replace(ANA, check_ins=[]))) if one["resourceType"] == "Observation"]
    assert [
        (one["code"]["coding"][0]["code"], one.get("valueInteger", one.get("valueQuantity", {}).get("value")))
        for one in found
    ] == [("function", 3.7), ("falls", 2), ("55758-7", 4), ("44250-9", 3), ("44255-8", 1)]
    assert "not the validated wording" in found[3]["code"]["text"]


def test_an_open_case_is_an_active_flag_and_a_closed_one_is_not() -> None:
    case = ANA.cases[0]
    closed = replace(ANA, cases=[replace(case, closed_at=ANA.until)])
    flags = [
        one["status"]
        for record in (ANA, closed)
        for one in resources(fhir.bundle(record))
        if one["resourceType"] == "Flag"
    ]
    assert flags == ["active", "inactive"]


@pytest.mark.parametrize("state", OccurrenceState)
def test_every_state_of_a_reminder_has_its_task_status(state: OccurrenceState) -> None:
    assert state in TASK_STATUS
    Bundle.model_validate_json(fhir.bundle(replace(ANA, reminded=[replace(ANA.reminded[0], state=state)])))


def test_the_same_record_has_the_same_ids() -> None:
    assert fhir.bundle(ANA) == fhir.bundle(ANA)


def test_typed_words_are_there_only_when_the_record_has_them() -> None:
    silent = replace(ANA, check_ins=[replace(one, note=None) for one in ANA.check_ins])
    assert b"HYPERLINK" in fhir.bundle(ANA)
    assert b"HYPERLINK" not in fhir.bundle(silent)
