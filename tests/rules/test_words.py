"""Every key that the code asks for is in the content, and none is there for nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.lanes import Kind
from bot.settings import PROJECT
from tests.cast import shipped_content

FOLDERS = ("handlers", "bot/services", "bot/delivery", "bot/exports", "bot/commands")
SOURCES = [*(path for folder in FOLDERS for path in PROJECT.glob(f"{folder}/**/*.py")), PROJECT / "bot/demo.py"]
KEYS = set(shipped_content().words["en"]._sentences)
LITERAL = re.compile(r"[a-z]+(\.[a-z_0-9]+)+")
TABLES = {key.partition(".")[0] for key in KEYS}


def _patterns(path: Path) -> Iterator[str]:
    """The keys that a file names: as they stand, or with '*' for what is filled in."""
    parts: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.JoinedStr):
            parts |= {id(part) for part in node.values}
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in parts:
            yield node.value


def _named() -> set[str]:
    found = {text for path in SOURCES for text in _patterns(path)}
    return {text for text in found if text.partition(".")[0] in TABLES and "." in text and " " not in text}


def _anything_like(patterns: set[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(pattern).replace(r"\*", r"[\w.]+") for pattern in patterns))


def test_every_key_in_the_code_is_in_the_content() -> None:
    from handlers.tables import TAPS, TYPED

    spoken = {text for text in _named() if LITERAL.fullmatch(text)} - set(TAPS) - set(TYPED)
    missing = {text for text in spoken if text not in KEYS}
    assert not {text for text in missing if not text.endswith(".toml")}, sorted(missing)


def test_no_key_is_there_for_nothing() -> None:
    named = _named()
    filled_in = _anything_like({text for text in named if "*" in text})
    assert [key for key in sorted(KEYS - named) if not filled_in.fullmatch(key)] == []


@pytest.mark.parametrize("language", shipped_content().languages)
def test_every_kind_of_message_has_a_name_where_the_queues_are_shown(language: str) -> None:
    assert [kind for kind in Kind if f"status.lane.{kind}" not in shipped_content().say(language)] == []
