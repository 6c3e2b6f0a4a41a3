"""The code that is said aloud: made so that nobody mishears it, read however it is typed."""

import itertools
import random

import pytest

from bot.domain import spoken


def test_a_code_has_eight_digits_and_none_twice_in_a_row() -> None:
    codes = {spoken.made(random.Random(seed).choice) for seed in range(300)}
    assert len(codes) == 300
    assert all(len(code) == 8 and code.isdecimal() for code in codes)
    assert not any(one == two for code in codes for one, two in itertools.pairwise(code))


@pytest.mark.parametrize(
    "typed",
    [
        "47291836",
        "4729 1836",
        " 4729-1836 ",
        "47 29 18 36",
        "4 7 2 9 1 8 3 6",
        "4729.1836",
        "４７２９１８３６",
        "٤٧٢٩١٨٣٦",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert spoken.read(typed) == "47291836"


def test_what_is_shown_is_read_back() -> None:
    code = spoken.made(random.Random(1).choice)
    assert spoken.read(spoken.shown(code)) == code


@pytest.mark.parametrize("typed", ["", "4729183", "472918365", "code 47291836", "4729  1836x", "112", "²²²²²²²²"])
def test_anything_else_is_no_code(typed: str) -> None:
    assert spoken.read(typed) is None
