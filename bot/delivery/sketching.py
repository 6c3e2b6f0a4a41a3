"""Round shapes on a picture: circles and what stretches between them, in the picture's own centimetres."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from PIL import Image, ImageDraw, ImageFont

Flat = tuple[float, float]
Colour = tuple[int, int, int]
Ring = tuple[Flat, float]
"""A circle: its middle and its radius."""
CORNERS = 22
EDGE: Colour = (20, 30, 40)


@cache
def _circle() -> list[Flat]:
    return [(math.cos(turn), math.sin(turn)) for turn in (2 * math.pi * n / CORNERS for n in range(CORNERS))]


def outline(rings: Iterable[Ring], wider: float = 0.0) -> list[Flat]:
    """The convex shape round some circles, each so much wider."""
    spots = [(x + (r + wider) * cos, y + (r + wider) * sin) for (x, y), r in rings for cos, sin in _circle()]
    return hull(spots)


def hull(spots: Iterable[Flat]) -> list[Flat]:
    """The convex hull, by Andrew's monotone chain."""
    ordered = sorted(set(spots))
    return [*_chain(ordered), *_chain(ordered[::-1])]


def _chain(spots: Sequence[Flat]) -> list[Flat]:
    found: list[Flat] = []
    for x, y in spots:
        while len(found) > 1:
            (x1, y1), (x2, y2) = found[-2], found[-1]
            if (x2 - x1) * (y - y1) - (y2 - y1) * (x - x1) > 0:
                break
            found.pop()
        found.append((x, y))
    return found[:-1]


@dataclass(frozen=True)
class Shape:
    """A convex shape round some circles, in one colour."""

    rings: tuple[Ring, ...]
    colour: Colour


def mixed(one: Colour, two: Colour, share: float) -> Colour:
    """A colour at a share of the way from one to the other."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
    return red, green, blue


class Sheet:
    """A picture that is drawn larger than it will be. `origin` is where the centimetres begin, in final pixels."""

    def __init__(self, image: Image.Image, finer: int, scale: float, origin: Flat) -> None:
        self._draw, self._finer = ImageDraw.Draw(image), finer
        self.scale, self._origin_at = scale, origin
        self._scale, self._origin = scale * finer, (origin[0] * finer, origin[1] * finer)

    def spot(self, left: float, top: float) -> Flat:
        """Where a pixel of the final picture is, in centimetres."""
        return (left - self._origin_at[0]) / self.scale, (self._origin_at[1] - top) / self.scale

    def at(self, spot: Flat) -> Flat:
        return self._origin[0] + spot[0] * self._scale, self._origin[1] - spot[1] * self._scale

    def fill(self, spots: Sequence[Flat], colour: Colour) -> None:
        if len(spots) > 2:
            self._draw.polygon([self.at(spot) for spot in spots], fill=colour)

    def group(self, shapes: Sequence[Shape], edge: float = 0.55) -> None:
        """Shapes that belong together: one darker edge round them all, none between them."""
        for shape in shapes:
            self.fill(outline(shape.rings, edge), mixed(shape.colour, EDGE, 0.38))
        for shape in shapes:
            self.fill(outline(shape.rings), shape.colour)

    def line(self, spots: Sequence[Flat], width: float, colour: Colour) -> None:
        """A line with round ends and corners."""
        places = [self.at(spot) for spot in spots]
        half = width * self._scale / 2
        self._draw.line(places, fill=colour, width=max(round(half * 2), 1), joint="curve")
        for x, y in (places[0], places[-1]):
            self._draw.ellipse((x - half, y - half, x + half, y + half), fill=colour)

    def text(self, spot: Flat, words: str, size: float, colour: Colour) -> None:
        font = ImageFont.load_default(size * self._scale)
        self._draw.text(self.at(spot), words, fill=colour, font=font, anchor="mm")
