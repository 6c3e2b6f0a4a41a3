"""`stepwell content pictures`: how a clinician sees a pose that was just written."""

import shutil
from pathlib import Path

from click.testing import CliRunner
from PIL import Image

from bot.__main__ import main
from bot.settings import PROJECT
from tests.exercises.conftest import film


def test_it_draws_what_is_named_and_a_sheet(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["content", "pictures", str(tmp_path / "look"), "clam_shell", "knee_extension"])
    assert done.exit_code == 0, done.output
    made = sorted(path.name for path in (tmp_path / "look").iterdir())
    assert made == ["clam_shell.gif", "clam_shell.png", "knee_extension.gif", "knee_extension.png", "sheet.png"]
    assert (tmp_path / "look/clam_shell.gif").read_bytes() == film("clam_shell")
    with Image.open(tmp_path / "look/sheet.png") as sheet:
        assert sheet.format == "PNG"


def test_an_exercise_that_there_is_not_is_named(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["content", "pictures", str(tmp_path / "look"), "handstand"])
    assert done.exit_code == 2
    assert "there is no exercise handstand" in done.output


def test_a_pose_that_cannot_be_is_said_with_its_file(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    file = folder / "en/exercises/knee_extension.toml"
    file.write_text(file.read_text().replace("right_knee = 6", "right_knee = -6"))
    done = CliRunner().invoke(main, ["content", "pictures", str(tmp_path / "look"), "--content", str(folder)])
    assert done.exit_code != 0
    assert "knee_extension.toml" in done.output
    assert "right_knee cannot be -6" in done.output
