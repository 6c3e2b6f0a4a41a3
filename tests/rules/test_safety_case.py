"""The safety case names every hazard and every line, its links lead to tests, and its state is the content's."""

import ast
import re
from functools import cache

import pytest

from bot.settings import PROJECT
from tests.cast import shipped_content
from tests.rules.safety_case import CASE, MARK, generated

TEXT = CASE.read_text()
LINK = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
ROWS = dict(re.findall(r"^\| ([LHCTS]\d+)\b(.*)$", TEXT, re.MULTILINE))
LINES = [f"L{number}" for number in range(1, 9)]
HAZARDS = [f"H{number:02}" for number in range(1, 25)]
RULES = list(dict.fromkeys(rule.id for rule in shipped_content().rules))
RULES += [f"{letter}{number}" for letter in "TS" for number in range(1, 8)]


@cache
def names_in(path: str) -> frozenset[str]:
    """The names of the tests in a file, as pytest would collect them."""
    nodes = ast.walk(ast.parse((PROJECT / path).read_text()))
    return frozenset(
        node.name
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    )


def test_every_line_every_hazard_and_every_rule_is_there_once() -> None:
    assert re.findall(r"^\| ([LHCTS]\d+)\b", TEXT, re.MULTILINE) == [*LINES, *HAZARDS, *RULES]


@pytest.mark.parametrize("name", [*LINES, *HAZARDS, *RULES])
def test_each_is_proved_by_tests_that_exist(name: str) -> None:
    links = LINK.findall(ROWS[name])
    assert links, f"{name} has no test"
    missing = [f"{path}::{test}" for path, test in links if test not in names_in(path)]
    assert missing == []


@pytest.mark.parametrize("name", HAZARDS)
def test_no_hazard_is_left_greater_than_it_was(name: str) -> None:
    before, after = re.findall(r"(\d) → (\d) \|$", ROWS[name])[0]
    assert 1 <= int(after) <= int(before) <= 5


def test_the_intended_use_is_the_readmes() -> None:
    said = "Stepwell sends reminders and education chosen by a therapist and passes answers on to them."
    for text in (TEXT, (PROJECT / "README.md").read_text()):
        assert said in " ".join(text.replace("\n> ", " ").split())


def test_the_checklist_is_there() -> None:
    boxes = re.findall(r"^- \[ \] (.+)$", TEXT, re.MULTILINE)
    for words in ("legal", "data protection", "safety officer", "rota", "emergency numbers", "HEARTBEAT_URL"):
        assert any(words in box for box in boxes), words


def test_the_state_is_what_the_content_and_the_pins_say() -> None:
    assert TEXT.partition(MARK)[2].strip() == generated(shipped_content()).strip(), "run `make safety-case`"
