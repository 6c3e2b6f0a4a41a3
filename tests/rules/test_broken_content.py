"""A broken content file names itself and its field, all at once, and nothing starts with it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.content import ContentError, load
from bot.settings import PROJECT
from tests.cast import shipped_content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped content to break."""
    return Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


BREAKS: dict[str, tuple[Callable[[Path], object], str]] = {
    "no TOML": (lambda at: (at / "en/tips.toml").write_text("[tip\n"), r"en/tips.toml: "),
    "no UTF-8": (lambda at: (at / "en/tips.toml").write_bytes(b"\xff\xfe"), r"en/tips.toml: "),
    "a missing file": (lambda at: (at / "rules.toml").unlink(), r"rules.toml: the file is missing"),
    "an unknown key": (
        lambda at: change(at / "en/tips.toml", "section =", "colour = 1\nsection ="),
        r"en/tips.toml: \[\w+\] colour",
    ),
    "a missing key": (
        lambda at: change(at / "en/red_flags.toml", "tier =", "# tier ="),
        r"en/red_flags.toml: \[\w+\] tier",
    ),
    "a tier nobody knows": (lambda at: change(at / "en/red_flags.toml", '"emergency"', '"mild"'), r"\[bladder\] tier"),
    "a label too long": (
        lambda at: change(at / "en/red_flags.toml", 'label = "', f'label = "{"x" * 40}'),
        r"\[bladder\] label",
    ),
    "a lost word": (
        lambda at: change(at / "es/words/urgent.toml", "held =", "# held ="),
        r"es/words: 'urgent.held' is missing",
    ),
    "a word too many": (
        lambda at: change(at / "ru/words/urgent.toml", "held =", 'extra = "x"\nheld ='),
        r"ru/words: 'urgent.extra' is not in 'en'",
    ),
    "a lost placeholder": (
        lambda at: change(at / "es/words/checkin.toml", "{time}", ""),
        r"es/words: 'checkin.sent' differs in its placeholders: time",
    ),
    "a lost plural": (
        lambda at: change(at / "ru/words/caseload.toml", 'few = "И ещё {n}.", ', ""),
        r"ru/words: 'digest.more' needs the plurals few",
    ),
    "a red flag not translated": (
        lambda at: change(at / "ru/red_flags.toml", "[bladder]", "[bladdder]"),
        r"ru/red_flags",
    ),
    "a plan with no such exercise": (
        lambda at: change(at / "en/plans.toml", '"knee_extension"', '"handstand"'),
        r"no exercise 'handstand'",
    ),
    "a rule with no such flag": (
        lambda at: change(at / "rules.toml", '["sudden"]', '["suden"]'),
        r"\[C1\] there is no red flag 'suden'",
    ),
    "a rule about nothing": (
        lambda at: change(at / "rules.toml", 'every = ["swelling", "chest_breath"]', "every = []"),
        r"rules.toml: \[C5\].*names no red flag",
    ),
    "a rule for a fact that nobody asks": (
        lambda at: change(at / "rules.toml", '"age_65"', '"age_99"'),
        r"rules.toml: \[C3\] profile.*age_99",
    ),
    "a closer question after nothing": (
        lambda at: change(at / "en/red_flags.toml", 'after = ["spreading"]', 'after = ["spredding"]'),
        r"\[trouble_swallowing\] there is no red flag 'spredding'",
    ),
    "a tier that a clinic lowers": (
        lambda at: (at / "raise.toml").write_text('bladder = "urgent"\n'),
        r"raise.toml: \[bladder\] may be raised, not lowered",
    ),
    "a raised tier that there is not": (
        lambda at: (at / "raise.toml").write_text('sudden = "mild"\n'),
        r"raise.toml: \[sudden\] 'mild' is no tier",
    ),
    "a raised flag that there is not": (
        lambda at: (at / "raise.toml").write_text('suden = "emergency"\n'),
        r"raise.toml: there is no red flag 'suden'",
    ),
    "broken markup": (
        lambda at: change(at / "en/words/urgent.toml", "</b>", ""),
        r"en/words: 'urgent[\w.]+' leaves <b> open",
    ),
    "a number that is none": (
        lambda at: change(at / "emergency_numbers.tsv", "\t999\t", "\tcall\t"),
        r"emergency_numbers.tsv: no ambulance number in GB",
    ),
    "a crisis line without a number": (
        lambda at: change(at / "crisis_lines.tsv", "GB\tSamaritans\t116 123", "GB\tSamaritans\tcall"),
        r"crisis_lines.tsv: a name and a number are needed in GB",
    ),
    "an advice line without a name": (
        lambda at: change(at / "advice_lines.tsv", "GB\tNHS 111\t", "GB\t\t"),
        r"advice_lines.tsv: a name and a number are needed in GB",
    ),
    "no reference language": (lambda at: shutil.rmtree(at / "en"), r"there is no folder 'en'"),
}


ALONE = (
    "no TOML",
    "no UTF-8",
    "a missing file",
    "a missing key",
    "a tier that a clinic lowers",
    "a raised tier that there is not",
    "no reference language",
)
"""What takes the ground from under other checks, or spoils a line that another one spoils."""


@pytest.mark.parametrize(
    "names",
    [*([name] for name in ALONE), [name for name in BREAKS if name not in ALONE]],
    ids=[*ALONE, "all the others at once"],
)
def test_what_is_wrong_is_named_with_its_file(folder: Path, names: list[str]) -> None:
    for name in names:
        BREAKS[name][0](folder)
    with pytest.raises(ContentError) as caught:
        load(folder)
    problems = caught.value.problems
    unsaid = [name for name in names if not any(re.search(BREAKS[name][1], problem) for problem in problems)]
    assert unsaid == [], problems


def test_the_command_ends_with_status_2_and_no_traceback(folder: Path) -> None:
    BREAKS["a lost word"][0](folder)
    result = CliRunner().invoke(main, ["content", "check", str(folder)])
    assert result.exit_code == 2
    assert "urgent.held" in result.output
    assert "Traceback" not in result.output


def test_an_exercise_without_a_translation_is_shown_in_the_reference_language_and_named(folder: Path) -> None:
    (folder / "es/exercises/ankle_pumps.toml").unlink()
    content = load(folder)
    assert content.exercises["ankle_pumps"].text("es") == content.exercises["ankle_pumps"].text("en")
    assert content.lacking == ("es/exercises: 'ankle_pumps' is not translated",)
    assert CliRunner().invoke(main, ["content", "check", str(folder)]).exit_code == 2


def test_a_clinic_raises_a_tier_and_the_version_says_so(folder: Path) -> None:
    (folder / "raise.toml").write_text('sudden = "emergency"\n')
    raised, shipped = load(folder), shipped_content()
    assert (raised.tiers["sudden"].word, shipped.tiers["sudden"].word) == ("emergency", "urgent")
    assert raised.rules_version != shipped.rules_version


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ack_minutes = 60", "ack_minutes = 50"),
        ('"age_65", ', ""),
        ('tier = "urgent"', 'tier = "none"'),
        ("within_days = 7", "within_days = 8"),
    ],
)
def test_the_version_covers_every_part_of_a_rule(folder: Path, old: str, new: str) -> None:
    change(folder / "rules.toml", old, new)
    assert load(folder).rules_version != shipped_content().rules_version


def test_a_signature_changes_no_version(folder: Path) -> None:
    change(folder / "en/red_flags.toml", 'reviewed_by = ""', 'reviewed_by = "Dr. A. Example"')
    shipped = shipped_content()
    assert load(folder).rules_version == shipped.rules_version
    assert len(load(folder).unsigned) == len(shipped.unsigned) - 1


def test_a_new_language_is_a_new_folder(folder: Path) -> None:
    shutil.copytree(folder / "es", folder / "pt")
    assert "pt" in load(folder).languages


def test_a_new_red_flag_is_a_new_table(folder: Path) -> None:
    for language, data in (
        ("en", 'tier = "urgent"\norder = 99\nsource = "x"\nlisted = true\n'),
        ("es", ""),
        ("ru", ""),
    ):
        words = (
            'label = "Very tired"\nquestion = "Very tired?"\nfirst_line = "See a doctor."\ntell_them = "very tired"\n'
        )
        with (folder / language / "red_flags.toml").open("a") as file:
            file.write(f"\n[tired]\n{data}{words}")
    content = load(folder)
    assert content.listed_flags()[-1] == "tired"
    assert content.rules_version != shipped_content().rules_version
