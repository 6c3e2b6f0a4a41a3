"""Words on pictures: letters of every language that is shipped, in sizes that fit their place."""

from functools import cache
from pathlib import Path

import matplotlib
from PIL import ImageFont

FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
"""DejaVu comes with the drawing library, and has the letters and signs that the pictures use."""
SMALLEST = 20
STEP = 2


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The letters of a height in pixels."""
    return ImageFont.truetype(FONTS / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"), size)


def fitted(words: str, width: float, size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """The largest letters up to `size` in which the words are no wider than `width`, down to SMALLEST."""
    while size > SMALLEST and font(size, bold=bold).getlength(words) > width:
        size -= STEP
    return font(size, bold=bold)
