"""Where a figure is looked at from."""

import math
from dataclasses import dataclass

from bot.delivery.sketching import Flat
from bot.domain.space import Vec, dot

VIEWS = {"side": (0, 0), "front": (90, 0), "aslant": (40, 12), "raised": (0, 24), "above": (0, 58), "feet": (62, 22)}
"""View -> how far the camera has gone round to the figure's front, and how far up. Degrees."""


@dataclass(frozen=True)
class Camera:
    """Parallel rays: what is further away is not smaller. `flat` gives across and up, `near` the closeness."""

    across: Vec
    up: Vec
    towards: Vec
    level: bool

    @classmethod
    def of(cls, view: str) -> "Camera":
        round_by, above = (math.radians(angle) for angle in VIEWS[view])
        cos, sin, high, low = math.cos(round_by), math.sin(round_by), math.sin(above), math.cos(above)
        return cls((cos, 0.0, -sin), (-sin * high, low, -cos * high), (sin * low, high, cos * low), not above)

    def flat(self, point: Vec) -> Flat:
        return dot(point, self.across), dot(point, self.up)

    def near(self, point: Vec) -> float:
        return dot(point, self.towards)
