"""Bodies obey: what carries them, how far joints go, what hands hold."""

import math
import re
import shutil
from pathlib import Path

import pytest

from bot.content import ContentError, load
from bot.domain.figure import Figure
from bot.domain.posture import SEAT, Posing, posing
from bot.domain.skeleton import FOREARM, SHIN, THIGH, UPPER_ARM, angle_at, body, bottom
from bot.settings import PROJECT
from tests.cast import shipped_content

PIXEL = 0.4
"""Centimetres: what a picture cannot show."""
SOLE = ("heel", "ball", "toe")
STANDING = [
    name
    for name, item in shipped_content().exercises.items()
    if item.data.figure.rests == "floor" and "mat" not in item.data.figure.props
]


def moments(exercise: str) -> tuple[Posing, list[float]]:
    figure = shipped_content().exercises[exercise].data.figure
    return posing(figure), [moment for moment, _ in figure.moments()]


def sole(made: Posing, moment: float, side: str) -> float:
    points = made.at(moment).points
    return min(bottom(name, points[name]) for name in (f"{side}_{part}" for part in SOLE))


def test_nothing_sinks_into_the_floor(exercise: str) -> None:
    made, times = moments(exercise)
    assert min(made.at(moment).lowest() for moment in times) > -PIXEL


def test_something_carries_the_body(exercise: str) -> None:
    made, times = moments(exercise)
    for moment in times:
        found = made.at(moment)
        sitting = abs(bottom("pelvis", found.points["pelvis"]) - SEAT) < PIXEL
        assert sitting or abs(found.lowest()) < PIXEL


@pytest.mark.parametrize("name", STANDING)
def test_who_stands_stands_on_the_feet(name: str) -> None:
    made, times = moments(name)
    for moment in times:
        assert min(abs(sole(made, moment, side)) for side in ("left", "right")) < PIXEL


def test_bones_keep_their_length_and_knees_their_side(exercise: str) -> None:
    made, times = moments(exercise)
    for moment in times:
        points = made.at(moment).points
        for side in ("left", "right"):
            for one, two, long in (("hip", "knee", THIGH), ("knee", "ankle", SHIN), ("elbow", "wrist", FOREARM)):
                assert math.dist(points[f"{side}_{one}"], points[f"{side}_{two}"]) == pytest.approx(long, abs=0.5)
            assert math.dist(points[f"{side}_shoulder"], points[f"{side}_elbow"]) == pytest.approx(UPPER_ARM, abs=0.5)
            assert angle_at(made.at(moment), f"{side}_hip", f"{side}_knee", f"{side}_ankle") < 156


def test_planted_feet_stay(exercise: str) -> None:
    made, times = moments(exercise)
    for side in made.figure.planted:
        for moment in times:
            assert math.dist(made.at(moment).points[f"{side}_ankle"], made.first.points[f"{side}_ankle"]) < PIXEL


def test_a_straight_body_stands_upright() -> None:
    points = body({}).points
    assert points["head"][1] > points["neck"][1] > points["pelvis"][1] > points["left_knee"][1]
    assert points["right_hip"][2] > 0 > points["left_hip"][2]
    assert points["right_toe"][0] > points["right_heel"][0]


def test_bending_goes_the_way_that_joints_go() -> None:
    bent = body({"right_knee": 90, "right_elbow": 90, "right_ankle": 20, "right_hip_out": 30}).points
    assert bent["right_ankle"][0] < bent["right_knee"][0] - 30
    assert bent["right_wrist"][0] > bent["right_elbow"][0] + 20
    assert bent["right_knee"][2] > bent["right_hip"][2] + 15


@pytest.mark.parametrize(
    ("joint", "value", "words"),
    [
        ("right_knee", -20, "pose 2: right_knee cannot be -20, it goes from 0 to 155"),
        ("elbow", -5, "left_elbow cannot be -5"),
        ("neck", 120, "neck cannot be 120"),
        ("tail", 5, "there is no joint 'tail'"),
    ],
)
def test_what_no_body_does_is_refused(joint: str, value: float, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        Figure(({"hip": 0}, {joint: value}))


def test_one_pose_is_not_a_movement() -> None:
    with pytest.raises(ValueError, match="two poses"):
        Figure(({"hip": 0},))


def test_a_hand_that_does_not_reach_is_refused() -> None:
    with pytest.raises(ValueError, match=r"the left hand is .* cm short of 'counter'"):
        posing(Figure(({"hip": 0}, {"ankle": 0}), props={"counter": 200}, hands={"left": "counter"}))


def test_there_is_nothing_unknown_to_hold_or_to_point_at() -> None:
    poses: tuple[dict[str, float], ...] = ({"hip": 0}, {"ankle": 0})
    with pytest.raises(ValueError, match="no 'cloud' to hold"):
        posing(Figure(poses, hands={"left": "cloud"}))
    with pytest.raises(ValueError, match="no point 'tail'"):
        posing(Figure(poses, marks=("tail",)))


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "right_knee = 6",
            "right_knee = -6",
            r"en/exercises/knee_extension.toml: \[knee_extension\] figure: .*right_knee",
        ),
        ("chair = 0", "cloud = 0", r"knee_extension.toml: \[knee_extension\] figure.props"),
        ("rests =", "rest =", r"knee_extension.toml: \[knee_extension\] figure.rest"),
        ("cautions = []", 'cautions = ["XX"]', r"\[knee_extension\] cautions: there is no caution 'XX'"),
    ],
)
def test_a_wrong_figure_names_its_file_and_its_joint(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = Path(shutil.copytree(PROJECT / "content", tmp_path / "content"))
    file = folder / "en/exercises/knee_extension.toml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))
    with pytest.raises(ContentError) as error:
        load(folder)
    assert re.search(said, "\n".join(error.value.problems)), error.value.problems
