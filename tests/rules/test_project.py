"""The files around the code tell the truth about it."""

import re
from pathlib import Path

import phonenumbers
import pytest
from phonenumbers import shortnumberinfo

from bot.settings import PROJECT, Settings
from tests.cast import shipped_content

PINS = sorted(PROJECT.glob("requirements*.txt"))


def test_the_example_names_every_setting_and_no_other() -> None:
    named = re.findall(r"^#? ?([A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(name.upper() for name in Settings.model_fields)


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.name)
def test_pins_carry_hashes_and_name_no_host(path: Path) -> None:
    text = path.read_text()
    assert "--hash=sha256:" in text
    assert not re.search(r"https?://|--index-url|--extra-index-url|--find-links", text)
    assert all(" \\" in line for line in text.splitlines() if "==" in line)


@pytest.mark.parametrize("country", sorted(shipped_content().numbers))
def test_every_number_is_an_emergency_number_there(country: str) -> None:
    assert country in phonenumbers.SUPPORTED_SHORT_REGIONS
    for number in shipped_content().numbers[country]:
        assert shortnumberinfo.is_emergency_number(number, country), number


@pytest.mark.parametrize("language", shipped_content().languages)
def test_the_likely_countries_have_a_number(language: str) -> None:
    codes = shipped_content().say(language)("choose.likely").split()
    assert codes
    assert set(codes) <= set(shipped_content().numbers)


def test_the_map_in_the_readme_names_every_package() -> None:
    text = (PROJECT / "README.md").read_text()
    folders = [path.name for path in (PROJECT / "bot").iterdir() if path.is_dir() and not path.name.startswith("_")]
    assert not [name for name in [*folders, "handlers", "schedules", "content", "tests"] if f"{name}/" not in text]
