"""Content that is broken so badly that reading it could break too: still a line that names the place, and no start."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.settings import PROJECT
from tests.forked import in_one_worker
from tests.trouble.command import REAL_LOOKING, stepwell

NUMBERS = "emergency_numbers.tsv"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped content to break."""
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))


def first(file: Path, line: str) -> None:
    """Put a line at the top of a file."""
    file.write_text(f"{line}\n{file.read_text()}")


def words(text: str, where: str = "en") -> Callable[[Path], object]:
    """One more file of words."""
    return lambda at: (at / where / "words/new.toml").write_text(f"[new]\n{text}\n")


def changed(file: str, old: str, new: str) -> Callable[[Path], object]:
    """A file with a piece of it replaced."""
    return lambda at: (at / file).write_text((at / file).read_text().replace(old, new, 1))


def a_file_for_a_folder(at: Path) -> None:
    shutil.rmtree(at / "es/words")
    (at / "es/words").touch()


def nothing_left(at: Path) -> None:
    shutil.rmtree(at)
    at.mkdir()


BREAKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "a lone brace": (words('text = "{"'), "en/words: 'new.text' has a brace without its partner"),
    "a lone brace in a translation": (
        changed("es/words/checkin.toml", "{time}", "{time"),
        "es/words: 'checkin.sent' has a brace without its partner",
    ),
    "a number for words": (words("text = 5"), "en/words: 'new.text' is not text"),
    "a list for words": (words('text = ["a"]'), "en/words: 'new.text' is not text"),
    "a plural of numbers": (words("one = 1\nother = 2"), "en/words: 'new' is not text"),
    "items that are no tables": (lambda at: first(at / "en/tips.toml", "stray = 1"), "en/tips.toml: 'stray'"),
    "translations that are no tables": (lambda at: first(at / "es/plans.toml", "stray = 1"), "es/plans.toml: 'stray'"),
    "rules that are no tables": (lambda at: first(at / "rules.toml", "stray = 1"), "rules.toml: [stray]"),
    "numbers without a heading": (
        lambda at: (at / NUMBERS).write_text("ES\t112\t\n"),
        f"{NUMBERS}: there is no number",
    ),
    "a heading misspelt": (changed(NUMBERS, "ambulance", "ambulanse"), f"{NUMBERS}: no ambulance number in GB"),
    "numbers in another alphabet": (lambda at: (at / NUMBERS).write_bytes(b"\xff\xfe"), f"{NUMBERS}: "),
    "a row cut short": (changed(NUMBERS, "GB\tUnited Kingdom\t999", "GB"), f"{NUMBERS}: no ambulance number in GB"),
    "a folder that is no language": (lambda at: shutil.copytree(at / "es", at / "drafts"), "drafts: the folder's name"),
    "a file for a folder": (a_file_for_a_folder, "es/words"),
    "nothing at all": (nothing_left, "there is no folder 'en'"),
    "no folder": (shutil.rmtree, "there is no folder 'en'"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_it_names_the_place_and_ends_with_status_2(folder: Path, name: str) -> None:
    spoil, said = BREAKS[name]
    spoil(folder)
    result = CliRunner().invoke(main, ["content", "check", str(folder)])
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert said in result.stderr
    assert "problems, see above" in result.stderr


@in_one_worker
async def test_the_bot_does_not_start_with_broken_content(folder: Path, tmp_path: Path) -> None:
    first(folder / "en/words/urgent.toml", "held = ")
    async with stepwell(tmp_path, "run", TELEGRAM_BOT_TOKEN=REAL_LOOKING, CONTENT_DIR=str(folder)) as bot:
        assert await bot.ends() == 2
    assert bot.lines[0].startswith("en/words/urgent.toml: Invalid")
    assert "Traceback" not in bot.said
    assert bot.lines[-1].endswith("problems, see above")
