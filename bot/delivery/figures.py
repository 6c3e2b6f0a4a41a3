"""The exercises' pictures, drawn from the angles in their files: a still with two poses, and a loop that moves."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from bot.delivery import furniture
from bot.delivery.camera import Camera
from bot.delivery.person import figure_shapes, shadow
from bot.delivery.sketching import Colour, Flat, Sheet, mixed
from bot.domain.figure import Arrow, Figure
from bot.domain.posture import Posing, posing
from bot.domain.skeleton import RADII, part

SIZE = (640, 480)
FINER = 2
MARGIN = 26.0
LARGEST = 3.0
"""Pixels to a centimetre: nobody is drawn larger than this."""
GROUND: Colour = (234, 241, 244)
FLOOR: Colour = (190, 204, 211)
ARROW: Colour = (200, 62, 30)
WHITE: Colour = (255, 255, 255)
COLOURS = 64


@dataclass(frozen=True)
class Place:
    """A part of the picture, in pixels."""

    left: float
    top: float
    width: float
    height: float


def draw_still(figure: Figure) -> bytes:
    """A PNG with the first and the furthest pose, numbered, the way between them as an arrow."""
    made, camera = posing(figure), Camera.of(figure.view)
    box = _box(made, camera)
    wide = box.width > 1.15 * box.height
    width, height = SIZE
    places = (
        (Place(0, 0, width, height / 2), Place(0, height / 2, width, height / 2))
        if wide
        else (Place(0, 0, width / 2, height), Place(width / 2, 0, width / 2, height))
    )
    image = Image.new("RGB", (width * FINER, height * FINER), GROUND)
    for number, (place, moment) in enumerate(zip(places, _ends(figure), strict=True), 1):
        sheet = _sheet(image, box, place)
        _scene(sheet, made, camera, moment, arrows=number == 2)
        spot = sheet.spot(place.left + 26, place.top + 26)
        sheet.line([spot, spot], 30 / sheet.scale, ARROW if number == 2 else (88, 110, 124))
        sheet.text(spot, str(number), 20 / sheet.scale, WHITE)
    buffer = BytesIO()
    small = image.reduce(FINER)
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def draw_film(figure: Figure) -> bytes:
    """A GIF that loops without an end: there, a rest, and back."""
    made, camera = posing(figure), Camera.of(figure.view)
    box = _box(made, camera)
    place = Place(0, 0, *SIZE)
    drawn: dict[float, Image.Image] = {}
    moments = figure.moments()
    for moment, _ in moments:
        if moment not in drawn:
            image = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), GROUND)
            _scene(_sheet(image, box, place), made, camera, moment, arrows=True)
            drawn[moment] = image.reduce(FINER)
    palette = _palette(list(drawn.values()))
    frames = {at: image.quantize(palette=palette, dither=Image.Dither.NONE) for at, image in drawn.items()}
    first, *rest = [frames[at] for at, _ in moments]
    buffer = BytesIO()
    first.save(
        buffer, "GIF", save_all=True, append_images=rest, loop=0, optimize=False, disposal=1,
        duration=[round(seconds * 100) * 10 for _, seconds in moments],
    )  # fmt: skip
    return buffer.getvalue()


def _palette(images: list[Image.Image]) -> Image.Image:
    """One palette for all, so that nothing flickers."""
    ends = images[0], images[len(images) // 2], images[-1]
    both = Image.new("RGB", (SIZE[0], SIZE[1] * len(ends)))
    for place, image in enumerate(ends):
        both.paste(image, (0, SIZE[1] * place))
    return both.quantize(COLOURS, dither=Image.Dither.NONE)


def _ends(figure: Figure) -> tuple[float, float]:
    last = len(figure.poses) - 1
    return 0.0, float(last if figure.loop == "back" else len(figure.poses) // 2)


@dataclass(frozen=True)
class Box:
    left: float
    bottom: float
    width: float
    height: float


def _box(made: Posing, camera: Camera) -> Box:
    """All that is ever shown of a figure, in the camera's centimetres."""
    spots: list[Flat] = []
    bodies = [made.at(moment) for moment in {moment for moment, _ in made.figure.moments()}]
    for body in bodies:
        for name, point in body.points.items():
            (x, y), r = camera.flat(point), RADII[part(name)]
            spots += [(x - r, y - r), (x + r, y + r)]
    spots += furniture.spots(made, camera)
    for arrow in made.figure.arrows:
        spots += _way(made, camera, arrow)
    left, low = min(x for x, _ in spots), min(y for _, y in spots)
    return Box(left, low, max(x for x, _ in spots) - left, max(y for _, y in spots) - low)


def _sheet(image: Image.Image, box: Box, place: Place) -> Sheet:
    scale = min((place.width - 2 * MARGIN) / box.width, (place.height - 2 * MARGIN) / box.height, LARGEST)
    left = place.left + (place.width - box.width * scale) / 2 - box.left * scale
    floor = place.top + (place.height + box.height * scale) / 2 + box.bottom * scale
    return Sheet(image, FINER, scale, (left, floor))


def _scene(sheet: Sheet, made: Posing, camera: Camera, moment: float, *, arrows: bool) -> None:
    body = made.at(moment)
    if camera.level:
        sheet.line([(-400, -0.6), (400, -0.6)], 1.2, FLOOR)
    if not camera.level and "mat" not in made.figure.props:
        sheet.fill(furniture.footprint(made, camera), FLOOR)
    furniture.behind(sheet, made, camera, body)
    if not camera.level and "mat" in made.figure.props:
        dark = mixed(furniture.MAT, furniture.SHADE, 0.16)
        sheet.group(shadow(body, camera, dark), 0, dark)
    for shapes in figure_shapes(body, camera, made.figure, GROUND):
        sheet.group(shapes, 0.55, mixed(shapes[0].colour, (20, 30, 40), 0.35))
    furniture.before(sheet, made, camera, body)
    for point in made.figure.marks if arrows and moment >= len(made.figure.poses) - 1.05 else ():
        _mark(sheet, camera.flat(body.points[point]))
    for arrow in made.figure.arrows if arrows else ():
        _arrow(sheet, _way(made, camera, arrow))


def _mark(sheet: Sheet, spot: Flat) -> None:
    x, y = spot
    sheet.line([spot, spot], 9.5, WHITE)
    sheet.line([spot, spot], 8, (31, 122, 77))
    sheet.line([(x - 2, y), (x - 0.6, y - 1.6), (x + 2.2, y + 1.8)], 1.1, WHITE)


def _way(made: Posing, camera: Camera, arrow: Arrow) -> list[Flat]:
    """The arrow's line, from its tail to its tip."""
    if arrow.by is not None:
        x, y = camera.flat(made.first.points[arrow.follows])
        x, y = x + arrow.start[0], y + arrow.start[1]
        return [(x, y), (x + arrow.by[0] / 2, y + arrow.by[1] / 2), (x + arrow.by[0], y + arrow.by[1])]
    last = len(made.figure.poses) - (1 if made.figure.loop == "back" else 0.35)
    bodies = [made.at(last * step / 16) for step in range(17)]
    spots = [camera.flat(body.points[arrow.follows]) for body in bodies]
    if made.figure.loop == "round":
        return _round(spots, arrow.aside)
    middle = camera.flat(bodies[8].points["waist"])
    return _beside(spots, middle, arrow.aside)


def _round(spots: list[Flat], aside: float) -> list[Flat]:
    """A line that goes round, made wider."""
    x0, y0 = sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)
    radius = sum(((x - x0) ** 2 + (y - y0) ** 2) ** 0.5 for x, y in spots) / len(spots)
    by = 1 + aside / max(radius, 0.1)
    return [(x0 + (x - x0) * by, y0 + (y - y0) * by) for x, y in spots]


def _beside(spots: list[Flat], middle: Flat, aside: float) -> list[Flat]:
    """A line moved to its outer side, as seen from the body's middle."""
    (x0, y0), (x1, y1) = spots[0], spots[-1]
    far = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 0.1)
    normal = (-(y1 - y0) / far, (x1 - x0) / far)
    half = spots[len(spots) // 2]
    outward = (half[0] - middle[0]) * normal[0] + (half[1] - middle[1]) * normal[1]
    sign = 1 if outward >= 0 else -1
    return [(x + normal[0] * aside * sign, y + normal[1] * aside * sign) for x, y in spots]


def _arrow(sheet: Sheet, spots: list[Flat]) -> None:
    (x0, y0), (x1, y1) = spots[-3] if len(spots) > 3 else spots[-2], spots[-1]
    far = max(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5, 0.1)
    dx, dy = (x1 - x0) / far, (y1 - y0) / far
    head = [
        (x1 + dx * 4, y1 + dy * 4),
        (x1 - dx * 3 - dy * 4, y1 - dy * 3 + dx * 4),
        (x1 - dx * 3 + dy * 4, y1 - dy * 3 - dx * 4),
    ]
    wide = [
        (x1 + dx * 6, y1 + dy * 6),
        (x1 - dx * 4.3 - dy * 6, y1 - dy * 4.3 + dx * 6),
        (x1 - dx * 4.3 + dy * 6, y1 - dy * 4.3 - dx * 6),
    ]
    sheet.line(spots, 4.4, GROUND)
    sheet.fill(wide, GROUND)
    sheet.line(spots, 2.2, ARROW)
    sheet.fill(head, ARROW)
