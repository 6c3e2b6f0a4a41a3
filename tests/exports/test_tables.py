"""The CSV files open with the types that they promise."""

import csv
import io
import json
import zipfile
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from bot.exports import tables
from tests.exports.records import ANA

READ: dict[str, Any] = {
    "string": str,
    "integer": int,
    "number": float,
    "boolean": {"true": True, "false": False}.__getitem__,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def opened(content: bytes) -> dict[str, list[dict[str, Any]]]:
    """table -> its rows, each cell read as the type that the package promises; an empty one is None."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        for resource in json.loads(file.read("datapackage.json"))["resources"]:
            fields = {field["name"]: READ[field["type"]] for field in resource["schema"]["fields"]}
            reader = csv.DictReader(io.StringIO(file.read(resource["path"]).decode(), newline=""))
            assert reader.fieldnames == list(fields)
            found[resource["name"]] = [
                {name: fields[name](cell) if cell else None for name, cell in row.items()} for row in reader
            ]
    return found


def test_every_cell_reads_back_as_what_it_was() -> None:
    found = opened(tables.archive([ANA]))
    first, unfinished, urgent = found["check_ins"]
    assert (first["patient"], first["numbness"], first["pain"], first["urgent"]) == ("K7F2", 3, 2, False)
    assert first["opened_at"] == ANA.check_ins[0].opened_at
    assert urgent["flags"] == "bladder saddle"
    assert unfinished["pain"] is None
    assert unfinished["screen"] is None
    assert [row["state"] for row in found["occurrences"]] == ["done", "expired", "held"]
    assert found["occurrences"][0]["local_date"] == date(2026, 3, 13)
    assert found["cases"][0]["closed_at"] is None
    assert json.loads(found["plans"][1]["rule"]) == {"times": ["12:30"], "days": [0, 2, 4]}
    assert [(row["measure"], row["score"], row["falls"]) for row in found["measures"]] == [
        ("function", 3.7, None), ("walking", None, 2), ("mood", 4, None),
    ]  # fmt: skip
    assert found["measures"][2]["answers"] == "joy=3 low=1"
    assert found["consents"][0]["text_sha256"] == "ab" * 32


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_a_cell_is_never_a_formula(start: str) -> None:
    noted = replace(ANA, check_ins=[replace(ANA.check_ins[0], note=f"{start}SUM(A1)")])
    assert opened(tables.archive([noted]))["check_ins"][0]["note"] == f"'{start}SUM(A1)"


def test_words_with_commas_quotes_and_lines_come_back_whole() -> None:
    words = 'it "burns", then\nstops; ¿no? да'
    noted = replace(ANA, check_ins=[replace(ANA.check_ins[0], note=words)])
    assert opened(tables.archive([noted]))["check_ins"][0]["note"] == words


def test_a_caseload_stands_in_the_same_tables() -> None:
    found = opened(tables.archive([ANA, replace(ANA, code="M3X9")]))
    assert [row["patient"] for row in found["cases"]] == ["K7F2", "M3X9"]


def test_the_same_record_makes_the_same_file() -> None:
    assert tables.archive([ANA]) == tables.archive([ANA])
