"""The exercises' pictures, drawn from the angles in their files: a still with two poses, and a loop that moves.

The same figure gives the same bytes. Runs in a thread: a film takes some tenths of a second.
"""

import math
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from bot.delivery import arrows, furniture
from bot.delivery.camera import Camera
from bot.delivery.person import figure_shapes, shadow
from bot.delivery.sketching import Colour, Flat, Sheet, mixed, outline
from bot.domain.figure import Figure
from bot.domain.posture import Posing, posing
from bot.domain.skeleton import RADII, Body, part

SIZE = (640, 480)
LOWEST = 320
"""Height of the animation of somebody who lies: a phone then shows the words below it too."""
FINER = 2
"""Pixels drawn for each that is kept, across and down: the edges become smooth."""
MARGIN = 26.0
LARGEST = 3.0
"""Pixels to a centimetre: nobody is drawn larger than this."""
COLOURS = 64
GROUND: Colour = (234, 241, 244)
FLOOR: Colour = (190, 204, 211)
FIRST: Colour = (88, 110, 124)


@dataclass(frozen=True)
class Area:
    """A rectangle: a part of the picture in pixels from its top, or of the scene in centimetres from its floor."""

    left: float
    start: float
    width: float
    height: float


class Scene:
    """A figure before its camera; everything that is the same in each frame is found once."""

    def __init__(self, figure: Figure) -> None:
        self.figure = figure
        self.made: Posing = posing(figure)
        self.camera = Camera.of(figure.view)
        self.ways = [arrows.way(self.made, self.camera, arrow) for arrow in figure.arrows]
        self.extent = self._extent()

    def _extent(self) -> Area:
        """All that is ever shown."""
        spots: list[Flat] = [spot for way in self.ways for spot in way]
        for moment, _ in self.figure.moments():
            for name, point in self.made.at(moment).points.items():
                (x, y), r = self.camera.flat(point), RADII[part(name)]
                spots += [(x - r, y - r), (x + r, y + r)]
        spots += furniture.spots(self.made, self.camera)
        left, low = min(x for x, _ in spots), min(y for _, y in spots)
        return Area(left, low, max(x for x, _ in spots) - left, max(y for _, y in spots) - low)

    def scale(self, on: Area) -> float:
        """Pixels to a centimetre on a part of the picture."""
        shown = self.extent
        return min((on.width - 2 * MARGIN) / shown.width, (on.height - 2 * MARGIN) / shown.height, LARGEST)

    def sheet(self, image: Image.Image, on: Area) -> Sheet:
        """The sheet whose centimetres put the whole scene in the middle of a part of the picture."""
        shown, scale = self.extent, self.scale(on)
        left = on.left + (on.width - shown.width * scale) / 2 - shown.left * scale
        floor = on.start + (on.height + shown.height * scale) / 2 + shown.start * scale
        return Sheet(image, FINER, scale, (left, floor))

    def draw(self, sheet: Sheet, moment: float, *, pointing: bool) -> None:
        """One moment. `pointing`: with the arrows, and at the end of the way with the ticks."""
        body = self.made.at(moment)
        self._ground(sheet, body)
        for shapes in figure_shapes(body, self.camera, self.figure, GROUND):
            sheet.group(shapes)
        furniture.before(sheet, self.made, self.camera, body)
        if pointing:
            for way in self.ways:
                arrows.draw(sheet, way, GROUND)
        if pointing and moment >= len(self.figure.poses) - 1.05:
            for point in self.figure.marks:
                arrows.tick(sheet, self.camera.flat(body.points[point]))

    def _ground(self, sheet: Sheet, body: Body) -> None:
        on_mat = "mat" in self.figure.props
        if self.camera.level:
            sheet.line([(-400, -0.6), (400, -0.6)], 1.2, FLOOR)
        elif not on_mat:
            sheet.fill(furniture.footprint(self.made, self.camera), FLOOR)
        furniture.behind(sheet, self.made, self.camera)
        if on_mat and not self.camera.level:
            dark = mixed(furniture.MAT, furniture.SHADE, 0.16)
            for shape in shadow(body, self.camera, dark):
                sheet.fill(outline(shape.rings), shape.colour)


def draw_still(figure: Figure) -> bytes:
    """A PNG with the first and the furthest pose, numbered, and an arrow for the way between them."""
    scene = Scene(figure)
    image = _blank(Area(0, 0, *SIZE))
    for number, (on, moment) in enumerate(zip(_halves(scene.extent), _ends(figure), strict=True), 1):
        sheet = scene.sheet(image, on)
        scene.draw(sheet, moment, pointing=number == 2)
        corner = sheet.spot(on.left + MARGIN, on.start + MARGIN)
        arrows.number(sheet, corner, number, arrows.RED if number == 2 else FIRST)
    buffer = BytesIO()
    image.reduce(FINER).quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def draw_film(figure: Figure) -> bytes:
    """A GIF that loops without an end: there, a rest, and back. It is no higher than it has to be."""
    scene = Scene(figure)
    whole = Area(0, 0, *SIZE)
    needed = scene.extent.height * scene.scale(whole) + 2 * MARGIN
    whole = Area(0, 0, SIZE[0], min(max(2 * math.ceil(needed / 2), LOWEST), SIZE[1]))
    drawn: dict[float, Image.Image] = {}
    for moment, _ in figure.moments():
        if moment not in drawn:
            image = _blank(whole)
            scene.draw(scene.sheet(image, whole), moment, pointing=True)
            drawn[moment] = image.reduce(FINER)
    palette = _palette(list(drawn.values()))
    frames = {moment: image.quantize(palette=palette, dither=Image.Dither.NONE) for moment, image in drawn.items()}
    first, *rest = [frames[moment] for moment, _ in figure.moments()]
    buffer = BytesIO()
    times = [round(seconds * 100) * 10 for _, seconds in figure.moments()]
    first.save(buffer, "GIF", save_all=True, append_images=rest, loop=0, optimize=False, disposal=1, duration=times)
    return buffer.getvalue()


def _blank(area: Area) -> Image.Image:
    return Image.new("RGB", (round(area.width) * FINER, round(area.height) * FINER), GROUND)


def _halves(shown: Area) -> tuple[Area, Area]:
    """Two places for the two poses: above one another for somebody who lies, else side by side."""
    width, height = SIZE
    if shown.width > 1.15 * shown.height:
        return Area(0, 0, width, height / 2), Area(0, height / 2, width, height / 2)
    return Area(0, 0, width / 2, height), Area(width / 2, 0, width / 2, height)


def _ends(figure: Figure) -> tuple[float, float]:
    """The moments of the first pose and of the one furthest from it."""
    return 0.0, float(len(figure.poses) - 1 if figure.loop == "back" else len(figure.poses) // 2)


def _palette(images: list[Image.Image]) -> Image.Image:
    """One palette for all frames, so that nothing flickers."""
    chosen = images[0], images[len(images) // 2], images[-1]
    width, height = chosen[0].size
    together = Image.new("RGB", (width, height * len(chosen)))
    for place, image in enumerate(chosen):
        together.paste(image, (0, height * place))
    return together.quantize(COLOURS, dither=Image.Dither.NONE)
