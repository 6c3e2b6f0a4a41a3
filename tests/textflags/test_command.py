"""`stepwell triage`, as a clinician types it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main


def triage(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["triage", *arguments])


def test_words_as_json() -> None:
    told = json.loads(triage("--json", "--text", "I can't pee", "--country", "es").stdout)
    assert told["tier"] == "emergency"
    assert told["flags"] == [{"id": "bladder", "certainty": "hit"}]
    assert told["number"] == "112"
    assert told["version"]


TIERS = {
    "hello": "none",
    "what if I can't pee?": "none",
    "it's getting worse": "routine",
    "my calf is swollen": "urgent",
    "sudden weakness in my leg": "emergency",
    "I passed out": "emergency",
    "I want to die and I can't pee": "crisis",
}


def test_the_tier_of_words(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("\n".join(("lang\tsentence", *(f"en\t{words}" for words in TIERS), "")), encoding="utf-8")
    told = [json.loads(line)["tier"] for line in triage("--file", str(path)).stdout.splitlines()]
    assert dict(zip(TIERS, told, strict=True)) == TIERS


def test_flags_together() -> None:
    told = json.loads(triage("--json", "--flags", "sudden, weakness").stdout)
    assert (told["tier"], told["rules"]) == ("emergency", ["C1", "C12"])
    assert {flag["certainty"] for flag in told["flags"]} == {"hit"}


def test_a_file_line_by_line_in_order(tmp_path: Path) -> None:
    path = tmp_path / "x.tsv"
    path.write_text("lang\tsentence\tmore\nen\t\"I can't pee\tx\nes\ttengo fiebre\ty\n", encoding="utf-8")
    tiers = [json.loads(line)["tier"] for line in triage("--file", str(path)).stdout.splitlines()]
    assert tiers == ["emergency", "urgent"]


def test_human_words() -> None:
    said = triage("--text", "I can't pee", "--country", "ES").stdout
    assert "emergency" in said
    assert "112" in said


@pytest.mark.parametrize(
    "arguments",
    [
        ("--flags", "foot_wound", "--profile", "diabets"),
        (),
        ("--text", "x", "--flags", "bladder"),
        ("--flags", "blader"),
        ("--flags", ","),
        ("--text", "x", "--country", "Narnia"),
        ("--file", "/nowhere.tsv"),
        ("--file", "README.md"),
    ],
)
def test_what_is_wrong_gets_one_line(arguments: tuple[str, ...]) -> None:
    result = triage(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
