"""A body as points in centimetres, from the angles of its joints. Somebody of about 172 cm, facing along x."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.space import Frame, Vec, dot, length, minus, plus, times, unit

SIDES = {"left": -1, "right": 1}
THIGH, SHIN, UPPER_ARM, FOREARM, HAND = 42.0, 40.0, 28.0, 24.0, 8.0
SPINE = (("lumbar", 10.0, 0.0, 0.0), ("waist", 9.0, 0.6, 0.0), ("chest", 16.0, 0.4, 0.3), ("neck", 15.0, 0.0, 0.7))
"""The spine's points above the pelvis: how far from the one before, and their shares of both bends of the back."""
ANKLE_HEIGHT = 7.0
SHOULDER_GIVES = 6.0
"""How far a shoulder follows a hand that reaches."""
RADII = {
    "pelvis": 9.5, "lumbar": 9.5, "waist": 9.2, "chest": 10.2, "neck": 4.4, "head": 10.4,
    "hip": 8.8, "knee": 6.2, "ankle": 3.9, "heel": 3.2, "ball": 2.8, "toe": 2.4,
    "shoulder": 6.0, "elbow": 4.5, "wrist": 3.3, "hand": 3.4,
}  # fmt: skip
"""How thick the body is at each point, without its side."""
LEG, ARM = ("knee", "ankle", "heel", "ball", "toe"), ("elbow", "wrist", "hand")


@dataclass(frozen=True)
class Body:
    """Points by name, as in `right_knee`, and how the parts below them are turned."""

    points: Mapping[str, Vec]
    frames: Mapping[str, Frame]
    belly: float = 0.0

    def moved(self, by: Vec) -> "Body":
        return Body({name: plus(point, by) for name, point in self.points.items()}, self.frames, self.belly)

    def lowest(self, without: frozenset[str] = frozenset()) -> float:
        """The height of the lowest skin; `without` names points that do not count."""
        return min(bottom(name, point) for name, point in self.points.items() if name not in without)


def part(name: str) -> str:
    """A point's name without its side."""
    return name.removeprefix("left_").removeprefix("right_")


def bottom(name: str, point: Vec) -> float:
    return point[1] - RADII[part(name)]


@dataclass
class _Growing:
    angles: Mapping[str, float]
    points: dict[str, Vec] = field(default_factory=dict)
    frames: dict[str, Frame] = field(default_factory=dict)

    def angle(self, name: str, side: str = "") -> float:
        return self.angles.get(f"{side}_{name}" if side else name, 0.0)


def body(angles: Mapping[str, float]) -> Body:
    """The body with its pelvis at the origin. `angles`: joint -> degrees, zero is standing straight."""
    growing = _Growing(angles)
    pelvis = Frame().leans(growing.angle("lean")).turns(growing.angle("roll"))
    growing.points["pelvis"], growing.frames["pelvis"] = (0.0, 0.0, 0.0), pelvis
    _spine(growing, pelvis)
    for side in SIDES:
        _leg(growing, side)
        _arm(growing, side)
    return Body(growing.points, growing.frames, growing.angle("belly"))


def _spine(growing: _Growing, frame: Frame) -> None:
    at: Vec = (0.0, 0.0, 0.0)
    lower, upper = growing.angle("lower_back"), growing.angle("upper_back")
    for name, up, of_lower, of_upper in SPINE:
        frame = frame.leans(lower * of_lower + upper * of_upper).turns(growing.angle("twist") / len(SPINE))
        at = frame.point(at, 0, up)
        growing.points[name], growing.frames[name] = at, frame
    neck = frame.leans(growing.angle("neck") / 2)
    head = neck.leans(growing.angle("neck") / 2)
    middle = neck.point(at, growing.angle("chin") + 1.5, 8)
    growing.points["head"], growing.frames["head"] = head.point(middle, 0.8, 9), head


def _leg(growing: _Growing, side: str) -> None:
    out = SIDES[side]
    frame = growing.frames["pelvis"]
    hip = frame.point(growing.points["pelvis"], 0, -1, 8.2 * out)
    thigh = frame.leans(-growing.angle("hip", side)).spreads(out * growing.angle("hip_out", side))
    thigh = thigh.turns(out * growing.angle("hip_turn", side))
    knee = thigh.point(hip, 0, -THIGH)
    shin = thigh.leans(growing.angle("knee", side))
    growing.points |= {f"{side}_hip": hip, f"{side}_knee": knee}
    growing.frames |= {f"{side}_hip": thigh, f"{side}_knee": shin}
    _foot(
        growing,
        side,
        shin.point(knee, 0, -SHIN),
        shin.turns(out * growing.angle("foot_turn", side)).leans(-growing.angle("ankle", side)),
    )


def _foot(growing: _Growing, side: str, ankle: Vec, frame: Frame) -> None:
    toes = frame.leans(-growing.angle("toes", side))
    ball = frame.point(ankle, 10.5, RADII["ball"] - ANKLE_HEIGHT)
    growing.points |= {
        f"{side}_ankle": ankle,
        f"{side}_heel": frame.point(ankle, -3.2, RADII["heel"] - ANKLE_HEIGHT),
        f"{side}_ball": ball,
        f"{side}_toe": toes.point(ball, 7, RADII["toe"] - RADII["ball"]),
    }
    growing.frames |= {f"{side}_ankle": frame, f"{side}_ball": toes}


def _arm(growing: _Growing, side: str) -> None:
    out = SIDES[side]
    frame = growing.frames["neck"]
    shoulder = frame.point(growing.points["neck"], growing.angle("blades"), -4.5, 15.5 * out)
    upper = frame.leans(-growing.angle("shoulder", side)).spreads(out * growing.angle("shoulder_out", side))
    upper = upper.turns(out * growing.angle("shoulder_turn", side))
    elbow = upper.point(shoulder, 0, -UPPER_ARM)
    forearm = upper.leans(-growing.angle("elbow", side))
    wrist = forearm.point(elbow, 0, -FOREARM)
    hand = forearm.leans(-growing.angle("wrist", side))
    growing.points |= {f"{side}_shoulder": shoulder, f"{side}_elbow": elbow, f"{side}_wrist": wrist}
    growing.points[f"{side}_hand"] = hand.point(wrist, 0, -HAND)
    growing.frames |= {f"{side}_shoulder": upper, f"{side}_elbow": forearm, f"{side}_wrist": hand}


def bent(start: Vec, towards: Vec, first: float, second: float, pole: Vec) -> tuple[Vec, Vec]:
    """The middle and the end of a limb of two bones that reaches towards a point, its joint on the side of `pole`.

    A point that is too far away is reached for as far as the limb goes.
    """
    way = minus(towards, start)
    far = min(max(length(way), abs(first - second) + 0.1), (first + second) * 0.9995)
    ahead = unit(way)
    along = (first**2 - second**2 + far**2) / (2 * far)
    aside = minus(minus(pole, start), times(ahead, dot(minus(pole, start), ahead)))
    height = max(first**2 - along**2, 0.0) ** 0.5
    joint = plus(start, plus(times(ahead, along), times(unit(aside), height)))
    return joint, plus(start, times(ahead, far))


def reaching(found: Body, side: str, target: Vec) -> Body:
    """The body with one hand at a point; the elbow bends to the side where its angles had put it."""
    points = dict(found.points)
    shoulder, pole = points[f"{side}_shoulder"], points[f"{side}_elbow"]
    way = minus(target, shoulder)
    given = min(max(length(way) - UPPER_ARM - FOREARM, 0.0), SHOULDER_GIVES)
    shoulder = points[f"{side}_shoulder"] = plus(shoulder, times(unit(way), given))
    elbow, wrist = bent(shoulder, target, UPPER_ARM, FOREARM, pole)
    straight = unit(minus(found.points[f"{side}_hand"], found.points[f"{side}_wrist"]))
    points |= {f"{side}_elbow": elbow, f"{side}_wrist": wrist, f"{side}_hand": plus(wrist, times(straight, HAND))}
    return Body(points, found.frames, found.belly)


def stepping(found: Body, side: str, planted: Body) -> Body:
    """The body with one foot where it is in `planted`; the knee bends to the side where its angles had put it."""
    points = dict(found.points)
    ankle = planted.points[f"{side}_ankle"]
    knee, reached = bent(points[f"{side}_hip"], ankle, THIGH, SHIN, points[f"{side}_knee"])
    off = minus(reached, ankle)
    points[f"{side}_knee"] = knee
    points |= {f"{side}_{name}": plus(planted.points[f"{side}_{name}"], off) for name in LEG[1:]}
    return Body(points, found.frames, found.belly)


def angle_at(found: Body, start: str, joint: str, end: str) -> float:
    """How far a joint is bent, in degrees: 0 is straight."""
    one = unit(minus(found.points[joint], found.points[start]))
    two = unit(minus(found.points[end], found.points[joint]))
    return math.degrees(math.acos(min(max(dot(one, two), -1.0), 1.0)))
