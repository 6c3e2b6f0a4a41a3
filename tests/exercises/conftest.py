"""Every exercise's pictures, drawn once for all tests of a process."""

from functools import cache

import pytest

from bot.content import Content
from bot.delivery import figures
from tests.cast import shipped_content

EXERCISES = sorted(shipped_content().exercises)


@cache
def film(exercise: str) -> bytes:
    """The animation of an exercise as it is shipped."""
    return figures.draw_film(shipped_content().exercises[exercise].data.figure)


@pytest.fixture(params=EXERCISES)
def exercise(request: pytest.FixtureRequest) -> str:
    """The id of each exercise in turn."""
    return str(request.param)


@pytest.fixture
def library() -> Content:
    return shipped_content()
