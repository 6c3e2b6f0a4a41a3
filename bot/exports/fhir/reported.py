"""What a patient reported, and what followed from it, as FHIR resources.

Source: LOINC 72514-3 for the 0-10 pain scale. Numbness has no LOINC code: it has one of our own.
"""

from collections.abc import Iterator
from typing import Any

from bot.domain.record import CaseSeen, CheckInDone, Record
from bot.exports.fhir.naming import OURS, at, id_of, patient, period

PAIN = {
    "coding": [{"system": "http://loinc.org", "code": "72514-3"}],
    "text": "Pain severity 0-10 verbal numeric rating, patient-reported",
}
NUMBNESS = {
    "coding": [{"system": f"{OURS}:cs:numbness", "code": "numbness-0-10"}],
    "text": "Numbness 0-10 (0 none, 10 completely numb), patient-reported, not a validated instrument",
}


def answers(record: Record, one: CheckInDone) -> Iterator[dict[str, Any]]:
    """The answers as they were given, and each scale as an observation of its own."""
    items: list[dict[str, Any]] = [
        {"linkId": name, "answer": [answer]}
        for name, answer in (
            ("screen", {"valueString": one.screen} if one.screen else None),
            ("numbness", {"valueInteger": one.numbness} if one.numbness is not None else None),
            ("pain", {"valueInteger": one.pain} if one.pain is not None else None),
            ("change", {"valueString": one.change} if one.change else None),
            ("note", {"valueString": one.note} if one.note else None),
        )
        if answer is not None
    ]
    items += [{"linkId": f"flag.{flag}", "answer": [{"valueBoolean": True}]} for flag in one.flags]
    response: dict[str, Any] = {
        "resourceType": "QuestionnaireResponse",
        "id": id_of(record, "check-in", one.id),
        "questionnaire": f"{OURS}:questionnaire:{'urgent' if one.urgent else 'check-in'}",
        "status": "completed" if one.finished_at is not None else "in-progress",
        "subject": patient(record),
        "source": patient(record),
        "authored": at(one.finished_at or one.opened_at),
    }
    yield response | ({"item": items} if items else {})
    for name, code, value in (("pain", PAIN, one.pain), ("numbness", NUMBNESS, one.numbness)):
        if value is not None:
            yield {
                "resourceType": "Observation",
                "id": id_of(record, "check-in", one.id, name),
                "status": "final",
                "category": [
                    {
                        "coding": [
                            {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}
                        ]
                    }
                ],
                "code": code,
                "subject": patient(record),
                "effectiveDateTime": at(one.finished_at or one.opened_at),
                "valueInteger": value,
                "derivedFrom": [{"reference": f"urn:uuid:{response['id']}"}],
            }


def case(record: Record, case: CaseSeen) -> Iterator[dict[str, Any]]:
    """An open red flag is a Flag, and an issue that says by which rules it was judged."""
    reported = [{"system": f"{OURS}:cs:red-flag", "code": flag} for flag in case.flags]
    yield {
        "resourceType": "Flag",
        "id": id_of(record, "case", case.id),
        "status": "active" if case.closed_at is None else "inactive",
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/flag-category", "code": "safety"}]}],
        "code": {"text": "Patient-reported answer, not a finding"} | ({"coding": reported} if reported else {}),
        "subject": patient(record),
        "period": period(case.opened_at, case.closed_at),
    }
    yield {
        "resourceType": "DetectedIssue",
        "id": id_of(record, "case", case.id, "issue"),
        "status": "final" if case.closed_at is not None else "preliminary",
        "severity": "moderate" if case.tier in ("urgent", "routine") else "high",
        "identifiedDateTime": at(case.opened_at),
        "patient": patient(record),
        "implicated": [{"reference": f"urn:uuid:{id_of(record, 'case', case.id)}"}],
        "detail": f"Tier {case.tier}, by rules {case.rules_version}",
    }
