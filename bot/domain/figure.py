"""A drawn figure as a clinician writes it: two or more poses in degrees, what carries the body, what moves."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Literal

SIDED = {
    "hip": (-30, 135), "hip_out": (-30, 60), "hip_turn": (-50, 90), "knee": (0, 155), "ankle": (-55, 35),
    "foot_turn": (-30, 30), "toes": (-10, 75),
    "shoulder": (-60, 180), "shoulder_out": (-45, 180), "shoulder_turn": (-90, 90),
    "elbow": (0, 155), "wrist": (-85, 85),
}  # fmt: skip
"""Joint -> how far it goes. Bending is positive, backwards is negative; `_out` is away from the middle."""
MIDDLE = {
    "lean": (-180, 180), "roll": (-180, 180), "lower_back": (-40, 70), "upper_back": (-40, 60), "twist": (-50, 50),
    "neck": (-60, 60), "chin": (-4, 4), "blades": (-5, 5), "belly": (0, 5),
}  # fmt: skip
"""The same for what has no side. `chin`, `blades` and `belly` are centimetres to the front."""
LIMITS = MIDDLE | {f"{side}_{name}": limit for side in ("left", "right") for name, limit in SIDED.items()}
FRAMES_A_SECOND = 14

Angles = Mapping[str, float]
Thing = Literal["chair", "desk", "counter", "wall", "mat", "towel"]
Moving = Literal[
    "head", "trunk", "pelvis", "arm", "leg", "foot",
    "left_arm", "right_arm", "left_leg", "right_leg", "left_foot", "right_foot",
]  # fmt: skip


@dataclass(frozen=True)
class Arrow:
    """An arrow along the way of a point, as in `follows = "right_toe"`, so many centimetres `aside` of it.

    With `by` it is straight and as long as that, from a `start` beside the point; both across and up on the picture.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    follows: str
    aside: float = 9
    by: tuple[float, float] | None = None
    start: tuple[float, float] = (0, 0)


@dataclass(frozen=True)
class Figure:
    """The whole drawing. Later poses name only what differs from the first. Raises ValueError for what no body does.

    `rests`: what the lowest part of the body lies on. `stays`: the point that does not move ahead or back.
    `planted`: feet that stay where the first pose puts them. `hands`: what a hand holds, as in `left = "counter"`.
    `props`: thing -> where it stands, in centimetres ahead of the pelvis. `moves`: the parts in the accent colour.
    `seconds` is one way; `hold` the rest at its end; `loop` says whether it comes back or goes round.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    poses: tuple[dict[str, float], ...]
    view: Literal["side", "front", "aslant", "raised", "above", "feet"] = "side"
    rests: Literal["floor", "seat"] = "floor"
    stays: str = "pelvis"
    planted: tuple[Literal["left", "right"], ...] = ()
    hands: dict[Literal["left", "right"], str] = field(default_factory=dict)
    props: dict[Thing, float] = field(default_factory=dict)
    shoes: bool = True
    moves: tuple[Moving, ...] = ()
    marks: tuple[str, ...] = ()
    arrows: tuple[Arrow, ...] = ()
    seconds: float = 1.2
    hold: float = 0.8
    loop: Literal["back", "round"] = "back"

    def __post_init__(self) -> None:
        if len(self.poses) < 2:
            raise ValueError("needs two poses at least")
        for number, pose in enumerate(self.poses, 1):
            for name, value in _each(pose):
                _check(number, name, value)

    def keys(self) -> list[dict[str, float]]:
        """Each pose with all that it takes over from the first."""
        first = dict(_each(self.poses[0]))
        return [first, *({**first, **dict(_each(pose))} for pose in self.poses[1:])]

    def angles(self, at: float) -> Angles:
        """The joints at a moment: 0 is the first pose, 1 the second, 1.5 half-way to the third."""
        keys, place, share = self.keys(), int(at), at - int(at)
        if self.loop == "round":
            near = [keys[(place + step) % len(keys)] for step in (-1, 0, 1, 2)]
            return {name: _curve([key.get(name, 0.0) for key in near], share) for name in sorted(set().union(*near))}
        one, two = keys[place], keys[min(place + 1, len(keys) - 1)]
        names = sorted(one.keys() | two.keys())
        return {name: one.get(name, 0) * (1 - share) + two.get(name, 0) * share for name in names}

    def moments(self) -> list[tuple[float, float]]:
        """(moment, seconds that it is shown) of one whole round; the last leads into the first."""
        return self._round() if self.loop == "round" else self._back()

    def _round(self) -> list[tuple[float, float]]:
        each = max(round(self.seconds * FRAMES_A_SECOND), 2)
        return [(place / each, 1 / FRAMES_A_SECOND) for place in range(each * len(self.poses))]

    def _back(self) -> list[tuple[float, float]]:
        steps = max(round(self.seconds * FRAMES_A_SECOND), 2)
        last = len(self.poses) - 1
        way = [last * (1 - math.cos(math.pi * step / steps)) / 2 for step in range(1, steps)]
        short = 1 / FRAMES_A_SECOND
        there, back = [(at, short) for at in way], [(at, short) for at in reversed(way)]
        return [(0.0, max(0.4, self.hold / 2)), *there, (float(last), max(self.hold, short)), *back]


def _curve(four: Sequence[float], share: float) -> float:
    """A smooth way from the second of four values to the third, after Catmull and Rom; never past any of them."""
    before, start, end, after = four
    cubic = 3 * (start - end) + after - before
    square = 2 * before - 5 * start + 4 * end - after
    found = start + share * ((end - before) + share * (square + share * cubic)) / 2
    return min(max(found, min(four)), max(four))


def _each(pose: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """A pose's joints; one without its side stands for both, and gives way to one with it."""
    for name, value in pose.items():
        if name in SIDED:
            yield from ((f"{side}_{name}", value) for side in ("left", "right") if f"{side}_{name}" not in pose)
        else:
            yield name, value


def _check(number: int, name: str, value: float) -> None:
    if name not in LIMITS:
        raise ValueError(f"pose {number}: there is no joint '{name}'")
    least, most = LIMITS[name]
    if not least <= value <= most:
        raise ValueError(f"pose {number}: {name} cannot be {value:g}, it goes from {least} to {most}")
