"""Arrows and marks on a figure: they say what moves to somebody who does not see the colour."""

import math

from bot.delivery.camera import Camera
from bot.delivery.sketching import Colour, Flat, Sheet
from bot.domain.figure import Arrow
from bot.domain.posture import Posing

RED: Colour = (200, 62, 30)
GREEN: Colour = (31, 122, 77)
WHITE: Colour = (255, 255, 255)
STEPS = 28
GAP = 0.35
"""What is left open of an arrow that goes round, in poses."""


def way(made: Posing, camera: Camera, arrow: Arrow) -> list[Flat]:
    """An arrow's line from its tail to its tip, in the camera's centimetres."""
    if arrow.by is not None:
        x, y = camera.flat(made.first.points[arrow.follows])
        x, y = x + arrow.start[0], y + arrow.start[1]
        return [(x + arrow.by[0] * share, y + arrow.by[1] * share) for share in (0, 0.5, 1)]
    goes_round = made.figure.loop == "round"
    last = len(made.figure.poses) - (GAP if goes_round else 1)
    bodies = [made.at(last * step / STEPS) for step in range(STEPS + 1)]
    spots = [camera.flat(body.points[arrow.follows]) for body in bodies]
    if goes_round:
        return _wider(spots, arrow.aside)
    return _beside(spots, camera.flat(bodies[STEPS // 2].points["waist"]), arrow.aside)


def _wider(spots: list[Flat], by: float) -> list[Flat]:
    """A line that goes round, moved away from its middle."""
    x0, y0 = sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)
    radius = sum(math.hypot(x - x0, y - y0) for x, y in spots) / len(spots)
    times = 1 + by / max(radius, 0.1)
    return [(x0 + (x - x0) * times, y0 + (y - y0) * times) for x, y in spots]


def _beside(spots: list[Flat], middle: Flat, by: float) -> list[Flat]:
    """A line moved to its outer side, as seen from the body's middle."""
    along, up = _direction(spots[0], spots[-1])
    half = spots[len(spots) // 2]
    outward = (half[1] - middle[1]) * along - (half[0] - middle[0]) * up
    by = by if outward >= 0 else -by
    return [(x - up * by, y + along * by) for x, y in spots]


def _direction(start: Flat, end: Flat) -> Flat:
    far = max(math.dist(start, end), 0.1)
    return (end[0] - start[0]) / far, (end[1] - start[1]) / far


def draw(sheet: Sheet, spots: list[Flat], ground: Colour) -> None:
    """An arrow with a rim of the ground's colour, so that it is seen on everything."""
    towards = _direction(spots[max(len(spots) - 3, 0)], spots[-1])
    for wider, colour in ((2.2, ground), (0.0, RED)):
        sheet.line(spots, 2.2 + wider, colour)
        sheet.fill(_head(spots[-1], towards, wider * 0.8), colour)


def _head(tip: Flat, towards: Flat, wider: float) -> list[Flat]:
    (x, y), (dx, dy) = tip, towards
    ahead, behind, half = 4 + wider, 3 + wider * 0.7, 4 + wider
    back = x - dx * behind, y - dy * behind
    return [
        (x + dx * ahead, y + dy * ahead),
        (back[0] - dy * half, back[1] + dx * half),
        (back[0] + dy * half, back[1] - dx * half),
    ]


def tick(sheet: Sheet, spot: Flat) -> None:
    """A tick in a circle: this is how it should be."""
    x, y = spot
    sheet.line([spot, spot], 9.5, WHITE)
    sheet.line([spot, spot], 8, GREEN)
    sheet.line([(x - 2, y), (x - 0.6, y - 1.6), (x + 2.2, y + 1.8)], 1.1, WHITE)


def number(sheet: Sheet, spot: Flat, what: int, colour: Colour) -> None:
    """A number in a circle, of the same size on every picture."""
    sheet.line([spot, spot], 30 / sheet.scale, colour)
    sheet.text(spot, str(what), 20 / sheet.scale, WHITE)
