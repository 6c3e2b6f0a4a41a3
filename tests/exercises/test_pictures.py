"""Every exercise has a still and an animation that can be sent as they are."""

from io import BytesIO
from itertools import pairwise

import pytest
from PIL import Image, ImageChops

from bot.content import Content
from bot.delivery import figures
from tests.exercises.conftest import film

MOST = 300_000
"""Bytes of an animation: one that is larger takes too long on a phone."""


def test_an_animation_is_small_and_moves_and_loops(exercise: str) -> None:
    content = film(exercise)
    assert len(content) < MOST
    with Image.open(BytesIO(content)) as moving:
        assert (moving.format, moving.width) == ("GIF", 640)
        assert 320 <= moving.height <= 480
        assert moving.info["loop"] == 0
        frames, seconds = [], 0.0
        for place in range(moving.n_frames):  # type: ignore[attr-defined]
            moving.seek(place)
            frames.append(moving.convert("RGB"))
            seconds += moving.info["duration"] / 1000
    assert len(frames) > 10
    assert 1.5 <= seconds <= 7
    assert len({frame.tobytes() for frame in frames}) > 8
    steps = [changed(one, two) for one, two in pairwise(frames)]
    assert changed(frames[-1], frames[0]) <= 2 * max(steps), "the end does not lead into the beginning"


def changed(one: Image.Image, two: Image.Image) -> float:
    """How much of a picture differs from another, as a share of its pixels."""
    difference = ImageChops.difference(one, two).convert("L").point(lambda value: 255 if value > 12 else 0)
    return difference.histogram()[255] / (one.width * one.height)


def test_a_still_shows_two_different_poses(exercise: str, library: Content) -> None:
    figure = library.exercises[exercise].data.figure
    content = figures.draw_still(figure)
    assert len(content) < MOST / 3
    with Image.open(BytesIO(content)) as still:
        assert (still.format, still.size) == ("PNG", (640, 480))
        picture = still.convert("RGB")
    across = figures._halves(figures.Scene(figure).extent)[1].left > 0
    first, second = ((0, 0, 320, 480), (320, 0, 640, 480)) if across else ((0, 0, 640, 240), (0, 240, 640, 480))
    assert changed(picture.crop(first), picture.crop(second)) > 0.01


@pytest.mark.parametrize("name", ["knee_extension", "clam_shell"])
def test_the_same_figure_gives_the_same_bytes(name: str, library: Content) -> None:
    assert figures.draw_film(library.exercises[name].data.figure) == film(name)
