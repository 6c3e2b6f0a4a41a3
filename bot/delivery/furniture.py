"""What stands around a figure: chair, desk, counter, wall, mat, towel."""

from itertools import product

from bot.delivery.camera import Camera
from bot.delivery.sketching import Colour, Flat, Ring, Sheet, hull, mixed, outline
from bot.domain.posture import COUNTER, DESK, SEAT, Posing
from bot.domain.skeleton import ANKLE_HEIGHT, RADII, Body

Block = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
"""From and to: ahead, up, to the right."""
WOOD: Colour = (187, 158, 124)
STEEL: Colour = (150, 163, 173)
STONE: Colour = (206, 214, 219)
MAT: Colour = (150, 190, 176)
TOWEL: Colour = (188, 92, 120)
SHADE: Colour = (40, 50, 60)

THINGS: dict[str, tuple[tuple[Block, Colour], ...]] = {
    "chair": (
        (((-14, -11), (0, SEAT - 3), (-20, -16)), STEEL),
        (((22, 25), (0, SEAT - 3), (-20, -16)), STEEL),
        (((-15, -11), (SEAT - 4, SEAT + 42), (-20, 20)), WOOD),
        (((-15, 27), (SEAT - 4, SEAT), (-20, 20)), WOOD),
        (((-14, -11), (0, SEAT - 3), (16, 20)), STEEL),
        (((22, 25), (0, SEAT - 3), (16, 20)), STEEL),
    ),
    "desk": (
        (((48, 52), (0, DESK - 3), (-36, 36)), STEEL),
        (((0, 60), (DESK - 3, DESK), (-40, 40)), WOOD),
        (((40, 44), (DESK, DESK + 12), (-4, 4)), STEEL),
        (((34, 48), (DESK, DESK + 1.5), (-12, 12)), STEEL),
        (((36, 39), (DESK + 8, DESK + 44), (-26, 26)), SHADE),
    ),
    "counter": (
        (((4, 46), (0, COUNTER - 4), (-50, 50)), STONE),
        (((0, 46), (COUNTER - 4, COUNTER), (-50, 50)), WOOD),
    ),
    "wall": ((((0, 14), (0, 190), (-50, 50)), STONE),),
}


def _blocks(made: Posing) -> list[tuple[Block, Colour]]:
    found = []
    for thing, at in made.figure.props.items():
        for (ahead, up, right), colour in THINGS.get(thing, ()):
            found.append((((ahead[0] + at, ahead[1] + at), up, right), colour))
    if "mat" in made.figure.props:
        found.append((_mat(made), MAT))
    return found


def _mat(made: Posing) -> Block:
    """Long and wide enough for the figure in every pose."""
    last = len(made.figure.poses) - 1
    bodies = [made.first, made.at(last)]
    ahead = [point[0] for body in bodies for point in body.points.values()]
    right = [point[2] for body in bodies for point in body.points.values()]
    return (min(ahead) - 12, max(ahead) + 12), (-2.5, 0), (min(min(right), -34) - 4, max(max(right), 24) + 4)


def _corners(block: Block, camera: Camera) -> list[Flat]:
    return [camera.flat((x, y, z)) for x, y, z in product(*block)]


def spots(made: Posing, camera: Camera) -> list[Flat]:
    """The corners of everything, for the picture's frame."""
    return [spot for block, _ in _blocks(made) for spot in _corners(block, camera)]


def footprint(made: Posing, camera: Camera) -> list[Flat]:
    """The shade on the floor under things and feet, for a view from above."""
    rings: list[Ring] = []
    for ((x0, x1), (low, _), (z0, z1)), _ in _blocks(made):
        if low == 0:
            rings.append((camera.flat(((x0 + x1) / 2, 0.0, (z0 + z1) / 2)), 7.0))
    standing = [point for point in made.first.points.values() if point[1] < ANKLE_HEIGHT]
    return outline([*rings, *((camera.flat((x, 0.0, z)), 6.0) for x, _, z in standing)])


def behind(sheet: Sheet, made: Posing, camera: Camera) -> None:
    """What the figure is in front of."""
    for block, colour in _blocks(made):
        sheet.fill(hull(_corners(block, camera)), mixed(colour, SHADE, 0.12) if not camera.level else colour)
        ahead, up, right = block
        if not camera.level:
            sheet.fill(hull(_corners((ahead, (up[1], up[1]), right), camera)), colour)


def before(sheet: Sheet, made: Posing, camera: Camera, body: Body) -> None:
    """What is in front of the figure: a towel round a foot."""
    if "towel" not in made.figure.props:
        return
    ball = body.points["right_ball"]
    sole = camera.flat(body.frames["right_ankle"].point(ball, 1, -RADII["ball"]))
    for side in ("left", "right"):
        sheet.line([camera.flat(body.points[f"{side}_hand"]), sole], 2.0, TOWEL)
