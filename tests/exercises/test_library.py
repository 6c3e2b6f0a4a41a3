"""The library is whole: all 34 exercises, each with the dose and the cautions that its source gives."""

import pytest

from bot.content import Content
from tests.cast import shipped_content

# code: sets, reps, seconds, minutes; level; positions; cautions. The lower end of a range is what is shown first.
SOURCE: dict[str, tuple[tuple[int, int, int, int], int, str, str]] = {
    "X01": ((1, 0, 0, 2), 1, "desk", "BAL CV"),
    "X02": ((1, 0, 0, 5), 1, "standing", "DMF BAL CV"),
    "X03": ((1, 20, 0, 0), 1, "chair desk floor", ""),
    "X04": ((1, 10, 0, 0), 1, "chair desk", ""),
    "X05": ((2, 0, 30, 0), 1, "chair desk", "HIP"),
    "X06": ((2, 10, 2, 0), 1, "chair desk", ""),
    "X07": ((1, 10, 0, 0), 2, "chair", "SS DISC"),
    "X08": ((1, 10, 0, 0), 2, "floor", "PR SS"),
    "X09": ((1, 8, 0, 0), 3, "floor", "SS KN"),
    "X10": ((2, 0, 20, 0), 1, "chair", "OP DISC SS"),
    "X11": ((2, 0, 20, 0), 1, "floor", "PR SS"),
    "X12": ((2, 0, 20, 0), 1, "chair", "HIP OP"),
    "X13": ((2, 0, 20, 0), 2, "floor", "HIP PR SS"),
    "X14": ((2, 0, 20, 0), 2, "standing floor", "KN BAL HIP STEN"),
    "X15": ((2, 0, 20, 0), 1, "standing", "BAL DMF"),
    "X16": ((2, 0, 20, 0), 1, "standing", "BAL DMF"),
    "X17": ((3, 0, 20, 0), 1, "floor", "DISC HIP OP PR SS"),
    "X18": ((1, 10, 5, 0), 1, "floor chair", "PR SS"),
    "X19": ((1, 8, 0, 0), 1, "floor", "OP KN SS"),
    "X20": ((1, 10, 0, 0), 1, "floor", "OP SS PR"),
    "X21": ((1, 8, 2, 0), 3, "floor", "STEN PR SS"),
    "X22": ((2, 8, 2, 0), 2, "floor", "PR CV SS"),
    "X23": ((2, 6, 5, 0), 2, "floor", "KN SS"),
    "X24": ((2, 10, 0, 0), 1, "floor", "HIP"),
    "X25": ((2, 10, 0, 0), 1, "standing", "BAL DMF"),
    "X26": ((2, 10, 0, 0), 1, "standing chair", "BAL"),
    "X27": ((2, 5, 0, 0), 2, "chair standing", "BAL CV"),
    "X28": ((2, 8, 0, 0), 2, "standing", "BAL KN"),
    "X29": ((3, 0, 10, 0), 2, "standing", "BAL"),
    "X30": ((1, 8, 0, 0), 1, "desk", "OP"),
    "X31": ((1, 10, 3, 0), 1, "desk", ""),
    "X32": ((1, 5, 0, 0), 1, "desk standing", "STEN BAL SS"),
    "X33": ((1, 0, 0, 2), 1, "chair desk", ""),
    "X34": ((1, 0, 0, 3), 1, "desk", ""),
}
CODES = {item.data.code: item for item in shipped_content().exercises.values()}


def test_every_code_is_there_once(library: Content) -> None:
    assert sorted(item.data.code for item in library.exercises.values()) == sorted(SOURCE)


@pytest.mark.parametrize("code", SOURCE)
def test_dose_level_position_and_cautions_are_the_sources(code: str) -> None:
    data = CODES[code].data
    dose, level, positions, cautions = SOURCE[code]
    assert (data.dose.sets, data.dose.reps, data.dose.hold_seconds, data.dose.minutes) == dose
    assert data.level == level
    assert set(data.position) == set(positions.split())
    assert sorted(data.cautions) == sorted(cautions.split())
    assert f"exercises.md {code}" in data.source


def test_every_exercise_is_in_all_languages_and_unsigned(exercise: str, library: Content) -> None:
    item = library.exercises[exercise]
    assert set(item.texts) == set(library.languages)
    assert item.data.reviewed_by == ""
    for text in item.texts.values():
        assert 3 <= len(text.steps) <= 5


def test_what_must_be_taught_first_says_so(library: Content) -> None:
    taught = [item for item in library.exercises.values() if item.data.level == 3]
    assert {item.data.code for item in taught} == {"X09", "X21"}
    assert all("therapist has shown" in " ".join(item.text("en").stop_if) for item in taught)


def test_the_cautions_are_all_there_and_all_used(library: Content) -> None:
    assert set(library.cautions) == {"OP", "PR", "HIP", "SS", "KN", "DMF", "BAL", "CV", "STEN", "DISC"}
    assert set(library.cautions) == {code for item in library.exercises.values() for code in item.data.cautions}
    assert all(set(item.texts) == set(library.languages) for item in library.cautions.values())
