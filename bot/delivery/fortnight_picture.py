"""A patient's last 14 days on one picture that a phone shows whole: what was felt, answered, done, and flagged.

Every mark differs in its shape as well as in its colour. A day without an answer is a gap, not a zero.
"""

import math
from collections.abc import Mapping
from io import BytesIO
from itertools import pairwise
from typing import Any

from PIL import Image, ImageDraw

from bot.delivery.lettering import fitted, font

SIZE = (1080, 1250)
LEFT, RIGHT = 66, 1062
TITLE, LEGEND = 18, 80
TOP, BOTTOM = 150, 560
"""Where 10 and 0 of the scales are."""
CHECKED, DONE, FLAGS, DATES = 610, 730, 970, 1090
BAR = 110
GROUND, INK, SOFT, BAND, LINE = "#ffffff", "#1f2a37", "#5b6775", "#edf1f6", "#d5dbe3"
NUMBNESS, PAIN, MOVED, FLAG = "#0b6e99", "#b3541e", "#3f7d4e", "#a31621"
SCALE, DASH = 10, 12
Spot = tuple[float, float]


def drawn(picture: Mapping[str, Any]) -> bytes:
    """The PNG. `dates` are pairs of weekday and day; `numbness`, `pain`, `check_in`, `done`, `asked` and `flag` have
    a value for each of them; `words` has the title and what each row is.
    """
    page = _Page(picture)
    page.frame()
    page.scale("numbness", NUMBNESS, dashed=False)
    page.scale("pain", PAIN, dashed=True)
    page.check_ins()
    page.moves()
    page.flags()
    return page.png()


class _Page:
    def __init__(self, picture: Mapping[str, Any]) -> None:
        self._of, self._words = picture, picture["words"]
        self._image = Image.new("RGB", SIZE, GROUND)
        self._draw = ImageDraw.Draw(self._image)
        self._days = range(len(picture["dates"]))
        self._wide = (RIGHT - LEFT) / len(picture["dates"])

    def png(self) -> bytes:
        buffer = BytesIO()
        self._image.save(buffer, "PNG", compress_level=3)
        return buffer.getvalue()

    def _x(self, day: int) -> float:
        return LEFT + (day + 0.5) * self._wide

    def _text(self, at: Spot, words: str, size: int, *, colour: str = INK, bold: bool = False, anchor: str = "lm",
              width: float = RIGHT - 18) -> None:  # fmt: skip
        self._draw.text(at, words, fill=colour, font=fitted(words, width, size, bold=bold), anchor=anchor)

    def frame(self) -> None:
        """The title, the bands of every other day, the lines of the scale, the names of the rows, the dates."""
        words = self._words
        for day in self._days[::2]:
            self._draw.rectangle((LEFT + day * self._wide, TOP - 24, LEFT + (day + 1) * self._wide, DATES + 84), BAND)
        self._text((18, TITLE + 24), words["title"], 42, bold=True)
        for number in range(0, SCALE + 1, 2):
            height = self._height(number)
            self._draw.line((LEFT, height, RIGHT, height), LINE, 2)
            self._text((LEFT - 10, height), str(number), 34, colour=SOFT, anchor="rm")
        for at, name in ((CHECKED, "check_in"), (DONE, "moves"), (FLAGS, "flags")):
            self._text((18, at), words[name], 36, colour=SOFT)
        self._text((18, DATES + 128), words["gap"], 36, colour=SOFT)
        for day, (weekday, number) in zip(self._days, self._of["dates"], strict=True):
            last = day == self._days[-1]
            self._text(
                (self._x(day), DATES + 22), weekday, 32, colour=SOFT, bold=last, anchor="mm", width=self._wide - 6
            )
            self._text((self._x(day), DATES + 58), number, 36, bold=last, anchor="mm", width=self._wide)

    def _height(self, number: float) -> float:
        return BOTTOM - number / SCALE * (BOTTOM - TOP)

    def scale(self, name: str, colour: str, *, dashed: bool) -> None:
        """One scale's answers, joined where days follow each other, with its mark and name over the picture."""
        known = [(day, value) for day, value in zip(self._days, self._of[name], strict=True) if value is not None]
        spots = [(day, (self._x(day), self._height(value))) for day, value in known]
        for (day, one), (after, other) in pairwise(spots):
            if after - day == 1:
                self._stroke(one, other, colour, dashed=dashed)
        for _, spot in spots:
            self._mark(spot, colour, open_square=dashed)
        start = 560 if dashed else 40
        sample = (start, LEGEND + 24), (start + 84, LEGEND + 24)
        self._stroke(*sample, colour, dashed=dashed)
        self._mark((start + 42, LEGEND + 24), colour, open_square=dashed)
        self._text((start + 102, LEGEND + 24), self._words[name], 36, width=400)

    def _stroke(self, one: Spot, other: Spot, colour: str, *, dashed: bool) -> None:
        pieces = 2 * round(math.dist(one, other) / DASH / 2) + 1 if dashed else 1
        for piece in range(0, pieces, 2):
            start, end = (self._between(one, other, place / pieces) for place in (piece, piece + 1))
            self._draw.line((*start, *end), colour, 6)

    def _between(self, one: Spot, other: Spot, share: float) -> Spot:
        return one[0] + (other[0] - one[0]) * share, one[1] + (other[1] - one[1]) * share

    def _mark(self, spot: Spot, colour: str, *, open_square: bool) -> None:
        x, y = spot
        if open_square:
            self._draw.rectangle((x - 11, y - 11, x + 11, y + 11), GROUND, colour, 5)
        else:
            self._draw.ellipse((x - 13, y - 13, x + 13, y + 13), colour)

    def check_ins(self) -> None:
        """A tick for a check-in, a ring for one that was asked for and not answered."""
        for day, seen in zip(self._days, self._of["check_in"], strict=True):
            x, y = self._x(day), CHECKED + 52
            if seen == "done":
                self._draw.line(((x - 16, y), (x - 4, y + 13), (x + 17, y - 15)), INK, 7, joint="curve")
            elif seen == "unanswered":
                self._draw.ellipse((x - 15, y - 15, x + 15, y + 15), None, INK, 4)

    def moves(self) -> None:
        """A bar as high as what was asked, filled as far as it was done, and the two numbers."""
        most = max([1, *self._of["asked"]])
        foot = DONE + 30 + BAR
        for day, done, asked in zip(self._days, self._of["done"], self._of["asked"], strict=True):
            x, half = self._x(day), self._wide * 0.28
            if asked:
                self._draw.rectangle((x - half, foot - BAR * asked / most, x + half, foot), GROUND, INK, 3)
                self._draw.rectangle((x - half, foot - BAR * done / most, x + half, foot), MOVED if done else INK)
            said = f"{done}/{asked}" if asked else "–"
            self._text((x, foot + 34), said, 30, bold=bool(done), anchor="mm", width=self._wide - 4)

    def flags(self) -> None:
        """What was reported on a day: a triangle for an emergency, a diamond for urgent, a ring for a routine visit."""
        for day, flag in zip(self._days, self._of["flag"], strict=True):
            self._flag(self._x(day), FLAGS + 60, flag)

    def _flag(self, x: float, y: float, flag: str | None) -> None:
        if flag in ("emergency", "crisis"):
            self._draw.polygon(((x, y - 28), (x + 29, y + 23), (x - 29, y + 23)), FLAG)
            self._draw.text((x, y + 5), "!", fill=GROUND, font=font(34, bold=True), anchor="mm")
        elif flag == "urgent":
            self._draw.polygon(((x, y - 26), (x + 26, y), (x, y + 26), (x - 26, y)), FLAG)
        elif flag == "routine":
            self._draw.ellipse((x - 17, y - 17, x + 17, y + 17), None, FLAG, 6)
