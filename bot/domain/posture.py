"""Where a figure's body is: on what carries it, with its hands on what they hold."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.figure import Figure
from bot.domain.skeleton import (
    ARM,
    FOREARM,
    LEG,
    RADII,
    SHOULDER_GIVES,
    SIDES,
    UPPER_ARM,
    Body,
    body,
    bottom,
    part,
    reaching,
    stepping,
)
from bot.domain.space import Vec, between, length, minus, plus

ZERO: Vec = (0.0, 0.0, 0.0)
SEAT, DESK, COUNTER = 38.5, 66.0, 90.0
"""How high things are, in centimetres."""
ON_THINGS = {"counter": COUNTER, "desk": DESK, "floor": 0.0}
TOO_FAR = 2
"""Centimetres by which a hand may miss what it holds."""


@dataclass(frozen=True)
class Posing:
    """A figure with the first pose's body found once: what is planted stays where it is there."""

    figure: Figure
    first: Body
    _known: dict[float, Body] = field(default_factory=dict, repr=False, compare=False)

    def at(self, moment: float) -> Body:
        """The body at a moment, as Figure.angles counts them. Raises ValueError when a hand does not reach."""
        if moment not in self._known:
            self._known[moment] = self._found(moment)
        return self._known[moment]

    def _found(self, moment: float) -> Body:
        found = _carried(body(self.figure.angles(moment)), self.figure)
        stays = minus(self.first.points[self.figure.stays], found.points[self.figure.stays])
        found = found.moved((stays[0], 0.0, stays[2]))
        for side in self.figure.planted:
            found = stepping(found, side, self.first)
        for side, what in self.figure.hands.items():
            found = _holding(found, side, what, self)
        return found


def posing(figure: Figure) -> Posing:
    """Raises ValueError for a point, a thing or a hold that there is not, and for a hand that does not reach."""
    found = _carried(body(figure.angles(0)), figure)
    for name in (figure.stays, *figure.marks, *(arrow.follows for arrow in figure.arrows)):
        if name not in found.points:
            raise ValueError(f"there is no point '{name}'")
    pelvis = found.points["pelvis"]
    first = found.moved((-pelvis[0], 0.0, -pelvis[2]))
    made = Posing(figure, first)
    for moment, _ in figure.moments() if figure.hands else ():
        made.at(moment)
    return made


def _carried(found: Body, figure: Figure) -> Body:
    """The body lifted or lowered until it lies on what carries it."""
    if figure.rests == "seat":
        return found.moved((0.0, SEAT - bottom("pelvis", found.points["pelvis"]), 0.0))
    free = {f"{side}_{name}" for side in figure.hands for name in ARM}
    if figure.planted and len(figure.planted) == len(SIDES) and _lies(found):
        free |= {f"{side}_{name}" for side in SIDES for name in LEG}
    return found.moved((0.0, -found.lowest(frozenset(free)), 0.0))


def _lies(found: Body) -> bool:
    return abs(found.frames["chest"].up[1]) < 0.8


def _holding(found: Body, side: str, what: str, made: Posing) -> Body:
    target, hand = _target(found, side, what, made)
    shoulder = found.points[f"{side}_shoulder"]
    missing = length(minus(target, shoulder)) - UPPER_ARM - FOREARM - SHOULDER_GIVES
    if missing > TOO_FAR:
        raise ValueError(f"the {side} hand is {missing:.0f} cm short of '{what}'")
    reached = reaching(found, side, target)
    if hand is None:
        return reached
    wrist = reached.points[f"{side}_wrist"]
    return Body({**reached.points, f"{side}_hand": plus(wrist, hand)}, reached.frames, reached.belly)


def _target(found: Body, side: str, what: str, made: Posing) -> tuple[Vec, Vec | None]:
    """Where a wrist goes, and how the hand lies from there; None leaves it straight."""
    whose = next((name for name in SIDES if what.startswith(f"{name}_")), side)
    if part(what) in HOLDS:
        return HOLDS[part(what)](found, whose)
    start = made.first.points[f"{side}_shoulder"]
    ahead = next((at for thing, at in made.figure.props.items() if thing == what), None)
    if what == "floor":
        return (start[0], RADII["hand"], start[2]), (8.0, 0.0, 0.0)
    if ahead is not None and what in ON_THINGS:
        return (ahead + 2, ON_THINGS[what] + RADII["hand"], start[2]), (8.0, 0.0, 0.0)
    if ahead is not None and what == "wall":
        return (ahead - RADII["hand"], start[1] - 6, start[2]), (0.0, 8.0, 0.0)
    raise ValueError(f"hands: there is no '{what}' to hold")


def _limb(
    frame: str, start: str, end: str, share: float, ahead: float, hand: tuple[float, float]
) -> Callable[..., tuple[Vec, Vec]]:
    """A hold on a limb: at a share of its length, so far in front of it; the hand lies along and across."""

    def hold(found: Body, side: str) -> tuple[Vec, Vec]:
        turned = found.frames[f"{side}_{frame}"]
        at = between(found.points[f"{side}_{start}"], found.points[f"{side}_{end}"], share)
        return turned.point(at, ahead, 0, 0), turned.point(ZERO, hand[0], hand[1], -2.0 * SIDES[side])

    return hold


def _waist(found: Body, side: str) -> tuple[Vec, Vec]:
    out = SIDES[side]
    turned = found.frames["pelvis"]
    return turned.point(found.points["pelvis"], -2, 9, 15.5 * out), turned.point(ZERO, 7, -3, -1.5 * out)


def _behind_head(found: Body, side: str) -> tuple[Vec, Vec]:
    out = SIDES[side]
    turned = found.frames["head"]
    return turned.point(found.points["head"], -9, -3, 9 * out), turned.point(ZERO, -3, 0, -7 * out)


def _belly(found: Body, side: str) -> tuple[Vec, Vec]:
    out = SIDES[side]
    turned = found.frames["lumbar"]
    at = turned.point(found.points["waist"], 12 + found.belly, -3, 6 * out)
    return at, turned.point(ZERO, 1, 0, -7 * out)


HOLDS: dict[str, Callable[[Body, str], tuple[Vec, Vec | None]]] = {
    "thigh": _limb("hip", "hip", "knee", 0.62, 10.0, (1.0, -7.5)),
    "behind_thigh": _limb("hip", "hip", "knee", 0.66, -8.0, (3.0, 2.0)),
    "shin": _limb("knee", "knee", "ankle", 0.12, 8.5, (-2.0, -7.0)),
    "waist": _waist,
    "behind_head": _behind_head,
    "belly": _belly,
}
"""What a hand can hold of its own body -> where the wrist goes, and the way from there to the finger tips."""
