"""What a patient reported, and what followed from it, as FHIR resources.

Source: LOINC 72514-3 for the 0-10 pain scale. Numbness has no LOINC code: it has one of our own.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.domain.measures import MOOD_ITEMS, Measure, counted
from bot.domain.record import CaseSeen, CheckInDone, Measured, Record
from bot.exports.fhir.naming import OURS, at, id_of, patient, period

PAIN = {
    "coding": [{"system": "http://loinc.org", "code": "72514-3"}],
    "text": "Pain severity 0-10 verbal numeric rating, patient-reported",
}
NUMBNESS = {
    "coding": [{"system": f"{OURS}:cs:numbness", "code": "numbness-0-10"}],
    "text": "Numbness 0-10 (0 none, 10 completely numb), patient-reported, not a validated instrument",
}
LOINC = {
    name: {"system": "http://loinc.org", "code": code}
    for name, code in (("joy", "44250-9"), ("low", "44255-8"), ("mood", "55758-7"))
}
"""The two questions of the PHQ-2 and their sum. Source: safety.md §8."""
MOOD_WORDS = "After the PHQ-2, in plain words that are not the validated wording, patient-reported"


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
            observed = _observation(record, ("check-in", one.id, name), code, one.finished_at or one.opened_at)
            source = {"derivedFrom": [{"reference": f"urn:uuid:{response['id']}"}]}
            yield observed | {"valueInteger": value} | source


def _observation(record: Record, parts: tuple[object, ...], code: dict[str, Any], when: datetime) -> dict[str, Any]:
    survey = {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}
    return {
        "resourceType": "Observation",
        "id": id_of(record, *parts),
        "status": "final",
        "category": [{"coding": [survey]}],
        "code": code,
        "subject": patient(record),
        "effectiveDateTime": at(when),
    }


def measure(record: Record, one: Measured) -> Iterator[dict[str, Any]]:
    """The number of a measure over weeks, the falls that were told with it, and the two answers about mood."""
    about = {"text": f"{one.measure}, patient-reported"}
    numbers: list[tuple[str, dict[str, Any], float | None]] = [(one.measure, about, one.score)]
    numbers.append(("falls", {"text": "Falls in the last 7 days, patient-reported"}, one.falls))
    if one.measure == Measure.MOOD:
        numbers += [(item, {"text": MOOD_WORDS}, counted(one.answers, item)) for item in MOOD_ITEMS]
    for name, text, value in numbers:
        if value is not None:
            coding = LOINC.get(name, {"system": f"{OURS}:cs:measure", "code": name})
            observed = _observation(record, ("measure", one.id, name), {"coding": [coding]} | text, one.at)
            whole = float(value).is_integer()
            yield observed | ({"valueInteger": int(value)} if whole else {"valueQuantity": {"value": value}})


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
