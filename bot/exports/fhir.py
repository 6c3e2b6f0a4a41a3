"""A record as a FHIR R4B bundle of type `collection`. Needs the extra `fhir`; every resource is validated on the way.

Source: HL7 FHIR R4B; LOINC 72514-3 for the 0-10 pain scale. Numbness has no LOINC code: it has one of our own.
"""

import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from bot.domain.record import CaseSeen, CheckInDone, ConsentGiven, PlanGiven, Record, Reminded

OURS = "urn:stepwell"
SPACE = uuid.uuid5(uuid.NAMESPACE_URL, OURS)
PAIN = {
    "coding": [{"system": "http://loinc.org", "code": "72514-3"}],
    "text": "Pain severity 0-10 verbal numeric rating, patient-reported",
}
NUMBNESS = {
    "coding": [{"system": f"{OURS}:cs:numbness", "code": "numbness-0-10"}],
    "text": "Numbness 0-10 (0 none, 10 completely numb), patient-reported, not a validated instrument",
}
TASK_STATUS = {
    "done": "completed", "part": "completed", "skipped": "rejected", "worse": "failed", "expired": "failed",
    "sent": "requested", "due": "draft", "queued": "draft", "snoozed": "on-hold", "held": "on-hold",
    "suppressed": "cancelled", "missed": "cancelled", "undeliverable": "cancelled", "cancelled": "cancelled",
}  # fmt: skip
"""What became of a reminder, as the status of its Task; our own word stays in `businessStatus`."""


class FhirMissingError(Exception):
    """The extra `fhir` is not installed."""


def bundle(record: Record) -> bytes:
    """The JSON of the bundle. Raises FhirMissingError; a resource that FHIR refuses is a pydantic ValidationError."""
    try:
        from fhir.resources.R4B.bundle import Bundle
    except ImportError as error:
        raise FhirMissingError("install stepwell[fhir] to export FHIR bundles") from error
    entries = [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in _resources(record)]
    made = Bundle.model_validate(
        {"resourceType": "Bundle", "type": "collection", "timestamp": _at(record.until), "entry": entries}
    )
    return str(made.model_dump_json(indent=2)).encode()


def _resources(record: Record) -> Iterator[dict[str, Any]]:
    """The patient first; everything else refers to it."""
    yield {
        "resourceType": "Patient",
        "id": _id(record, "patient"),
        "identifier": [{"system": f"{OURS}:code", "value": record.code}],
        "active": all(one.withdrawn_at is None for one in record.consents[-1:]),
    }
    for consent in record.consents:
        yield _consent(record, consent)
    for plan in record.plans:
        yield _care_plan(record, plan)
    for check_in in record.check_ins:
        yield from _answers(record, check_in)
    for one in record.reminded:
        yield _task(record, one)
    for case in record.cases:
        yield from _case(record, case)


def _id(record: Record, *parts: object) -> str:
    """The same resource has the same id in every export."""
    return str(uuid.uuid5(SPACE, "/".join([record.code, *(str(part) for part in parts)])))


def _patient(record: Record) -> dict[str, str]:
    return {"reference": f"urn:uuid:{_id(record, 'patient')}"}


def _at(instant: datetime) -> str:
    return instant.isoformat()


def _period(start: datetime, end: datetime | None) -> dict[str, str]:
    return {"start": _at(start)} | ({"end": _at(end)} if end is not None else {})


def _consent(record: Record, one: ConsentGiven) -> dict[str, Any]:
    return {
        "resourceType": "Consent",
        "id": _id(record, "consent", one.id),
        "status": "active" if one.withdrawn_at is None else "inactive",
        "scope": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": _patient(record),
        "dateTime": _at(one.given_at),
        "policyRule": {"text": f"Consent text, version {one.text_version}"},
        "sourceAttachment": {
            "contentType": "text/plain",
            "language": one.language,
            "title": f"Version {one.text_version}, SHA-256 {one.text_sha256}",
        },
        "provision": {"type": "permit", "period": _period(one.given_at, one.withdrawn_at)},
    }


def _care_plan(record: Record, plan: PlanGiven) -> dict[str, Any]:
    activities = [
        {
            "detail": {
                "kind": "ServiceRequest",
                "status": "in-progress" if plan.ended_at is None else "stopped",
                "code": {"coding": [{"system": f"{OURS}:cs:activity", "code": line.exercise or line.kind}]},
                "scheduledString": _rule(line.rule),
            }
        }
        for line in plan.lines
    ]
    made = {
        "resourceType": "CarePlan",
        "id": _id(record, "plan", plan.id),
        "status": "active" if plan.ended_at is None else "completed",
        "intent": "plan",
        "title": plan.starter,
        "subject": _patient(record),
        "period": _period(plan.assigned_at, plan.ended_at),
        "created": _at(plan.assigned_at),
    }
    return made | ({"activity": activities} if activities else {})


def _rule(rule: Any) -> str:
    """A rule in one line, as in 'days 0 1 2, times 09:00'."""
    return ", ".join(f"{name} {_words(value)}" for name, value in rule.items()) or "once"


def _words(value: Any) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)


def _answers(record: Record, one: CheckInDone) -> Iterator[dict[str, Any]]:
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
        "id": _id(record, "check-in", one.id),
        "questionnaire": f"{OURS}:questionnaire:{'urgent' if one.urgent else 'check-in'}",
        "status": "completed" if one.finished_at is not None else "in-progress",
        "subject": _patient(record),
        "source": _patient(record),
        "authored": _at(one.finished_at or one.opened_at),
    }
    yield response | ({"item": items} if items else {})
    for name, code, value in (("pain", PAIN, one.pain), ("numbness", NUMBNESS, one.numbness)):
        if value is not None:
            yield {
                "resourceType": "Observation",
                "id": _id(record, "check-in", one.id, name),
                "status": "final",
                "category": [
                    {
                        "coding": [
                            {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "survey"}
                        ]
                    }
                ],
                "code": code,
                "subject": _patient(record),
                "effectiveDateTime": _at(one.finished_at or one.opened_at),
                "valueInteger": value,
                "derivedFrom": [{"reference": f"urn:uuid:{response['id']}"}],
            }


def _task(record: Record, one: Reminded) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Task",
        "id": _id(record, "occurrence", one.id),
        "identifier": [{"system": f"{OURS}:occurrence", "value": f"{one.local_date.isoformat()}/{one.slot}"}],
        "status": TASK_STATUS.get(one.state, "cancelled"),
        "businessStatus": {"text": one.state},
        "intent": "plan",
        "code": {"coding": [{"system": f"{OURS}:cs:activity", "code": one.exercise or one.kind}]},
        "for": _patient(record),
        "authoredOn": _at(one.sent_at or one.due_at),
        "executionPeriod": _period(
            one.due_at, one.answered_at if one.answered_at and one.answered_at >= one.due_at else None
        ),
    }
    return made | ({"statusReason": {"text": one.reason}} if one.reason else {})


def _case(record: Record, case: CaseSeen) -> Iterator[dict[str, Any]]:
    """An open red flag is a Flag, and an issue that says by which rules it was judged."""
    reported = [{"system": f"{OURS}:cs:red-flag", "code": flag} for flag in case.flags]
    yield {
        "resourceType": "Flag",
        "id": _id(record, "case", case.id),
        "status": "active" if case.closed_at is None else "inactive",
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/flag-category", "code": "safety"}]}],
        "code": {"text": "Patient-reported answer, not a finding"} | ({"coding": reported} if reported else {}),
        "subject": _patient(record),
        "period": _period(case.opened_at, case.closed_at),
    }
    yield {
        "resourceType": "DetectedIssue",
        "id": _id(record, "case", case.id, "issue"),
        "status": "final" if case.closed_at is not None else "preliminary",
        "severity": "moderate" if case.tier in ("urgent", "routine") else "high",
        "identifiedDateTime": _at(case.opened_at),
        "patient": _patient(record),
        "implicated": [{"reference": f"urn:uuid:{_id(record, 'case', case.id)}"}],
        "detail": f"Tier {case.tier}, by rules {case.rules_version}",
    }
