"""What was agreed to, planned and asked of a patient, as FHIR resources."""

from typing import Any

from bot.domain.record import ConsentGiven, PlanGiven, Record, Reminded
from bot.exports.fhir.naming import OURS, at, id_of, patient, period

TASK_STATUS = {
    "done": "completed", "part": "completed", "skipped": "rejected", "worse": "failed", "expired": "failed",
    "sent": "requested", "due": "draft", "queued": "draft", "snoozed": "on-hold", "held": "on-hold",
    "suppressed": "cancelled", "missed": "cancelled", "undeliverable": "cancelled", "cancelled": "cancelled",
}  # fmt: skip
"""What became of a reminder, as the status of its Task; our own word stays in `businessStatus`."""


def consent(record: Record, one: ConsentGiven) -> dict[str, Any]:
    return {
        "resourceType": "Consent",
        "id": id_of(record, "consent", one.id),
        "status": "active" if one.withdrawn_at is None else "inactive",
        "scope": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "http://loinc.org", "code": "59284-0"}]}],
        "patient": patient(record),
        "dateTime": at(one.given_at),
        "policyRule": {"text": f"Consent text, version {one.text_version}"},
        "sourceAttachment": {
            "contentType": "text/plain",
            "language": one.language,
            "title": f"Version {one.text_version}, SHA-256 {one.text_sha256}",
        },
        "provision": {"type": "permit", "period": period(one.given_at, one.withdrawn_at)},
    }


def care_plan(record: Record, plan: PlanGiven) -> dict[str, Any]:
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
        "id": id_of(record, "plan", plan.id),
        "status": "active" if plan.ended_at is None else "completed",
        "intent": "plan",
        "title": plan.starter,
        "subject": patient(record),
        "period": period(plan.assigned_at, plan.ended_at),
        "created": at(plan.assigned_at),
    }
    return made | ({"activity": activities} if activities else {})


def _rule(rule: Any) -> str:
    """A rule in one line, as in 'days 0 1 2, times 09:00'."""
    return ", ".join(f"{name} {_words(value)}" for name, value in rule.items()) or "once"


def _words(value: Any) -> str:
    return " ".join(str(part) for part in value) if isinstance(value, list | tuple) else str(value)


def task(record: Record, one: Reminded) -> dict[str, Any]:
    made: dict[str, Any] = {
        "resourceType": "Task",
        "id": id_of(record, "occurrence", one.id),
        "identifier": [{"system": f"{OURS}:occurrence", "value": f"{one.local_date.isoformat()}/{one.slot}"}],
        "status": TASK_STATUS.get(one.state, "cancelled"),
        "businessStatus": {"text": one.state},
        "intent": "plan",
        "code": {"coding": [{"system": f"{OURS}:cs:activity", "code": one.exercise or one.kind}]},
        "for": patient(record),
        "authoredOn": at(one.sent_at or one.due_at),
        "executionPeriod": period(
            one.due_at, one.answered_at if one.answered_at and one.answered_at >= one.due_at else None
        ),
    }
    return made | ({"statusReason": {"text": one.reason}} if one.reason else {})
