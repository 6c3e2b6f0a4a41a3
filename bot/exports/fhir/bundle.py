"""A record as a FHIR R4B bundle of type `collection`. Needs the extra `fhir`; every resource is validated on the way.

Source: HL7 FHIR R4B.
"""

import importlib.util
from collections.abc import Iterator
from typing import Any

from bot.domain.lanes import Kind
from bot.domain.record import Record
from bot.exports.fhir import asked, reported
from bot.exports.fhir.naming import OURS, at, id_of

LIBRARY = "fhir.resources"


def installed() -> bool:
    """Whether bundles can be made here."""
    return importlib.util.find_spec("fhir") is not None and importlib.util.find_spec(LIBRARY) is not None


class FhirMissingError(ValueError):
    """The extra `fhir` is not installed."""


def bundle(record: Record) -> bytes:
    """The JSON of the bundle. Raises FhirMissingError; a resource that FHIR refuses is a pydantic ValidationError."""
    try:
        from fhir.resources.R4B.bundle import Bundle
    except ImportError as error:
        raise FhirMissingError("install stepwell[fhir] to export FHIR bundles") from error
    entries = [{"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource} for resource in _resources(record)]
    made = Bundle.model_validate(
        {"resourceType": "Bundle", "type": "collection", "timestamp": at(record.until), "entry": entries}
    )
    return str(made.model_dump_json(indent=2)).encode()


def _resources(record: Record) -> Iterator[dict[str, Any]]:
    """The patient first; everything else refers to it."""
    yield {
        "resourceType": "Patient",
        "id": id_of(record, "patient"),
        "identifier": [{"system": f"{OURS}:code", "value": record.code}],
        "active": all(one.withdrawn_at is None for one in record.consents[-1:]),
    }
    for consent in record.consents:
        yield asked.consent(record, consent)
    for plan in record.plans:
        yield asked.care_plan(record, plan)
    for check_in in record.check_ins:
        yield from reported.answers(record, check_in)
    for measured in record.measured:
        yield from reported.measure(record, measured)
    for one in record.reminded:
        if one.kind != Kind.TIP:
            yield asked.task(record, one)
    for case in record.cases:
        yield from reported.case(record, case)
