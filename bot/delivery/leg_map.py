"""Where it was numb, drawn: two legs from the front and from behind, one drawing for each stretch of days.

A marked place is dark and hatched; one that was not marked in the drawing before has a cross as well.
"""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from bot.delivery.lettering import fitted

CELL = (540, 560)
COLUMNS = 2
HEAD, FOOT = 84, 62
GROUND, INK, SOFT, BARE, MARKED, HATCH = "#ffffff", "#1f2a37", "#5b6775", "#f0f3f6", "#0b6e99", "#ffffff"
FINER = 2
Spot = tuple[float, float]
Outline = Sequence[Spot]

THIGH: Outline = ((16, 44), (78, 36), (90, 60), (84, 130), (76, 172), (34, 172), (22, 130))
CALF: Outline = ((34, 180), (76, 180), (82, 220), (74, 280), (68, 320), (44, 320), (38, 280), (28, 220))
SHIN: Outline = ((35, 180), (75, 180), (77, 220), (72, 280), (68, 320), (44, 320), (39, 280), (32, 220))
INSTEP: Outline = ((43, 327), (69, 327), (80, 372), (34, 372))
TOES: Outline = ((34, 378), (80, 378), (78, 396), (64, 404), (46, 402), (32, 394))
SOLE: Outline = ((43, 327), (69, 327), (73, 360), (66, 378), (46, 378), (39, 360))
SADDLE_FRONT: Outline = ((-26, 30), (26, 30), (9, 66), (-9, 66))
SADDLE_BACK: Outline = ((-74, 8), (74, 8), (84, 30), (0, 44), (-84, 30))
FRONT = {"thigh_front": THIGH, "calf_front": SHIN, "foot": INSTEP, "toes": TOES}
BACK = {"thigh_back": THIGH, "calf_back": CALF, "foot": SOLE}
VIEWS = ((FRONT, SADDLE_FRONT, 134, {"right": -1, "left": 1}), (BACK, SADDLE_BACK, 406, {"left": -1, "right": 1}))
"""What each view shows, where its middle is, and which leg is on which side of it: seen from behind, left is left."""


def drawn(picture: Mapping[str, Any]) -> bytes:
    """The PNG. `maps` are the drawings, each with its `when`, `areas` and `fresh`; `words` says what is what."""
    maps, words = picture["maps"], picture["words"]
    lines = -(-len(maps) // COLUMNS)
    size = CELL[0] * min(COLUMNS, max(len(maps), 1)), HEAD + CELL[1] * lines + FOOT
    image = Image.new("RGB", (size[0] * FINER, size[1] * FINER), GROUND)
    sheet = _Sheet(ImageDraw.Draw(image))
    sheet.words((18, HEAD / 2), words["title"], 44, size[0] - 36, bold=True, anchor="lm")
    for place, one in enumerate(maps):
        corner = CELL[0] * (place % COLUMNS), HEAD + CELL[1] * (place // COLUMNS)
        _one(sheet, corner, one, words)
    sheet.words((18, size[1] - FOOT / 2), words["fresh"], 36, size[0] - 36, colour=SOFT, anchor="lm")
    buffer = BytesIO()
    image.reduce(FINER).save(buffer, "PNG", compress_level=3)
    return buffer.getvalue()


class _Sheet:
    def __init__(self, draw: ImageDraw.ImageDraw) -> None:
        self.draw = draw

    def words(self, at: Spot, words: str, size: int, width: float, *, colour: str = INK, bold: bool = False,
              anchor: str = "mm") -> None:  # fmt: skip
        letters = fitted(words, width * FINER, size * FINER, bold=bold)
        self.draw.text((at[0] * FINER, at[1] * FINER), words, fill=colour, font=letters, anchor=anchor)

    def area(self, outline: Outline, *, marked: bool, fresh: bool) -> None:
        """One part of the leg: empty, hatched when it was marked, crossed when it is new."""
        spots = [(x * FINER, y * FINER) for x, y in outline]
        self.draw.polygon(spots, MARKED if marked else BARE, INK, 2 * FINER)
        if not marked:
            return
        for start, end in _hatches(spots):
            self.draw.line((start, end), HATCH, FINER)
        self.draw.polygon(spots, None, INK, 2 * FINER)
        if fresh:
            self._cross(spots)

    def _cross(self, spots: Outline) -> None:
        x, y = (sum(spot[axis] for spot in spots) / len(spots) for axis in (0, 1))
        half = 11 * FINER
        self.draw.ellipse((x - 1.5 * half, y - 1.5 * half, x + 1.5 * half, y + 1.5 * half), GROUND, INK, 2 * FINER)
        for way in (-1, 1):
            self.draw.line((x - half * 0.8, y - way * half * 0.8, x + half * 0.8, y + way * half * 0.8), INK, 3 * FINER)


def _hatches(spots: Outline, apart: float = 12 * FINER) -> list[tuple[Spot, Spot]]:
    """Level lines across a convex outline."""
    low, high = min(y for _, y in spots), max(y for _, y in spots)
    found = []
    height = low + apart
    while height < high - apart / 3:
        sides = zip(spots, [*spots[1:], spots[0]], strict=True)
        cuts = sorted(
            one[0] + (height - one[1]) / (other[1] - one[1]) * (other[0] - one[0])
            for one, other in sides
            if (one[1] - height) * (other[1] - height) < 0
        )
        if len(cuts) >= 2:
            found.append(((cuts[0], height), (cuts[-1], height)))
        height += apart
    return found


def _one(sheet: _Sheet, corner: Spot, one: Mapping[str, Any], words: Mapping[str, str]) -> None:
    left, top = corner
    marked, fresh = set(one["areas"]), set(one["fresh"])
    sheet.words((left + CELL[0] / 2, top + 26), one["when"], 40, CELL[0] - 30, bold=True)
    for (parts, saddle, middle, sides), view in zip(VIEWS, ("front", "back"), strict=True):
        x, y = left + middle, top + 92
        sheet.words((x, top + 70), words[view], 36, 240, colour=SOFT)
        for part, outline in parts.items():
            for side, way in sides.items():
                area = f"{side}_{part}"
                sheet.area([(x + way * (spot[0] + 4), y + spot[1]) for spot in outline], marked=area in marked,
                           fresh=area in fresh)  # fmt: skip
        sheet.area([(x + spot[0], y + spot[1]) for spot in saddle], marked="saddle" in marked, fresh="saddle" in fresh)
        for side, way in sides.items():
            sheet.words((x + way * 62, y + 428), words[side], 34, 116, colour=SOFT)
