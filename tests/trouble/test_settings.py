"""A setting that is missing or wrong: one line that names it and says what to do, and exit status 2."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.settings import LOCAL_TOKEN_MARK, Settings
from tests.forked import in_one_worker
from tests.trouble.command import REAL_LOOKING, SECRET, environment, fails

GOOD = {"TELEGRAM_BOT_TOKEN": REAL_LOOKING, "CONTENT_DIR": "nowhere"}
"""Good enough to be read: without content the bot ends before it does anything."""
WRONG = [
    ("TELEGRAM_BOT_TOKEN", "hello"),
    ("TELEGRAM_BOT_TOKEN", f"bot{REAL_LOOKING}"),
    ("TELEGRAM_BOT_TOKEN", f"{REAL_LOOKING} {SECRET}"),
    ("TELEGRAM_API_URL", "api.telegram.org"),
    ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
    ("TELEGRAM_API_URL", "http://"),
    ("TELEGRAM_API_URL", "http://127.0.0.1:many"),
    ("TELEGRAM_API_URL", "http://127.0.0.1:99999"),
    ("DATABASE_URL", ""),
    ("DATABASE_URL", "stepwell.db"),
    ("DATABASE_URL", "mysql://localhost/stepwell"),
    ("DATABASE_URL", "postgresql://ada:secret@localhost:many/stepwell"),
    ("DATABASE_URL", "postgresql+psycopg2://localhost/stepwell"),
    ("DATABASE_URL", "sqlite+pysqlite:///stepwell.db"),
    ("DATABASE_URL", "sqlite://"),
    ("ADMIN_TELEGRAM_IDS", "ada"),
    ("ADMIN_TELEGRAM_IDS", "101, ada"),
    ("ADMIN_TELEGRAM_IDS", "-100500"),
    ("INVITE_HOURS", "soon"),
    ("INVITE_HOURS", "0"),
    ("ALLOW_LOCAL_TELEGRAM", "perhaps"),
    ("LOG_LEVEL", "LOUD"),
]


@pytest.fixture(autouse=True)
def elsewhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither the developer's .env nor the developer's environment."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.mark.parametrize(("name", "value"), WRONG, ids=lambda part: part or "empty")
def test_a_wrong_setting_names_itself(name: str, value: str) -> None:
    result = CliRunner().invoke(main, ["run"], env=GOOD | {name: value})
    assert result.exit_code == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"stepwell: {name} is wrong: ")
    assert SECRET not in line
    assert "secret@" not in line


@pytest.mark.parametrize(
    "value", [value for name, value in WRONG if name == "DATABASE_URL"], ids=lambda url: url or "empty"
)
def test_the_database_command_names_the_wrong_address_too(value: str) -> None:
    result = CliRunner().invoke(main, ["db", "upgrade"], env={"DATABASE_URL": value})
    assert result.exit_code == 2
    assert result.stderr.startswith("stepwell: DATABASE_URL is wrong: ")


def test_all_that_is_wrong_is_said_at_once() -> None:
    result = CliRunner().invoke(main, ["run"], env={"ADMIN_TELEGRAM_IDS": "ada", "LOG_LEVEL": "LOUD"})
    (line,) = result.stderr.splitlines()
    assert "TELEGRAM_BOT_TOKEN is not set: put it into .env" in line
    assert "ADMIN_TELEGRAM_IDS is wrong" in line
    assert "LOG_LEVEL is wrong" in line


def test_without_a_token_it_does_not_start(tmp_path: Path) -> None:
    """From nothing, as at an operator's: elsewhere a warm process forks, which hides what reading the modules does."""
    cold = [sys.executable, "-m", "bot", "run"]
    ended = subprocess.run(cold, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert ended.returncode == 2
    (line,) = ended.stderr.splitlines()
    assert line.startswith("stepwell: TELEGRAM_BOT_TOKEN is not set")


@in_one_worker
async def test_the_token_of_the_local_telegram_is_refused(tmp_path: Path) -> None:
    line = await fails(tmp_path, "run", TELEGRAM_BOT_TOKEN=f"1{LOCAL_TOKEN_MARK}{SECRET}")
    assert "belongs to the local Telegram; set ALLOW_LOCAL_TELEGRAM=true" in line


def test_the_database_command_needs_no_token(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["db", "upgrade"], env={"DATABASE_URL": f"sqlite:///{tmp_path}/x.db"})
    assert result.exit_code == 0
