"""Every deed that the code writes into the audit has words of its own on the admin's screen."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.settings import PROJECT
from tests.cast import shipped_content

Function = ast.FunctionDef | ast.AsyncFunctionDef
SOURCES = [path for folder in ("bot", "handlers", "schedules") for path in PROJECT.glob(f"{folder}/**/*.py")]


@dataclass(frozen=True)
class Call:
    """A call, with the module and the function that it stands in."""

    node: ast.Call
    module: str
    inside: Function | None

    def is_of(self, module: str, function: str) -> bool:
        """Whether it calls a module's function: as `module.function`, or by its name alone at home."""
        called = self.node.func
        if isinstance(called, ast.Attribute):
            return called.attr == function and getattr(called.value, "id", "") == module
        return self.module == module and getattr(called, "id", "") == function


def _calls(node: ast.AST, module: str, inside: Function | None = None) -> Iterator[Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            yield Call(child, module, inside)
        yield from _calls(child, module, child if isinstance(child, Function) else inside)


@cache
def calls() -> list[Call]:
    return [call for path in SOURCES for call in _calls(ast.parse(path.read_text()), path.stem)]


def _given(call: Call, parameter: str, place: int | None) -> ast.expr | None:
    """What a call gives for a parameter."""
    named = next((word.value for word in call.node.keywords if word.arg == parameter), None)
    if named is None and place is not None and place < len(call.node.args):
        return call.node.args[place]
    return named


def _deeds(module: str, function: str, parameter: str, place: int | None) -> Iterator[str]:
    """The texts that reach a parameter, also by way of functions that hand it on."""
    for call in calls():
        given = _given(call, parameter, place) if call.is_of(module, function) else None
        for value in (given.body, given.orelse) if isinstance(given, ast.IfExp) else (given,):
            yield from _texts(call, value)


def _texts(call: Call, value: ast.expr | None) -> Iterator[str]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield value.value
    elif isinstance(value, ast.Name) and call.inside is not None:
        names = [one.arg for one in call.inside.args.args]
        known = [*names, *(one.arg for one in call.inside.args.kwonlyargs)]
        assert value.id in known, f"{call.inside.name} records {value.id}, which this test cannot follow"
        yield from _deeds(call.module, call.inside.name, value.id, names.index(value.id) if value.id in names else None)
    else:
        assert value is None, f"{ast.unparse(call.node)} records what this test cannot follow"


def test_every_recorded_deed_has_words() -> None:
    recorded = set(_deeds("audit", "record", "action", None))
    assert {"broadcast_retried", "patient_paired", "handover_lapsed", "card_read"} <= recorded
    for language in shipped_content().languages:
        say = shipped_content().say(language)
        assert sorted(deed for deed in recorded if f"audit.did.{deed}" not in say) == []
