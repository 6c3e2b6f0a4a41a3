"""The guide for those who write figures names everything that a figure can say, and its example works."""

import re
import tomllib
from typing import get_args

from pydantic import TypeAdapter

from bot.delivery.camera import VIEWS
from bot.domain.figure import MIDDLE, SIDED, Figure, Thing
from bot.domain.posture import HOLDS, ON_THINGS, posing
from bot.settings import PROJECT

GUIDE = (PROJECT / "docs/figures.md").read_text()


def test_it_names_every_joint_thing_hold_and_view() -> None:
    named = set(re.findall(r"`([a-z_]+)`", GUIDE))
    assert {*SIDED, *MIDDLE, *get_args(Thing), *HOLDS, *ON_THINGS, *VIEWS} <= named


def test_its_example_can_be_drawn() -> None:
    example = tomllib.loads(re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)[1])  # type: ignore[index]
    posing(TypeAdapter(Figure).validate_python(example["figure"]))
