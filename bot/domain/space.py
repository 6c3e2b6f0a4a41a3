"""Points, directions and turns in space: x is ahead, y is up, z is to the right of somebody who looks ahead."""

import math
from dataclasses import dataclass

Vec = tuple[float, float, float]


def plus(a: Vec, b: Vec) -> Vec:
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


def minus(a: Vec, b: Vec) -> Vec:
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


def times(a: Vec, by: float) -> Vec:
    return a[0] * by, a[1] * by, a[2] * by


def dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def length(a: Vec) -> float:
    return math.sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    return times(a, 1 / (length(a) or 1.0))


def between(a: Vec, b: Vec, share: float) -> Vec:
    """The point at a share of the way from a to b."""
    return plus(a, times(minus(b, a), share))


def _mixed(a: Vec, b: Vec, degrees: float) -> Vec:
    angle = math.radians(degrees)
    one, other = math.cos(angle), math.sin(angle)
    return a[0] * one + b[0] * other, a[1] * one + b[1] * other, a[2] * one + b[2] * other


@dataclass(frozen=True)
class Frame:
    """How a part of a body is turned: where its front, its upper end and its right side point. Degrees."""

    front: Vec = (1.0, 0.0, 0.0)
    up: Vec = (0.0, 1.0, 0.0)
    right: Vec = (0.0, 0.0, 1.0)

    def leans(self, degrees: float) -> "Frame":
        """The upper end goes to the front."""
        if not degrees:
            return self
        return Frame(_mixed(self.front, self.up, -degrees), _mixed(self.up, self.front, degrees), self.right)

    def spreads(self, degrees: float) -> "Frame":
        """The lower end goes to the right."""
        if not degrees:
            return self
        return Frame(self.front, _mixed(self.up, self.right, -degrees), _mixed(self.right, self.up, degrees))

    def turns(self, degrees: float) -> "Frame":
        """The front goes to the right, round its own length."""
        if not degrees:
            return self
        return Frame(_mixed(self.front, self.right, degrees), self.up, _mixed(self.right, self.front, -degrees))

    def point(self, start: Vec, ahead: float, up: float, right: float = 0.0) -> Vec:
        """A point as seen from `start`."""
        one, two, three = self.front, self.up, self.right
        return (
            start[0] + (one[0] * ahead + (two[0] * up + three[0] * right)),
            start[1] + (one[1] * ahead + (two[1] * up + three[1] * right)),
            start[2] + (one[2] * ahead + (two[2] * up + three[2] * right)),
        )
