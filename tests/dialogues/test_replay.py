"""`stepwell replay`: a draft of the rules over what patients reported, which changes nothing."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from bot.commands.replay import command
from bot.sandbox.phone import Phone
from bot.settings import PROJECT
from tests.cast import Stage, on_sqlite

pytestmark = on_sqlite


def replays(url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with nothing but the database's address."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "DATABASE_URL": url}
    return subprocess.run(
        [sys.executable, "-m", "bot", "replay", *arguments],
        env=environment, capture_output=True, text=True, check=False, cwd=PROJECT / "tests",
    )  # fmt: skip


async def replays_here(url: str, *arguments: str) -> Result:
    """The same command in a thread beside the loop: it has its own loop and its own connections."""
    return await asyncio.to_thread(CliRunner().invoke, command, arguments, env={"DATABASE_URL": url})


async def test_a_draft_shows_what_would_have_been_different(
    stage: Stage, ana: Phone, tom: Phone, database_url: str, tmp_path: Path
) -> None:
    for label in ("swollen", "Leg weaker"):
        await ana.says("/urgent")
        await ana.taps(label)
        await ana.taps("Send this one")
        await stage.jumps(hours=1)
    code = (await stage.patient()).code
    rules = (PROJECT / "content/rules.toml").read_text()
    draft = tmp_path / "draft.toml"
    draft.write_text(f'{rules}\n[[D1]]\nevery = ["swelling", "weakness"]\ntier = "emergency"\nsource = "a draft"\n')
    said = replays(database_url, "--rules", str(draft), "--json")
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert (found["reports"], found["alerts"], found["misses"]) == (2, {"then": 2, "draft": 2}, [])
    (change,) = found["changes"]
    assert (change["patient"], change["then"], change["draft"]) == (code, "urgent", "emergency")
    assert (change["flags"], change["rules"]) == (["weakness"], ["C12", "D1"])
    lines = (await replays_here(database_url, "--rules", str(draft))).stdout
    assert f"{code} case 1: urgent → emergency (C12, D1): weakness" in lines
    assert "1 of 2 reports would have been judged differently." in lines


async def test_a_folder_may_hold_only_what_changes(stage: Stage, ana: Phone, database_url: str, tmp_path: Path) -> None:
    (tmp_path / "raise.toml").write_text('sudden = "emergency"\n')
    said = await replays_here(database_url, "--rules", str(tmp_path), "--json")
    assert json.loads(said.stdout)["changes"] == []


async def test_a_broken_draft_names_its_file_and_field(stage: Stage, database_url: str, tmp_path: Path) -> None:
    draft = tmp_path / "draft.toml"
    draft.write_text('[[C1]]\nevery = ["sudden"]\ntier = "mild"\nsource = "x"\n')
    said = await replays_here(database_url, "--rules", str(draft))
    assert said.exit_code == 2
    assert "draft.toml: [C1] tier" in said.stderr
    assert "Traceback" not in said.stderr
