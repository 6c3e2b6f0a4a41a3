"""A record as CSV files in one ZIP, with a `datapackage.json` that promises the type of every column.

Source: the Data Package and Table Schema specifications, for the names of types. A cell that a spreadsheet could take
for a formula gets an apostrophe in front.
"""

import csv
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.domain.record import Record

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MADE_AT = (1980, 1, 1, 0, 0, 0)
"""Every ZIP of the same record is the same to the byte."""


@dataclass(frozen=True)
class Table:
    """A CSV file. `columns` is name -> Table Schema type; `rows` gives the values in that order."""

    name: str
    columns: Mapping[str, str]
    rows: Callable[[Record], Iterable[Sequence[Any]]]


CHECK_INS = Table(
    "check_ins",
    {
        "opened_at": "datetime", "finished_at": "datetime", "urgent": "boolean", "screen": "string",
        "flags": "string", "numbness": "integer", "pain": "integer", "change": "string", "note": "string",
        "weekly": "boolean",
    },
    lambda record: (
        (
            one.opened_at, one.finished_at, one.urgent, one.screen, " ".join(one.flags), one.numbness, one.pain,
            one.change, one.note, one.full,
        )
        for one in record.check_ins
    ),
)  # fmt: skip
OCCURRENCES = Table(
    "occurrences",
    {
        "local_date": "date", "slot": "integer", "kind": "string", "exercise": "string", "due_at": "datetime",
        "sent_at": "datetime", "answered_at": "datetime", "state": "string", "reason": "string",
    },
    lambda record: (
        (
            one.local_date, one.slot, one.kind, one.exercise, one.due_at, one.sent_at, one.answered_at, one.state,
            one.reason,
        )
        for one in record.reminded
    ),
)  # fmt: skip
CASES = Table(
    "cases",
    {
        "opened_at": "datetime", "tier": "string", "flags": "string", "source": "string", "rules_version": "string",
        "acknowledged_at": "datetime", "closed_at": "datetime", "close_reason": "string",
    },
    lambda record: (
        (
            one.opened_at, one.tier, " ".join(one.flags), one.source, one.rules_version, one.acknowledged_at,
            one.closed_at, one.close_reason,
        )
        for one in record.cases
    ),
)  # fmt: skip
PLANS = Table(
    "plans",
    {
        "plan": "integer", "assigned_at": "datetime", "ended_at": "datetime", "starter": "string", "kind": "string",
        "exercise": "string", "rule": "string",
    },
    lambda record: (
        (plan.id, plan.assigned_at, plan.ended_at, plan.starter, line.kind, line.exercise, json.dumps(line.rule))
        for plan in record.plans
        for line in plan.lines
    ),
)  # fmt: skip
CONSENTS = Table(
    "consents",
    {
        "text_version": "string", "text_sha256": "string", "language": "string", "given_at": "datetime",
        "withdrawn_at": "datetime",
    },
    lambda record: (
        (one.text_version, one.text_sha256, one.language, one.given_at, one.withdrawn_at) for one in record.consents
    ),
)  # fmt: skip
MAPS = Table(
    "maps",
    {"local_date": "date", "areas": "string"},
    lambda record: ((one.day, " ".join(sorted(one.areas))) for one in record.maps),
)
MEASURES = Table(
    "measures",
    {"at": "datetime", "measure": "string", "score": "number", "falls": "integer", "answers": "string"},
    lambda record: (
        (one.at, one.measure, one.score, one.falls, " ".join(f"{item}={value}" for item, value in one.answers.items()))
        for one in record.measured
    ),
)
TABLES = (CHECK_INS, OCCURRENCES, MAPS, MEASURES, CASES, PLANS, CONSENTS)


class Archive:
    """A ZIP that takes one record after the other and keeps only their cells. Every table begins with the code."""

    def __init__(self) -> None:
        self._bytes = {table.name: io.BytesIO() for table in TABLES}
        self._texts = {
            name: io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
            for name, file in self._bytes.items()
        }
        self.patients: dict[str, dict[str, str | None]] = {}
        for table in TABLES:
            csv.writer(self._texts[table.name]).writerow(["patient", *table.columns])

    def add(self, record: Record) -> None:
        """One more patient."""
        self.patients[record.code] = {"zone": record.zone, "country": record.country}
        for table in TABLES:
            writer = csv.writer(self._texts[table.name])
            writer.writerows([record.code, *(_cell(value) for value in row)] for row in table.rows(record))

    def content(self) -> bytes:
        """The bytes of the ZIP."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
            for name, table in self._bytes.items():
                file.writestr(_entry(f"{name}.csv"), table.getvalue())
            file.writestr(_entry("datapackage.json"), json.dumps(_package(self.patients), indent=2))
        return buffer.getvalue()


def archive(records: Iterable[Record]) -> bytes:
    """The ZIP of some patients' records."""
    made = Archive()
    for record in records:
        made.add(record)
    return made.content()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, MADE_AT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return plain(value) if isinstance(value, str) else str(value)


def plain(text: str) -> str:
    """A cell's text, with an apostrophe in front of what a spreadsheet could take for a formula."""
    return f"'{text}" if text.startswith(FORMULA) else text


def _package(patients: Mapping[str, Mapping[str, str | None]]) -> dict[str, Any]:
    return {
        "name": "stepwell-export",
        "description": "Answers as patients reported them: not findings. An empty cell was not answered.",
        "patients": patients,
        "resources": [
            {
                "name": table.name,
                "path": f"{table.name}.csv",
                "schema": {
                    "fields": [
                        {"name": name, "type": kind} for name, kind in {"patient": "string", **table.columns}.items()
                    ],
                    "missingValues": [""],
                },
            }
            for table in TABLES
        ],
    }
