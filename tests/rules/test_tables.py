"""Rules that hold for every row of the tables, today's and tomorrow's."""

import ast
import re
from pathlib import Path

import pytest

from bot.clock import StoppedClock
from bot.models.person import Role
from bot.sandbox.phone import Phone
from bot.settings import PROJECT
from handlers.ask import EVERYONE, Command
from handlers.menus import menu
from handlers.tables import COMMANDS, SUBJECTS, TAPS, TYPED
from schedules.tables import JOBS
from tests.cast import Stage, on_sqlite, shipped_content

ROLES = {Role.PATIENT, Role.THERAPIST, Role.ADMIN}


def test_every_row_of_a_subject_is_in_the_tables_once() -> None:
    rows = [row for subject in SUBJECTS for name in ("COMMANDS", "TAPS", "TYPED") for row in getattr(subject, name, ())]
    assert len(rows) == len(COMMANDS) + len(TAPS) + len(TYPED)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert re.search(rf"^\| `/{name}` \|", (PROJECT / "README.md").read_text(), re.MULTILINE)


def test_the_readme_has_no_command_that_there_is_not() -> None:
    named = re.findall(r"^\| `/(\w+)` \|", (PROJECT / "README.md").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(COMMANDS)


def test_a_command_that_forgets_its_audience_does_not_construct() -> None:
    with pytest.raises(TypeError):
        Command("forgetful", COMMANDS["help"].run)  # type: ignore[call-arg]


@pytest.mark.parametrize("language", shipped_content().languages)
@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_menu_has_only_what_its_role_may_do(language: str, role: Role) -> None:
    names = {name for name, _ in menu(shipped_content().say(language), frozenset({role})).commands}
    assert names == {name for name, row in COMMANDS.items() if row.roles == EVERYONE or role in row.roles}


def test_every_button_that_is_made_has_a_handler() -> None:
    made = {action for path in _sources() for action in _actions(path)}
    assert made == set(TAPS)


def _sources() -> list[Path]:
    return [*PROJECT.glob("handlers/*.py"), *PROJECT.glob("bot/services/*.py")]


def _actions(path: Path) -> list[str]:
    """The actions of the buttons that a file makes; a choice between two counts as both."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Button" and len(node.args) > 1:
            found += _texts(node.args[1])
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "action":
            found += _texts(node.value)
    return found


def _texts(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.IfExp):
        return _texts(node.body) + _texts(node.orelse)
    if isinstance(node, ast.JoinedStr):
        head = str(getattr(node.values[0], "value", ""))
        return [name for name in TAPS if name.startswith(head)]
    return []


def test_every_job_has_its_own_name() -> None:
    assert len({job.name for job in JOBS}) == len(JOBS)


@on_sqlite
async def test_a_job_run_twice_does_nothing_more(stage: Stage, ana: Phone, tom: Phone) -> None:
    await ana.says("/checkin")
    await ana.taps("peeing")
    assert isinstance(stage.clock, StoppedClock)
    await stage.passes(hours=30)
    for job in JOBS:
        before = len(stage.sandbox.transcript.entries)
        for _ in range(2):
            async with stage.database() as session:
                await job.run(session, stage.app.content, stage.clock.now())
        await stage.settle()
        later = stage.sandbox.transcript.entries[before:]
        assert [entry for entry in later if entry.method.startswith(("send", "edit"))] == [], job.name
